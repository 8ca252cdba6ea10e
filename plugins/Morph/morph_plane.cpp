// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Morph/morph_plane.hpp"

#include <stdexcept>
#include <utility>

#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/filter/line_opening.hpp"
#include "cuda/filter/poisson_equation.hpp"
#include "cuda/morphology/binary_shrink.hpp"
#include "cuda/morphology/convex_hull_image.hpp"
#include "cuda/morphology/neighborhood_rules.hpp"
#include "cuda/morphology/peaks.hpp"
#include "cuda/morphology/skeletonize.hpp"
#include "cuda/pixel/arithmetic.hpp"
#include "cuda/pixel/channel_means.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/mask.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

using kernel::Arithmetic;
using kernel::ArithmeticStep;
using kernel::NeighborhoodRule;

template <class T>
View1<const T> flat(const Buffer<T>& buffer) {
  return {buffer.data(), buffer.size()};
}

/// out = (a op b), pixel by pixel.
template <class T>
void combine(Queue& queue, Arithmetic op, kernel::SampleView a, kernel::SampleView b, View1<T> out) {
  using Operand = ArithmeticStep::Operand;
  kernel::calculate(queue,
                    {{.operand = Operand::Image, .image = a, .is_single = false},
                     {.op = op, .operand = Operand::Image, .image = b, .is_single = false}},
                    1, out);
}

void divide(Queue& queue, Buffer<double>& values, double divisor) {
  using Operand = ArithmeticStep::Operand;
  kernel::calculate(queue,
                    {{.operand = Operand::Image,
                      .image = {kernel::Sample::F64, values.data(), values.size()},
                      .is_single = false},
                     {.op = Arithmetic::Divide, .constant = divisor, .is_single = false}},
                    1, values.view());
}

}  // namespace

MorphPlane::MorphPlane(Queue& queue, const Image& image)
    : queue_(queue), shape_(image.shape()), mask_(image.mask()) {
  if (image.is_binary()) {
    binary_ = Buffer<std::uint8_t>(queue, shape_);
    queue.copy(binary_.data(), image.data<std::uint8_t>(), shape_.size());
    return;
  }
  if (image.type() == CEL_F32) {
    kind_ = Kind::kSingle;
    single_ = Buffer<float>(queue, shape_);
    kernel::channel_means(queue, {image.data<float>(), image.samples()}, image.channels(), single_.view());
    return;
  }
  kind_ = Kind::kDouble;
  Buffer<double> samples(queue, image.samples());
  double_ = Buffer<double>(queue, shape_);
  kernel::widen(queue, samples_of(image), samples.view());
  kernel::channel_means(queue, flat(samples), image.channels(), double_.view());
}

void MorphPlane::make_binary() {
  if (kind_ == Kind::kBinary) return;
  binary_ = Buffer<std::uint8_t>(queue_, shape_);
  if (kind_ == Kind::kSingle)
    kernel::nonzero(queue_, flat(single_), binary_.view());
  else
    kernel::nonzero(queue_, flat(double_), binary_.view());
  kind_ = Kind::kBinary;
}

void MorphPlane::apply(MorphOperation operation, int rounds, int length, bool rescales) {
  if (operation == MorphOperation::kOpenLines) return open_lines(length);
  make_binary();
  if (operation == MorphOperation::kDistance) return measure_distance(rescales);
  apply_binary(operation, rounds);
}

void MorphPlane::open_lines(int length) {
  if (kind_ == Kind::kBinary) throw std::invalid_argument("openlines cannot be applied to a binary image");
  if (kind_ == Kind::kSingle) {
    Buffer<float> opened(queue_, shape_);
    kernel::open_lines(queue_, std::as_const(single_).view(shape_), mask_, length, opened.view(shape_));
    single_ = std::move(opened);
  } else {
    Buffer<double> opened(queue_, shape_);
    kernel::open_lines(queue_, std::as_const(double_).view(shape_), mask_, length, opened.view(shape_));
    double_ = std::move(opened);
  }
}

void MorphPlane::measure_distance(bool rescales) {
  double_ = Buffer<double>(queue_, shape_);
  kernel::euclidean_distance(queue_, binary(), double_.view(shape_));
  kind_ = Kind::kDouble;
  if (rescales)
    divide(queue_, double_, kernel::value_range(queue_, std::as_const(double_).view(shape_)).highest);
}

