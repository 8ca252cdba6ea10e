// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/colormap.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "plugins/shared/colormap_data.hpp"

namespace cellerate::modules {
namespace {

constexpr std::size_t kEntries = 256;

struct Point {
  double position, value;
};
using Curve = std::vector<Point>;

std::vector<double> numbers_of(std::string_view text) {
  std::vector<double> numbers;
  for (const std::string& word : detail::split(detail::trim(text), ' '))
    if (!word.empty()) numbers.push_back(detail::parse<double>(word).value());
  return numbers;
}

std::vector<Rgb> hexadecimal_colors(std::string_view text) {
  std::vector<Rgb> colors;
  for (const std::string& word : detail::split(detail::trim(text), ' ')) {
    Rgb& color = colors.emplace_back();
    for (int c = 0; c < 3; ++c) {
      int level = 0;
      std::from_chars(word.data() + 2 * c, word.data() + 2 * c + 2, level, 16);
      color[c] = level / 255.0;
    }
  }
  return colors;
}

/// numpy.clip(value, 0, 1), which makes 0 of -0.
double clip(double value) { return std::min(std::max(0.0, value), 1.0); }

/// Position of an entry of a table, as numpy.linspace(0, 1, size) gives it.
double position_of(std::size_t index, std::size_t size) {
  return index == size - 1 ? 1.0 : static_cast<double>(index) * (1.0 / static_cast<double>(size - 1));
}

/// The curve at entry `index` of the table, in matplotlib's order of operations.
double value_at(const Curve& curve, std::size_t index) {
  constexpr double kLast = kEntries - 1;
  if (index == 0) return curve.front().value;
  if (index == kEntries - 1) return curve.back().value;
  const double x = kLast * position_of(index, kEntries);
  std::size_t right = 0;
  while (curve[right].position * kLast < x) ++right;
  const Point &a = curve[right - 1], &b = curve[right];
  const double share = (x - a.position * kLast) / (b.position * kLast - a.position * kLast);
  return clip(share * (b.value - a.value) + a.value);
}

/// matplotlib turns the points of a curve around, not its table: last digits differ.
Curve reversed(const Curve& curve) {
  Curve result;
  for (auto point = curve.rbegin(); point != curve.rend(); ++point)
    result.push_back({1 - point->position, point->value});
  return result;
}

std::vector<Rgb> table_of(std::array<Curve, 3> curves, bool is_reversed) {
  if (is_reversed)
    for (Curve& curve : curves) curve = reversed(curve);
  std::vector<Rgb> table(kEntries);
  for (std::size_t i = 0; i < kEntries; ++i)
    for (int c = 0; c < 3; ++c) table[i][c] = value_at(curves[c], i);
  return table;
}

std::vector<Rgb> table_of_curves(std::string_view text, bool is_reversed) {
  std::array<Curve, 3> curves;
  const std::vector<std::string> channels = detail::split(text, '|');
  for (int c = 0; c < 3; ++c) {
    const std::vector<double> numbers = numbers_of(channels.at(c));
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) curves[c].push_back({numbers[i], numbers[i + 1]});
  }
  return table_of(std::move(curves), is_reversed);
}

std::vector<Rgb> table_of_gradient(std::string_view text, bool is_reversed) {
  std::array<Curve, 3> curves;
  const std::vector<Rgb> colors = hexadecimal_colors(text);
  for (std::size_t i = 0; i < colors.size(); ++i)
    for (int c = 0; c < 3; ++c) curves[c].push_back({position_of(i, colors.size()), colors[i][c]});
  return table_of(std::move(curves), is_reversed);
}

std::vector<Rgb> table_of_steps(std::string_view text, bool is_reversed) {
  std::vector<Rgb> table = hexadecimal_colors(text);
  if (is_reversed) std::reverse(table.begin(), table.end());
  return table;
}

std::vector<Rgb> table_of_list(std::string_view text, bool is_reversed) {
  const std::vector<double> numbers = numbers_of(text);
  std::vector<Rgb> table;
  for (std::size_t i = 0; i + 2 < numbers.size(); i += 3)
    table.push_back({numbers[i], numbers[i + 1], numbers[i + 2]});
  if (is_reversed) std::reverse(table.begin(), table.end());
  return table;
}

std::vector<Rgb> table_of_formula(const ColorFormula& formula, bool is_reversed) {
  std::vector<Rgb> table(kEntries);
  for (std::size_t i = 0; i < kEntries; ++i) {
    const double position = position_of(i, kEntries);
    for (int c = 0; c < 3; ++c)
      table[i][c] = clip(formula.channels[c](is_reversed ? 1 - position : position));
  }
  return table;
}

/// Twilight that begins and ends in its dark middle, backwards.
std::vector<Rgb> shifted(std::vector<Rgb> table) {
  std::rotate(table.begin(), table.begin() + static_cast<std::ptrdiff_t>(table.size() / 2), table.end());
  std::reverse(table.begin(), table.end());
  return table;
}

using MakeTable = std::vector<Rgb> (*)(std::string_view text, bool is_reversed);
struct Kind {
  const std::vector<NamedColors>& (*maps)();
  MakeTable make;
};
constexpr Kind kKinds[] = {{colormap_curves, table_of_curves},
                           {colormap_gradients, table_of_gradient},
                           {colormap_steps, table_of_steps},
                           {colormap_lists, table_of_list}};
constexpr std::string_view kDefault = "Default", kShifted = "twilight_shifted", kBackwards = "_r";

std::optional<std::vector<Rgb>> table_named(std::string_view name, bool is_reversed) {
  if (name == kShifted) {
    std::vector<Rgb> table = shifted(table_named("twilight", false).value());
    if (is_reversed) std::reverse(table.begin(), table.end());
    return table;
  }
  for (const Kind& kind : kKinds)
    for (const NamedColors& map : kind.maps())
      if (map.name == name) return kind.make(map.text, is_reversed);
  for (const ColorFormula& formula : colormap_formulas())
    if (formula.name == name) return table_of_formula(formula, is_reversed);
  return std::nullopt;
}

}  // namespace

