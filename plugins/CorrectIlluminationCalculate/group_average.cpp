// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CorrectIlluminationCalculate/group_average.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/projection.hpp"

namespace cellerate::modules::illumination {
namespace {

template <class T>
View1<const T> flat(View2<const T> plane) {
  return {plane.data, plane.size()};
}

}  // namespace

void GroupAverage::begin(Queue& queue, const Picture& picture) {
  shape_ = picture.shape;
  is_binary_ = picture.is_binary;
  counts_ = zeros<std::int32_t>(queue, shape_.size());
  for (const Plane& plane : picture.planes)
    std::visit([&]<class T>(View2<const T>) { sums_.emplace_back(zeros<T>(queue, shape_.size())); },
               plane.pixels);
}

void GroupAverage::add(Queue& queue, const Picture& picture) {
  if (sums_.empty()) begin(queue, picture);
  if (picture.shape != shape_ || picture.planes.size() != sums_.size())
    throw std::invalid_argument("the image has another size than the images before it in the group");
  const View1<const std::uint8_t> mask = flat(picture.mask);
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    if (sums_[i].index() != picture.planes[i].pixels.index())
      throw std::invalid_argument("the image has another precision than the images before it in the group");
    std::visit(
        [&]<class T>(View2<const T> plane) {
          kernel::add_to_total(queue, flat(plane), mask, kernel::Totaling::kSum,
                               std::get<Buffer<T>>(sums_[i]).view());
        },
        picture.planes[i].pixels);
  }
  kernel::count_samples(queue, mask, counts_.view());
  has_masks_ = has_masks_ || picture.mask;
  results_.reset();
}

Picture GroupAverage::average(Queue& queue) const {
  Picture picture{.shape = shape_, .is_binary = is_binary_};
  auto mask = std::make_shared<Buffer<std::uint8_t>>(queue, shape_);
  kernel::counted_at_least(queue, counts_.view(), 1, 1, mask->view());
  if (has_masks_) picture.mask = mask->view(shape_);
  picture.counted = mask;
  for (const auto& sum : sums_) {
    Buffer<float> mean(queue, shape_);
    std::visit(
        [&](const auto& values) { kernel::mean_of_total(queue, values.view(), counts_.view(), mean.view()); },
        sum);
    if (is_binary_) {
      // Sums of binary images are binary, too
      Buffer<std::uint8_t> any(queue, shape_);
      Buffer<double> binary(queue, shape_);
      kernel::nonzero(queue, std::as_const(mean).view(), any.view());
      kernel::widen(queue, {kernel::Sample::Bool, any.data(), any.size()}, binary.view());
      picture.planes.push_back(make_plane(std::move(binary), shape_));
    } else {
      picture.planes.push_back(make_plane(std::move(mean), shape_));
    }
  }
  return picture;
}

const GroupAverage::Results& GroupAverage::results(Queue& queue, const Settings& settings) {
  if (sums_.empty()) throw std::runtime_error("no image of the group was averaged");
  if (!results_) {
    Results made;
    made.average = average(queue);
    made.dilated = dilated(queue, settings, made.average);
    made.function = rescaled(queue, settings, smoothed(queue, settings, made.dilated));
    results_ = std::move(made);
  }
  return *results_;
}

}  // namespace cellerate::modules::illumination
