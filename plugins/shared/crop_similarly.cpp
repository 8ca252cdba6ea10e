// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/crop_similarly.hpp"

#include <numeric>
#include <stdexcept>
#include <utility>

#include "cuda/pixel/crop.hpp"

namespace cellerate::modules {
namespace {

std::vector<std::int32_t> all_from_first_to_last(const std::vector<std::int32_t>& lines) {
  if (lines.empty()) return {};
  std::vector<std::int32_t> all(lines.back() - lines.front() + 1);
  std::iota(all.begin(), all.end(), lines.front());
  return all;
}

std::string size_text(Shape2 shape) {
  return std::to_string(shape.width) + " x " + std::to_string(shape.height);
}

}  // namespace

std::optional<CroppedSamples> cropped_like(Queue& queue, const Image& reference, kernel::SampleView samples,
                                           Shape2 shape, int channels) {
  CroppedSamples result{samples, {}};
  if (shape == reference.shape()) return result;
  if (!reference.crop_mask()) return std::nullopt;
  const kernel::MaskExtent extent = kernel::mask_extent(queue, reference.crop_mask());
  const auto rows = all_from_first_to_last(extent.rows), columns = all_from_first_to_last(extent.columns);
  const Shape2 cropped{static_cast<int>(rows.size()), static_cast<int>(columns.size())};
  if (cropped != reference.shape() || cropped.empty() || rows.back() >= shape.height ||
      columns.back() >= shape.width)
    return std::nullopt;
  const std::int64_t size = cropped.size() * channels;
  result.copy = Buffer<std::byte>(queue, size * kernel::sample_size(samples.type));
  kernel::take_lines(queue, samples, shape, channels, rows, columns, result.copy.data());
  result.samples = {samples.type, result.copy.data(), size};
  return result;
}

CroppedSamples crop_similarly(Queue& queue, const Image& reference, kernel::SampleView samples, Shape2 shape,
                              int channels) {
  if (auto cropped = cropped_like(queue, reference, samples, shape, channels)) return std::move(*cropped);
  throw std::invalid_argument("images of " + size_text(shape) + " and " + size_text(reference.shape()) +
                              " pixels do not go together: crop or align them first");
}

}  // namespace cellerate::modules
