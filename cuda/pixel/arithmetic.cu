/// Registers are doubles. Sums, products, quotients and roots of floats are exact or correctly rounded in
/// them, so that one more rounding gives what single precision would have given.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/arithmetic.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/log2.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int64_t kRun = 1024;  ///< samples whose registers stay in the cache

CEL_FN double rounded(double value, bool single) {
  return single ? static_cast<double>(static_cast<float>(value)) : value;
}

CEL_FN double log2_of(double value) {
  if (value > 0 && value <= 1.7976931348623157e308) return portable_log2(value);
  return value == 0 ? -HUGE_VAL : value > 0 ? value : static_cast<double>(NAN);
}

/// r[i] = f(r[i], x(i)), rounded.
template <class X, class F>
CEL_FN void apply(Block& block, std::int64_t n, double* r, bool single, const X& x, const F& f) {
  if (single)
    block.each(n, [=](std::int64_t i) { r[i] = rounded(f(r[i], x(i)), true); });
  else
    block.each(n, [=](std::int64_t i) { r[i] = f(r[i], x(i)); });
}

template <class X>
CEL_FN void apply(Block& block, Arithmetic op, std::int64_t n, double* r, bool single, const X& x) {
  switch (op) {
    case Arithmetic::Set:
      return apply(block, n, r, single, x, [](double, double b) { return b; });
    case Arithmetic::Add:
      return apply(block, n, r, single, x, [](double a, double b) { return a + b; });
    case Arithmetic::Subtract:
      return apply(block, n, r, single, x, [](double a, double b) { return a - b; });
    case Arithmetic::SubtractFrom:
      return apply(block, n, r, single, x, [](double a, double b) { return b - a; });
    case Arithmetic::Difference:
      return apply(block, n, r, single, x, [](double a, double b) { return std::fabs(a - b); });
    case Arithmetic::Multiply:
      return apply(block, n, r, single, x, [](double a, double b) { return a * b; });
    case Arithmetic::Divide:
      return apply(block, n, r, single, x, [](double a, double b) { return a / b; });
    case Arithmetic::Minimum:
      return apply(block, n, r, single, x, [](double a, double b) { return a <= b || a != a ? a : b; });
    case Arithmetic::Maximum:
      return apply(block, n, r, single, x, [](double a, double b) { return a >= b || a != a ? a : b; });
    case Arithmetic::Power:
      return apply(block, n, r, single, x, [](double a, double b) { return std::pow(a, b); });
    case Arithmetic::Sqrt:
      return apply(block, n, r, single, x, [](double a, double) { return std::sqrt(a); });
    case Arithmetic::Log2:
      return apply(block, n, r, single, x, [](double a, double) { return log2_of(a); });
    case Arithmetic::And:
      return apply(block, n, r, false, x, [](double a, double b) { return (a != 0) & (b != 0) ? 1.0 : 0.0; });
    case Arithmetic::Or:
      return apply(block, n, r, false, x, [](double a, double b) { return (a != 0) | (b != 0) ? 1.0 : 0.0; });
    case Arithmetic::Xor:
      return apply(block, n, r, false, x,
                   [](double a, double b) { return (a != 0) != (b != 0) ? 1.0 : 0.0; });
    case Arithmetic::AndNot:
      return apply(block, n, r, false, x, [](double a, double b) { return (a != 0) & (b == 0) ? 1.0 : 0.0; });
    case Arithmetic::Equal:
      return apply(block, n, r, false, x, [](double a, double b) { return a == b ? 1.0 : 0.0; });
    case Arithmetic::Floor:
      return apply(block, n, r, single, x, [](double a, double b) { return a < b ? b : a; });
    case Arithmetic::Ceiling:
      return apply(block, n, r, single, x, [](double a, double b) { return a > b ? b : a; });
    case Arithmetic::ReplaceNan:
      return apply(block, n, r, single, x, [](double a, double b) { return a != a ? b : a; });
  }
}

struct ConstantOperand {
  double value;
  CEL_FN double operator()(std::int64_t) const { return value; }
};

