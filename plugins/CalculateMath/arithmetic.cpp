// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CalculateMath/arithmetic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellerate::modules {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// As numpy's ** on arrays, which has its own ways for some exponents.
double power_of_element(double value, double exponent) {
  if (exponent == 1) return value;
  if (exponent == 2) return value * value;
  if (exponent == 0.5) return std::sqrt(value);
  if (exponent == -1) return 1 / value;
  return std::pow(value, exponent);
}

double operate(double a, double b, Operation operation) {
  switch (operation) {
    case Operation::kMultiply:
      return a * b;
    case Operation::kDivide:
      return b == 0 ? kNaN : a / b;
    case Operation::kAdd:
      return a + b;
    case Operation::kSubtract:
      return a - b;
    case Operation::kNone:
      return a;
  }
  return a;
}

/// As numpy.around: half to even, after scaling.
double round_to(double value, int decimals) {
  const double scale = std::pow(10.0, std::abs(decimals));
  return decimals >= 0 ? std::nearbyint(value * scale) / scale : std::nearbyint(value / scale) * scale;
}

double rounded(double value, const Finish& finish) {
  switch (finish.rounding) {
    case Rounding::kNone:
      return value;
    case Rounding::kDecimals:
      return round_to(value, finish.decimals);
    case Rounding::kDown:
      return std::floor(value);
    case Rounding::kUp:
      return std::ceil(value);
  }
  return value;
}

double finished(double value, bool is_operated, const Finish& finish) {
  if (finish.takes_log) value = std::log10(value);
  if (is_operated) value = std::pow(value * finish.factor, finish.exponent);
  value = rounded(value + finish.addend, finish);
  if (finish.has_lower && value < finish.lower) value = finish.lower;
  if (finish.has_upper && value > finish.upper) value = finish.upper;
  return value;
}

}  // namespace

void scale(Operand& operand, double factor, double exponent) {
  for (double& value : operand.values)
    value =
        operand.is_scalar ? std::pow(value * factor, exponent) : power_of_element(value * factor, exponent);
}

Operand compute(const Operand& a, const Operand& b, Operation operation, const Finish& finish) {
  const bool is_operated = operation != Operation::kNone;
  Operand result{a.is_scalar && (b.is_scalar || !is_operated), {}};
  result.values.resize(is_operated && a.is_scalar ? b.values.size() : a.values.size());
  for (std::size_t i = 0; i < result.values.size(); ++i)
    result.values[i] =
        finished(is_operated ? operate(a.at(i), b.at(i), operation) : a.at(i), is_operated, finish);
  return result;
}

std::vector<double> mean_of_children(const std::vector<double>& children, const std::vector<double>& parents,
                                     std::size_t parent_count) {
  std::vector<double> sums(parent_count, 0.0), counts(parent_count, 0.0);
  for (std::size_t i = 0; i < std::min(children.size(), parents.size()); ++i) {
    const auto parent = static_cast<std::size_t>(parents[i]);
    if (parent == 0 || parent > parent_count) continue;
    sums[parent - 1] += children[i];
    counts[parent - 1] += 1;
  }
  for (std::size_t i = 0; i < parent_count; ++i) sums[i] /= counts[i];
  return sums;
}

std::vector<double> value_of_parent(const std::vector<double>& parent_values,
                                    const std::vector<double>& parents) {
  std::vector<double> values;
  for (const double parent : parents) {
    const bool known = parent >= 1 && parent <= static_cast<double>(parent_values.size());
    values.push_back(known ? parent_values[static_cast<std::size_t>(parent) - 1] : kNaN);
  }
  return values;
}

}  // namespace cellerate::modules