Colormap Colormap::named(std::string_view name) {
  const bool is_reversed = name.ends_with(kBackwards);
  const std::string_view base = is_reversed ? name.substr(0, name.size() - kBackwards.size()) : name;
  auto table = table_named(name == kDefault ? "jet" : base, is_reversed);
  if (!table) throw std::invalid_argument("there is no color map '" + std::string(name) + "'");
  Colormap map;
  map.colors_ = *std::move(table);
  return map;
}

std::vector<std::string> Colormap::names() {
  std::set<std::string> all;
  const auto add = [&](std::string_view name) {
    all.emplace(name);
    all.insert(std::string(name) + std::string(kBackwards));
  };
  for (const Kind& kind : kKinds)
    for (const NamedColors& map : kind.maps()) add(map.name);
  for (const ColorFormula& formula : colormap_formulas()) add(formula.name);
  add(kShifted);
  return {all.begin(), all.end()};
}

template <class T>
Rgb Colormap::entry(T position) const {
  const T size = static_cast<T>(colors_.size());
  return colors_[static_cast<std::size_t>(std::clamp<T>(position * size, 0, size - 1))];
}
template Rgb Colormap::entry(double) const;
template Rgb Colormap::entry(float) const;

std::vector<Rgb> Colormap::spread(int n) const {
  std::vector<Rgb> colors;
  for (int i = 0; i < n; ++i) colors.push_back(at(n > 1 ? static_cast<double>(i) / (n - 1) : 0.0));
  return colors;
}

void check_colormap(Declaration& d, std::string_view setting, const std::string& name) {
  const std::vector<std::string> known = Colormap::names();
  if (name == kDefault || std::binary_search(known.begin(), known.end(), name)) return;
  d.fault(setting, "'" + name + "': must be Default or a color map of matplotlib's");
}

}  // namespace cellerate::modules
