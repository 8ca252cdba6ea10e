// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/structuring_element.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
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

void StructuringElement::bind(Binder& b) {
  constexpr char kText[] = "Structuring element";
  b.text(text_, kText);
  if (b.listing()) return;
  try {
    parse_structuring_element(text_);
  } catch (const std::invalid_argument& error) {
    b.fault(kText, error.what());
  }
}

bool StructuringElement::is_even() const {
  int least = 0, greatest = 0;
  for (const kernel::Offset o : offsets()) {
    least = std::min(least, o.dy);
    greatest = std::max(greatest, o.dy);
  }
  return (greatest - least) % 2 == 1;
}

kernel::Footprint StructuringElement::window() const {
  std::map<int, std::vector<int>> rows;
  int reach = 0;
  for (const kernel::Offset o : offsets()) {
    rows[-o.dy].push_back(-o.dx);
    reach = std::max({reach, std::abs(o.dy), std::abs(o.dx)});
  }
  kernel::Footprint window{2 * reach + 1, {}};
  for (auto& [dy, columns] : rows) {
    std::sort(columns.begin(), columns.end());
    for (std::size_t begin = 0, end = 1; begin < columns.size(); begin = end++) {
      while (end < columns.size() && columns[end] == columns[end - 1] + 1) ++end;
      window.runs.push_back({dy, columns[begin], columns[end - 1]});
    }
  }
  return window;
}

}  // namespace cellerate::modules