struct RegisterOperand {
  const double* values;
  CEL_FN double operator()(std::int64_t i) const { return values[i]; }
};

template <class T>
struct ImageOperand {
  const T* samples;
  CEL_FN double operator()(std::int64_t i) const { return static_cast<double>(samples[i]); }
};

/// Samples that are multiplied first, or one for all channels of a pixel.
template <class T>
struct ScaledOperand {
  const T* samples;  ///< of the whole image
  std::int64_t begin;
  int divisor;  ///< samples of the result that share one
  double factor;
  bool single;
  CEL_FN double operator()(std::int64_t i) const {
    return rounded(static_cast<double>(samples[(begin + i) / divisor]) * factor, single);
  }
};

template <class Out>
struct Calculate {
  const ArithmeticStep* steps;
  int count;
  int channels;
  View1<Out> out;

  CEL_FN void operator()(Block& block, std::int64_t run) const {
    const std::int64_t begin = run * kRun, n = out.size - begin < kRun ? out.size - begin : kRun;
    double* const registers = block.scratch<double>(ArithmeticStep::kRegisters * kRun);
    for (int k = 0; k < count; ++k) step(block, steps[k], begin, n, registers);
    Out* const to = out.data + begin;
    block.each(n, [=](std::int64_t i) { to[i] = static_cast<Out>(registers[i]); });
  }

  CEL_FN void step(Block& block, const ArithmeticStep& s, std::int64_t begin, std::int64_t n,
                   double* registers) const {
    double* const r = registers + s.target * kRun;
    if (s.operand == ArithmeticStep::Operand::Constant)
      return apply(block, s.op, n, r, s.is_single, ConstantOperand{s.constant});
    if (s.operand == ArithmeticStep::Operand::Register)
      return apply(block, s.op, n, r, s.is_single, RegisterOperand{registers + s.source * kRun});
    switch (s.image.type) {
      case Sample::F32:
        return image_step<float>(block, s, begin, n, r);
      case Sample::F64:
        return image_step<double>(block, s, begin, n, r);
      default:
        return image_step<std::uint8_t>(block, s, begin, n, r);
    }
  }

  template <class T>
  CEL_FN void image_step(Block& block, const ArithmeticStep& s, std::int64_t begin, std::int64_t n,
                         double* r) const {
    const T* const samples = static_cast<const T*>(s.image.data);
    if (!s.is_scaled && s.channels == channels)
      return apply(block, s.op, n, r, s.is_single, ImageOperand<T>{samples + begin});
    apply(block, s.op, n, r, s.is_single,
          ScaledOperand<T>{samples, begin, channels / s.channels, s.factor, s.image.type == Sample::F32});
  }
};

template <class Out>
void run_steps(Queue& queue, const std::vector<ArithmeticStep>& steps, int channels, View1<Out> out) {
  for (const ArithmeticStep& step : steps) {
    CEL_REQUIRE(step.target >= 0 && step.target < ArithmeticStep::kRegisters, "there is no such register");
    if (step.operand != ArithmeticStep::Operand::Image) continue;
    CEL_REQUIRE(step.channels == channels || step.channels == 1, "channels do not fit the result");
    CEL_REQUIRE(step.image.size / step.channels == out.size / channels, "images must have one shape");
  }
  const Buffer<ArithmeticStep> device = upload(queue, steps);
  for_each_group(queue, (out.size + kRun - 1) / kRun, ArithmeticStep::kRegisters * kRun * sizeof(double),
                 Calculate<Out>{device.data(), static_cast<int>(steps.size()), channels, out});
}

}  // namespace

void calculate(Queue& queue, const std::vector<ArithmeticStep>& steps, int channels, View1<float> out) {
  run_steps(queue, steps, channels, out);
}
void calculate(Queue& queue, const std::vector<ArithmeticStep>& steps, int channels, View1<double> out) {
  run_steps(queue, steps, channels, out);
}
void calculate(Queue& queue, const std::vector<ArithmeticStep>& steps, int channels,
               View1<std::uint8_t> out) {
  run_steps(queue, steps, channels, out);
}

}  // namespace cellerate::kernel
