/// The color maps that matplotlib 3.7 defines by formulas (matplotlib._cm), in its order of operations.
// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <numbers>

#include "plugins/shared/colormap_data.hpp"

namespace cellerate::modules {
namespace {

constexpr double kPi = std::numbers::pi;

/// One channel of D. A. Green's helix of colors around the diagonal from black to white.
double cubehelix(double x, double cosine, double sine) {
  constexpr double kStart = 0.5, kRotations = -1.5;
  const double amplitude = x * (1 - x) / 2, phi = 2 * kPi * (kStart / 3 + kRotations * x);
  return x + amplitude * (cosine * std::cos(phi) + sine * std::sin(phi));
}

double gnuplot2_blue(double x) {
  if (x < 0.25) return 4 * x;
  return x < 0.92 ? -2 * x + 1.84 : x / 0.08 - 11.5;
}

}  // namespace

const std::vector<ColorFormula>& colormap_formulas() {
  using Channel = double (*)(double);
  constexpr Channel kLinear = [](double x) { return x; };
  constexpr Channel kFalling = [](double x) { return 1 - x; };
  static const std::vector<ColorFormula> all{
      {"afmhot",
       {[](double x) { return 2 * x; }, [](double x) { return 2 * x - 0.5; },
        [](double x) { return 2 * x - 1; }}},
      {"cubehelix",
       {[](double x) { return cubehelix(x, -0.14861, 1.78277); },
        [](double x) { return cubehelix(x, -0.29227, -0.90649); },
        [](double x) { return cubehelix(x, 1.97294, 0.0); }}},
      {"flag",
       {[](double x) { return 0.75 * std::sin((x * 31.5 + 0.25) * kPi) + 0.5; },
        [](double x) { return std::sin(x * 31.5 * kPi); },
        [](double x) { return 0.75 * std::sin((x * 31.5 - 0.25) * kPi) + 0.5; }}},
      {"gist_gray", {kLinear, kLinear, kLinear}},
      {"gist_heat",
       {[](double x) { return 1.5 * x; }, [](double x) { return 2 * x - 1; },
        [](double x) { return 4 * x - 3; }}},
      {"gist_yarg", {kFalling, kFalling, kFalling}},
      {"gnuplot",
       {[](double x) { return std::sqrt(x); }, [](double x) { return std::pow(x, 3); },
        [](double x) { return std::sin(x * 2 * kPi); }}},
      {"gnuplot2",
       {[](double x) { return x / 0.32 - 0.78125; }, [](double x) { return 2 * x - 0.84; }, gnuplot2_blue}},
      {"ocean",
       {[](double x) { return 3 * x - 2; }, [](double x) { return std::abs((3 * x - 1) / 2); }, kLinear}},
      {"prism",
       {[](double x) { return 0.75 * std::sin((x * 20.9 + 0.25) * kPi) + 0.67; },
        [](double x) { return 0.75 * std::sin((x * 20.9 - 0.25) * kPi) + 0.33; },
        [](double x) { return -1.1 * std::sin((x * 20.9) * kPi); }}},
      {"rainbow",
       {[](double x) { return std::abs(2 * x - 0.5); }, [](double x) { return std::sin(x * kPi); },
        [](double x) { return std::cos(x * kPi / 2); }}},
  };
  return all;
}

}  // namespace cellerate::modules
