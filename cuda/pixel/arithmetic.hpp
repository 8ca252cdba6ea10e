/// Arithmetic of images pixel by pixel, with the types and roundings of NumPy: a few steps on a few
/// registers, all in one pass over the pixels.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/pixel/convert.hpp"

namespace cellerate::kernel {

/// What a step does with its register r and its operand x.
enum class Arithmetic {
  Set,           ///< x
  Add,           ///< r + x
  Subtract,      ///< r - x
  SubtractFrom,  ///< x - r
  Difference,    ///< |r - x|
  Multiply,
  Divide,
  Minimum,  ///< NaN if one is, as in NumPy; also the next
  Maximum,
  Power,      ///< r to the power of x
  Sqrt,       ///< of r
  Log2,       ///< of r: -inf for 0, NaN for negative ones
  And,        ///< 1 or 0; everything but 0 is true
  Or,         ///< the same
  Xor,        ///< the same
  AndNot,     ///< the same
  Equal,      ///< the same
  Floor,      ///< x where r is smaller
  Ceiling,    ///< x where r is greater
  ReplaceNan  ///< x where r is NaN
};

struct ArithmeticStep {
  static constexpr int kRegisters = 3;

  Arithmetic op = Arithmetic::Set;
  int target = 0;  ///< the register r

  enum class Operand { Constant, Register, Image };
  Operand operand = Operand::Constant;
  double constant = 0;
  int source = 0;          ///< the register x
  SampleView image;        ///< Bool, F32 or F64
  int channels = 1;        ///< of the image: those of the result, or one that counts for all
  double factor = 1;       ///< of the image's samples
  bool is_scaled = false;  ///< there is a factor; the product is rounded like the image's type

  bool is_single = true;  ///< the result is rounded to single precision
};

/// Runs the steps for every pixel; register 0 is the result.
/// @param channels  of the result, which is interleaved
void calculate(Queue& queue, const std::vector<ArithmeticStep>& steps, int channels, View1<float> out);
void calculate(Queue& queue, const std::vector<ArithmeticStep>& steps, int channels, View1<double> out);
void calculate(Queue& queue, const std::vector<ArithmeticStep>& steps, int channels, View1<std::uint8_t> out);

}  // namespace cellerate::kernel
