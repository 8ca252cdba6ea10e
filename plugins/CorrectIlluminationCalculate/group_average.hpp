/// The average over the image sets of a group, and the function that is made of it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "plugins/CorrectIlluminationCalculate/illumination_function.hpp"

namespace cellerate::modules::illumination {

class GroupAverage {
 public:
  /// Adds an image that has been prepared. @throws std::invalid_argument if it is of another size than those
  /// before
  void add(Queue& queue, const Picture& picture);

  /// The average, after its dilation, and the function: made once after an image was added.
  /// @throws std::runtime_error if there was none
  struct Results {
    Picture average, dilated, function;
  };
  const Results& results(Queue& queue, const Settings& settings);

  std::int64_t offered_to = 0;  ///< the image set that the images were last offered to

 private:
  void begin(Queue& queue, const Picture& picture);
  Picture average(Queue& queue) const;

  Shape2 shape_;
  std::vector<std::variant<Buffer<float>, Buffer<double>>> sums_;  ///< one a channel
  Buffer<std::int32_t> counts_;
  bool is_binary_ = false, has_masks_ = false;
  std::optional<Results> results_;
};

}  // namespace cellerate::modules::illumination
