/// The arithmetic of CalculateMath on numbers and on columns of objects.
/// Source: CellProfiler 4.2.8 CalculateMath.compute_operation; numpy 1.23.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cellerate::modules {

/// One number of an image, or one of each object.
struct Operand {
  bool is_scalar = false;
  std::vector<double> values;

  double at(std::size_t i) const { return values[is_scalar ? 0 : i]; }
};

enum class Operation { kMultiply, kDivide, kAdd, kSubtract, kNone };
enum class Rounding { kNone, kDecimals, kDown, kUp };

/// What is done to the result.
struct Finish {
  bool takes_log = false;
  double factor = 1, exponent = 1, addend = 0;
  Rounding rounding = Rounding::kNone;
  int decimals = 0;
  bool has_lower = false, has_upper = false;
  double lower = 0, upper = 1;
};

/// (value * factor) to the power of `exponent`.
void scale(Operand& operand, double factor, double exponent);

/// The result of the operation; division by zero is NaN. Without an operation `b` is not looked at.
Operand compute(const Operand& a, const Operand& b, Operation operation, const Finish& finish);

/// The mean over the children of each parent, NaN without any; and the value of the parent of each child, NaN
/// without one.
/// @param parents  for each child its parent, from 1; 0 for none
std::vector<double> mean_of_children(const std::vector<double>& children, const std::vector<double>& parents,
                                     std::size_t parent_count);
std::vector<double> value_of_parent(const std::vector<double>& parent_values,
                                    const std::vector<double>& parents);

}  // namespace cellerate::modules
