// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MakeProjection/projection.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/projection.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

/// numpy.mean of the samples.
template <class T>
double mean_of(Queue& queue, View1<const T> image) {
  if constexpr (std::is_floating_point_v<T>) {
    return kernel::numpy_mean(queue, image);
  } else {
    Buffer<double> wide(queue, image.size);
    kernel::widen(queue, {kernel::Sample::I32, image.data, image.size}, wide.view());
    return kernel::numpy_mean(queue, std::as_const(wide).view());
  }
}

template <class T>
class ProjectionOf final : public Projection {
 public:
  ProjectionOf(Queue& queue, ProjectionType type, double frequency, const Image& like)
      : type_(type),
        frequency_(frequency),
        shape_(like.shape()),
        channels_(like.channels()),
        pixel_type_(like.type()),
        counts_(zeros<std::int32_t>(queue, like.samples())) {}

  void add(Queue& queue, const Image& image) override;
  NewImage image(Queue& queue) const override;

 private:
  using Samples = View1<const T>;
  using Mask = View1<const std::uint8_t>;

  void begin(Queue& queue, Samples samples, Mask mask);
  void go_on(Queue& queue, Samples samples, Mask mask);
  Buffer<std::uint8_t> counted(Queue& queue, int least) const;
  NewImage total(Queue& queue) const;
  template <class Kernel>
  NewImage made(Queue& queue, const Kernel& kernel) const;
  NewImage without_mask(Queue& queue) const;

  ProjectionType type_;
  double frequency_;
  Shape2 shape_;
  int channels_, pixel_type_, images_ = 0;
  bool has_masks_ = false;
  double first_mean_ = 0;
  Buffer<std::int32_t> counts_;
  Buffer<T> total_, highest_;  ///< sum or extremum; of kBrightfield the lowest and the highest value
  Buffer<double> squares_;
  Buffer<kernel::Complex> waves_, weights_;
};

template <class T>
void ProjectionOf<T>::add(Queue& queue, const Image& image) {
  if (image.shape() != shape_ || image.channels() != channels_ || image.type() != pixel_type_)
    throw std::invalid_argument("the image has another size or type than the images before it in the group");
  Buffer<std::uint8_t> repeated;
  View2<const std::uint8_t> mask = image.mask();
  if (mask && channels_ > 1) {
    repeated = Buffer<std::uint8_t>(queue, counts_.size());
    kernel::repeat_mask(queue, mask, channels_, repeated.view());
    mask = std::as_const(repeated).view({shape_.height, shape_.width * channels_});
  }
  has_masks_ = has_masks_ || mask;
  const Samples samples{image.data<T>(), counts_.size()};
  const Mask of_samples{mask.data, mask ? counts_.size() : 0};
  kernel::count_samples(queue, of_samples, counts_.view());
  if (images_ == 0)
    begin(queue, samples, of_samples);
  else
    go_on(queue, samples, of_samples);
  ++images_;
}

template <class T>
void ProjectionOf<T>::begin(Queue& queue, Samples samples, Mask mask) {
  if (type_ == ProjectionType::kMask) return;
  const auto start = [&](Mask inside, T outside) {
    Buffer<T> total(queue, samples.size);
    kernel::start_total(queue, samples, inside, outside, total.view());
    return total;
  };
  if (type_ == ProjectionType::kBrightfield) {  // which takes the first image also where it is masked
    total_ = start({}, T(0));
    highest_ = start({}, T(0));
    if constexpr (!std::is_same_v<T, std::uint8_t>) first_mean_ = mean_of(queue, samples);
    return;
  }
  total_ = start(mask, T(type_ == ProjectionType::kMinimum));
  if (type_ == ProjectionType::kVariance) {
    squares_ = zeros<double>(queue, samples.size);
    kernel::add_squares(queue, samples, mask, squares_.view());
  }
  if (type_ == ProjectionType::kPower) {
    waves_ = zeros<kernel::Complex>(queue, samples.size);
    weights_ = zeros<kernel::Complex>(queue, samples.size);
    // CellProfiler's wave begins with the masked pixels, too: its weight does not.
    Buffer<kernel::Complex> unused = zeros<kernel::Complex>(queue, samples.size);
    kernel::add_turned(queue, samples, Mask{}, {1, 0}, waves_.view(), unused.view());
    kernel::add_turned(queue, samples, mask, {1, 0}, unused.view(), weights_.view());
  }
}

