// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/colormap.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace cellerate::modules {
namespace {

struct Point {
  double position, value;
};
using Curve = std::vector<Point>;
using Curves = std::array<Curve, 3>;  ///< red, green, blue

const std::map<std::string, Curves, std::less<>>& maps() {
  static const std::map<std::string, Curves, std::less<>> all{
      {"autumn", {{{{0, 1}, {1, 1}}, {{0, 0}, {1, 1}}, {{0, 0}, {1, 0}}}}},
      {"bone",
       {{{{0, 0}, {.746032, .652778}, {1, 1}},
         {{0, 0}, {.365079, .319444}, {.746032, .777778}, {1, 1}},
         {{0, 0}, {.365079, .444444}, {1, 1}}}}},
      {"cool", {{{{0, 0}, {1, 1}}, {{0, 1}, {1, 0}}, {{0, 1}, {1, 1}}}}},
      {"copper", {{{{0, 0}, {.809524, 1}, {1, 1}}, {{0, 0}, {1, .7812}}, {{0, 0}, {1, .4975}}}}},
      {"gray", {{{{0, 0}, {1, 1}}, {{0, 0}, {1, 1}}, {{0, 0}, {1, 1}}}}},
      {"hot",
       {{{{0, .0416}, {.365079, 1}, {1, 1}},
         {{0, 0}, {.365079, 0}, {.746032, 1}, {1, 1}},
         {{0, 0}, {.746032, 0}, {1, 1}}}}},
      {"hsv",
       {{{{0, 1},
          {.158730, 1},
          {.174603, .96875},
          {.333333, .03125},
          {.349206, 0},
          {.666667, 0},
          {.682540, .03125},
          {.841270, .96875},
          {.857143, 1},
          {1, 1}},
         {{0, 0}, {.158730, .9375}, {.174603, 1}, {.507937, 1}, {.666667, .0625}, {.682540, 0}, {1, 0}},
         {{0, 0},
          {.333333, 0},
          {.349206, .0625},
          {.507937, 1},
          {.841270, 1},
          {.857143, .9375},
          {1, .09375}}}}},
      {"jet",
       {{{{0, 0}, {.35, 0}, {.66, 1}, {.89, 1}, {1, .5}},
         {{0, 0}, {.125, 0}, {.375, 1}, {.64, 1}, {.91, 0}, {1, 0}},
         {{0, .5}, {.11, 1}, {.34, 1}, {.65, 0}, {1, 0}}}}},
      {"spring", {{{{0, 1}, {1, 1}}, {{0, 0}, {1, 1}}, {{0, 1}, {1, 0}}}}},
      {"summer", {{{{0, 0}, {1, 1}}, {{0, .5}, {1, 1}}, {{0, .4}, {1, .4}}}}},
      {"winter", {{{{0, 0}, {1, 0}}, {{0, 0}, {1, 1}}, {{0, 1}, {1, .5}}}}}};
  return all;
}

/// The curve at entry `index` of a table of `size`, in matplotlib's order of operations.
double value_at(const Curve& curve, std::size_t index, std::size_t size) {
  const double last = static_cast<double>(size - 1);
  if (index == 0) return curve.front().value;
  if (index == size - 1) return curve.back().value;
  const double x = last * (static_cast<double>(index) * (1.0 / last));
  std::size_t right = 0;
  while (curve[right].position * last < x) ++right;
  const Point &a = curve[right - 1], &b = curve[right];
  const double share = (x - a.position * last) / (b.position * last - a.position * last);
  return std::clamp(share * (b.value - a.value) + a.value, 0.0, 1.0);
}

}  // namespace

Colormap Colormap::named(std::string_view name) {
  const auto found = maps().find(name);
  if (found == maps().end()) throw std::invalid_argument("there is no color map '" + std::string(name) + "'");
  Colormap map;
  for (std::size_t i = 0; i < map.colors_.size(); ++i)
    for (int c = 0; c < 3; ++c) map.colors_[i][c] = value_at(found->second[c], i, map.colors_.size());
  return map;
}

std::vector<std::string> Colormap::names() {
  std::vector<std::string> all;
  for (const auto& [name, curves] : maps()) all.push_back(name);
  return all;
}

Rgb Colormap::at(double position) const {
  const double size = static_cast<double>(colors_.size());
  return colors_[static_cast<std::size_t>(std::clamp(position * size, 0.0, size - 1))];
}

std::vector<Rgb> Colormap::spread(int n) const {
  std::vector<Rgb> colors;
  for (int i = 0; i < n; ++i) colors.push_back(at(n > 1 ? static_cast<double>(i) / (n - 1) : 0.0));
  return colors;
}

}  // namespace cellerate::modules
