// SPDX-License-Identifier: BSD-3-Clause
#include "samples/synthetic_cells/synthetic_cells.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace cellerate::samples {
namespace {

/// Uniform numbers from the generator's own bits: the distributions of <random> differ between libraries.
class Random {
 public:
  explicit Random(unsigned seed) : bits_(seed) {}
  double uniform(double low, double high) { return low + (high - low) * (bits_() >> 5) * 0x1p-27; }
  /// Sum of uniforms: near enough to a Gaussian, and exact arithmetic everywhere.
  double bell() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform(0, 1);
    return sum;
  }

 private:
  std::mt19937 bits_;
};

struct Ellipse {
  double y, x, ry, rx, cosine, sine;
  /// Below 1 inside.
  double distance2(double py, double px) const {
    const double dy = py - y, dx = px - x;
    const double u = (cosine * dy + sine * dx) / ry, v = (cosine * dx - sine * dy) / rx;
    return u * u + v * v;
  }
};

struct Cell {
  Ellipse nucleus, body;
  double dna, ph3, rna;
  std::vector<std::pair<double, double>> dots;
};

/// Rational numbers for the rotation: sine and cosine of the C library differ in their last bits.
Ellipse ellipse(double y, double x, double ry, double rx, double t) {
  return {y, x, ry, rx, (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)};
}

Cell place(Random& random, const Field& field) {
  Cell cell;
  const double y = random.uniform(0, field.height), x = random.uniform(0, field.width),
               turn = random.uniform(-1, 1);
  const double ry = random.uniform(6, 10), rx = random.uniform(7, 13);
  cell.nucleus = ellipse(y, x, ry, rx, turn);
  cell.body = ellipse(y + random.uniform(-3, 3), x + random.uniform(-3, 3), ry * 2.2, rx * 2, turn);
  cell.dna = random.uniform(.3, .6);
  cell.ph3 = random.uniform(0, 1) < .2 ? random.uniform(.4, .7) : .02;
  cell.rna = random.uniform(.15, .3);
  for (int i = 0; i < 6; ++i)
    cell.dots.emplace_back(y + random.uniform(-ry, ry) * 1.2, x + random.uniform(-rx, rx) * 1.2);
  return cell;
}

/// A smooth hump: 1 in the middle, 0 at the rim, without transcendental functions.
double hump(double distance2) { return distance2 < 1 ? (1 - distance2) * (2 - distance2) / 2 : 0; }
double plateau(double distance2) { return distance2 < 1 ? 1 - distance2 * distance2 * distance2 : 0; }

std::uint16_t to_level(double value) {
  return static_cast<std::uint16_t>(std::clamp(value, 0.0, 1.0) * 65535 + .5);
}

}  // namespace

std::vector<Channel> draw(const Field& field) {
  Random random(field.seed);
  std::vector<Cell> cells;
  for (int i = 0; i < field.cells; ++i) cells.push_back(place(random, field));
  const std::int64_t size = static_cast<std::int64_t>(field.height) * field.width;
  std::vector<Channel> channels = {{"DNA", {}}, {"PH3", {}}, {"cellbody", {}}, {"speckles", {}}};
  for (Channel& channel : channels) channel.pixels.resize(size);
  for (int y = 0; y < field.height; ++y)
    for (int x = 0; x < field.width; ++x) {
      double dna = .04, ph3 = .03, body = .05, dots = .03;
      for (const Cell& cell : cells) {
        const double in_nucleus = plateau(cell.nucleus.distance2(y, x)),
                     in_body = hump(cell.body.distance2(y, x));
        dna = std::max(dna, .04 + cell.dna * in_nucleus);
        ph3 = std::max(ph3, .03 + cell.ph3 * in_nucleus);
        body = std::max(body, .05 + cell.rna * in_body + .1 * in_nucleus);
        for (const auto& [dot_y, dot_x] : cell.dots)
          dots = std::max(dots, .03 + .5 * hump(((y - dot_y) * (y - dot_y) + (x - dot_x) * (x - dot_x)) / 6));
      }
      const std::int64_t i = static_cast<std::int64_t>(y) * field.width + x;
      const double values[] = {dna, ph3, body, dots};
      for (int c = 0; c < 4; ++c) channels[c].pixels[i] = to_level(values[c] + field.noise * random.bell());
    }
  return channels;
}

}  // namespace cellerate::samples