template <class T>
void ProjectionOf<T>::go_on(Queue& queue, Samples samples, Mask mask) {
  using enum ProjectionType;
  const auto add = [&](kernel::Totaling totaling) {
    kernel::add_to_total(queue, samples, mask, totaling, total_.view());
  };
  if (type_ == kMaximum) add(kernel::Totaling::kMaximum);
  if (type_ == kMinimum) add(kernel::Totaling::kMinimum);
  if (type_ == kAverage || type_ == kSum || type_ == kVariance || type_ == kPower)
    add(kernel::Totaling::kSum);
  if (type_ == kVariance) kernel::add_squares(queue, samples, mask, squares_.view());
  if (type_ == kPower) {
    const double angle = 2 * std::numbers::pi * images_ / frequency_;
    kernel::add_turned(queue, samples, mask, {std::cos(angle), std::sin(angle)}, waves_.view(),
                       weights_.view());
  }
  if constexpr (!std::is_same_v<T, std::uint8_t>)
    if (type_ == kBrightfield)
      kernel::widen_range(queue, samples, mask, first_mean_, mean_of(queue, samples), total_.view(),
                          highest_.view());
}

template <class T>
Buffer<std::uint8_t> ProjectionOf<T>::counted(Queue& queue, int least) const {
  Buffer<std::uint8_t> mask(queue, shape_);
  kernel::counted_at_least(queue, counts_.view(), channels_, least, mask.view());
  return mask;
}

/// The total as CellProfiler makes an image of it: in single precision, whole numbers as fractions.
template <class T>
NewImage ProjectionOf<T>::total(Queue& queue) const {
  Buffer<T> samples(queue, total_.size());
  kernel::start_total(queue, total_.view(), Mask{}, T(0), samples.view());
  if (type_ ==
      ProjectionType::kMinimum) {  // what is masked in all images is 0, not the 1 that it begins with
    Buffer<std::uint8_t> any(queue, total_.size());
    kernel::counted_at_least(queue, counts_.view(), 1, 1, any.view());
    kernel::start_total(queue, total_.view(), std::as_const(any).view(), T(0), samples.view());
  }
  if constexpr (std::is_same_v<T, std::uint8_t>) {
    return NewImage::of(std::move(samples), shape_);
  } else {
    constexpr kernel::Sample kType = std::is_same_v<T, float>    ? kernel::Sample::F32
                                     : std::is_same_v<T, double> ? kernel::Sample::F64
                                                                 : kernel::Sample::I32;
    Buffer<float> single(queue, samples.size());
    kernel::full_range(queue, {kType, samples.data(), samples.size()}, single.view());
    return NewImage::of(std::move(single), shape_, channels_);
  }
}

template <class T>
template <class Kernel>
NewImage ProjectionOf<T>::made(Queue& queue, const Kernel& kernel) const {
  Buffer<float> samples(queue, counts_.size());
  kernel(samples.view());
  return NewImage::of(std::move(samples), shape_, channels_);
}

template <class T>
NewImage ProjectionOf<T>::without_mask(Queue& queue) const {
  switch (type_) {
    case ProjectionType::kAverage:
      return made(
          queue, [&](View1<float> out) { kernel::mean_of_total(queue, total_.view(), counts_.view(), out); });
    case ProjectionType::kVariance:
      return made(queue, [&](View1<float> out) {
        kernel::variance_of_totals(queue, squares_.view(), total_.view(), counts_.view(), out);
      });
    case ProjectionType::kPower:
      if (channels_ > 1) throw std::invalid_argument("there is no power of color images");
      return made(queue, [&](View1<float> out) {
        kernel::power_of_totals(queue, waves_.view(), weights_.view(), total_.view(), counts_.view(), out);
      });
    case ProjectionType::kBrightfield:
      if (std::is_same_v<T, std::uint8_t> || (channels_ > 1 && images_ > 1))
        throw std::invalid_argument("there is no brightfield projection of binary or color images");
      return made(queue, [&](View1<float> out) {
        kernel::range_of_totals(queue, total_.view(), highest_.view(), counts_.view(), out);
      });
    case ProjectionType::kMask:
      return NewImage::of(counted(queue, images_), shape_);
    default:
      return total(queue);
  }
}

template <class T>
NewImage ProjectionOf<T>::image(Queue& queue) const {
  NewImage result = without_mask(queue);
  if (type_ == ProjectionType::kMask || !has_masks_) return result;
  Buffer<std::uint8_t> mask = counted(queue, 1);
  const std::vector<std::uint8_t> bits = download(queue, mask);
  if (std::find(bits.begin(), bits.end(), 0) != bits.end()) result.mask = hand_over(std::move(mask));
  return result;
}

}  // namespace

std::unique_ptr<Projection> make_projection(Queue& queue, ProjectionType type, double frequency,
                                            const Image& like) {
  switch (like.type()) {
    case CEL_BOOL:
      return std::make_unique<ProjectionOf<std::uint8_t>>(queue, type, frequency, like);
    case CEL_F64:
      return std::make_unique<ProjectionOf<double>>(queue, type, frequency, like);
    case CEL_I32:
      return std::make_unique<ProjectionOf<std::int32_t>>(queue, type, frequency, like);
    default:
      return std::make_unique<ProjectionOf<float>>(queue, type, frequency, like);
  }
}

}  // namespace cellerate::modules