/// Without the pixels outside of the mask.
void MorphPlane::clear_outside_mask() {
  if (mask_) kernel::intersect(queue_, binary_.view(), {mask_.data, mask_.size()});
}

/// Pixels outside of the mask get back what they were.
void MorphPlane::keep_outside_mask(View2<const std::uint8_t> before) {
  if (!mask_) return;
  Buffer<std::uint8_t> outside(queue_, shape_);
  combine(queue_, Arithmetic::AndNot, {kernel::Sample::Bool, before.data, before.size()},
          {kernel::Sample::Bool, mask_.data, mask_.size()}, outside.view());
  combine(queue_, Arithmetic::Or, {kernel::Sample::Bool, binary_.data(), binary_.size()},
          {kernel::Sample::Bool, outside.data(), outside.size()}, binary_.view());
}

/// The depth comes from all of the image, also from what lies outside of the mask.
void MorphPlane::skeletonize() {
  Buffer<double> distance(queue_, shape_), potential(queue_, shape_), depth(queue_, shape_);
  kernel::euclidean_distance(queue_, binary(), distance.view(shape_));
  kernel::poisson_equation(queue_, binary(), potential.view(shape_));
  combine(queue_, Arithmetic::Multiply, {kernel::Sample::F64, distance.data(), distance.size()},
          {kernel::Sample::F64, potential.data(), potential.size()}, depth.view());
  clear_outside_mask();
  kernel::skeletonize(queue_, binary(), std::as_const(depth).view(shape_), binary());
}

void MorphPlane::apply_binary(MorphOperation operation, int rounds) {
  const auto apply = [&](NeighborhoodRule rule, int times) {
    kernel::apply_rule(queue_, binary(), mask_, rule, times, binary());
  };
  switch (operation) {
    case MorphOperation::kBranchpoints:
      return apply(NeighborhoodRule::kBranchpoints, 1);
    case MorphOperation::kBridge:
      return apply(NeighborhoodRule::kBridge, rounds);
    case MorphOperation::kClean:
      return apply(NeighborhoodRule::kClean, rounds);
    case MorphOperation::kDiagonal:
      return apply(NeighborhoodRule::kDiagonal, rounds);
    case MorphOperation::kEndpoints:
      return apply(NeighborhoodRule::kEndpoints, 1);
    case MorphOperation::kFill:
      return apply(NeighborhoodRule::kFill, rounds);
    case MorphOperation::kHBreak:
      return apply(NeighborhoodRule::kHBreak, kernel::kUntilStable);
    case MorphOperation::kMajority:
      return apply(NeighborhoodRule::kMajority, rounds);
    case MorphOperation::kRemove:
      return apply(NeighborhoodRule::kRemove, kernel::kUntilStable);
    case MorphOperation::kThicken:
      return apply(NeighborhoodRule::kThicken, rounds);
    case MorphOperation::kVBreak:
      return apply(NeighborhoodRule::kVBreak, kernel::kUntilStable);
    case MorphOperation::kConvexHull:
      clear_outside_mask();
      return kernel::convex_hull_image(queue_, binary(), binary());
    case MorphOperation::kShrink:
      return kernel::binary_shrink(queue_, binary(), rounds, binary());
    case MorphOperation::kThin:
      clear_outside_mask();
      return kernel::thin(queue_, binary(), rounds, binary());
    default:
      break;
  }
  Buffer<std::uint8_t> before(queue_, shape_);
  queue_.copy(before.data(), binary_.data(), shape_.size());
  if (operation == MorphOperation::kSkeleton) {
    skeletonize();
  } else {
    clear_outside_mask();
    kernel::despur(queue_, binary(), rounds, binary());
  }
  keep_outside_mask(before.view(shape_));
}

NewImage MorphPlane::image() {
  switch (kind_) {
    case Kind::kBinary:
      return NewImage::of(std::move(binary_), shape_);
    case Kind::kSingle:
      return NewImage::of(std::move(single_), shape_);
    case Kind::kDouble:
      break;
  }
  Buffer<float> narrowed(queue_, shape_);
  kernel::narrow(queue_, flat(double_), narrowed.view());
  return NewImage::of(std::move(narrowed), shape_);
}

}  // namespace cellerate::modules
