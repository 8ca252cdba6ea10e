// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/structuring_element.hpp"

#include <cellerate/module.hpp>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string>

namespace cellerate::modules {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::vector<kernel::Offset> parse_structuring_element(std::string_view text) {
  const std::string quoted = "'" + std::string(text) + "'";
  const auto parts = detail::split(text, ',');
  const auto size = parts.size() == 2 ? detail::parse<int>(parts[1]) : std::nullopt;
  if (!size || *size < 1)
    throw std::invalid_argument(quoted + ": must be a shape and a size of at least 1, as in Disk,1");
  const std::string shape = lower_case(parts[0]);
  if (shape == "diamond") return kernel::diamond_footprint(*size);
  if (shape == "disk") return kernel::disk_footprint(*size);
  if (shape == "square") return kernel::square_footprint(*size);
  if (shape == "star") return kernel::star_footprint(*size);
  throw std::invalid_argument(quoted + ": the shape for an image must be Diamond, Disk, Square or Star");
}

}  // namespace cellerate::modules
