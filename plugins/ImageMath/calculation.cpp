// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ImageMath/calculation.hpp"

#include <stdexcept>

namespace cellerate::modules::image_math {
namespace {

using kernel::Arithmetic;
using Step = kernel::ArithmeticStep;

/// Builds the steps, keeping track of the type of register 0.
class Planner {
 public:
  Planner(const Settings& settings, const Operands& operands) : settings_(settings), operands_(operands) {}

  Calculation plan() {
    begin();
    if (settings_.operation == Operation::StandardDeviation)
      deviate();
    else if (settings_.operation == Operation::Equals)
      compare();
    else if (settings_.is_of_one_image())
      transform();
    else
      for (std::size_t i = 1; i < operands_.all.size(); ++i) combine(operands_.all[i]);
    if (settings_.operation == Operation::Average && !operands_.are_binary())
      constant(Arithmetic::Divide, sum_of_factors());
    if (!settings_.is_logical()) finish();
    return std::move(calculation_);
  }

 private:
  Type& type() { return calculation_.type; }
  const Operand& first() const { return operands_.all.front(); }

  void begin() {
    type() = first().type;
    calculation_.steps.push_back(first().step(Arithmetic::Set, type()));
  }

  void constant(Arithmetic op, double value) {
    if (type() == Type::Binary)
      throw std::invalid_argument("the result is binary: it can be neither multiplied nor raised to a power");
    Operand number;
    number.scalar = value;
    calculation_.steps.push_back(number.step(op, type()));
  }

  void with_register(Arithmetic op, int target, int source) {
    calculation_.steps.push_back({.op = op,
                                  .target = target,
                                  .operand = Step::Operand::Register,
                                  .source = source,
                                  .is_single = type() == Type::Single});
  }

  void arithmetic(Arithmetic op, const Operand& operand) {
    type() = promoted(type(), operand.type);
    calculation_.steps.push_back(operand.step(op, type()));
  }
  void logic(Arithmetic op, const Operand& operand) {
    calculation_.steps.push_back(operand.step(op, Type::Binary));
    type() = Type::Binary;
  }

  void combine(const Operand& operand) {
    const bool both_binary = type() == Type::Binary && operand.type == Type::Binary;
    const bool all_binary = operands_.are_binary();
    switch (settings_.operation) {
      case Operation::Add:
      case Operation::Average:
        return both_binary ? logic(Arithmetic::Or, operand) : arithmetic(Arithmetic::Add, operand);
      case Operation::Subtract:
        if (all_binary && operand.type == Type::Scalar)
          throw std::invalid_argument("a measurement cannot be subtracted from a binary image");
        if (!all_binary && both_binary) refuse_binary_difference();
        return all_binary ? logic(Arithmetic::AndNot, operand) : arithmetic(Arithmetic::Subtract, operand);
      case Operation::Difference:
        if (!all_binary && both_binary) refuse_binary_difference();
        return all_binary ? logic(Arithmetic::Xor, operand) : arithmetic(Arithmetic::Difference, operand);
      case Operation::Multiply:
        return all_binary || both_binary ? logic(Arithmetic::And, operand)
                                         : arithmetic(Arithmetic::Multiply, operand);
      case Operation::Divide:
        arithmetic(Arithmetic::Divide, operand);
        if (both_binary) type() = Type::Double;
        return;
      case Operation::Minimum:
        return arithmetic(Arithmetic::Minimum, operand);
      case Operation::Maximum:
        return arithmetic(Arithmetic::Maximum, operand);
      case Operation::And:
        return logic(Arithmetic::And, operand);
      case Operation::Or:
        return logic(Arithmetic::Or, operand);
      default:
        throw std::logic_error("an operation of several images was expected");
    }
  }

  [[noreturn]] static void refuse_binary_difference() {
    throw std::invalid_argument("two binary images cannot be subtracted where a third image is not binary");
  }

  void transform() {
    switch (settings_.operation) {
      case Operation::Invert:
        if (type() == Type::Binary) return negate();
        return constant(Arithmetic::SubtractFrom, 1);
      case Operation::Log2Plus1:
        if (type() == Type::Binary) type() = Type::Double;
        constant(Arithmetic::Add, 1);
        return constant(Arithmetic::Log2, 0);
      case Operation::Log2:
        // CellProfiler has half precision here; of 0 and 1 the logarithms are the same in all
        if (type() == Type::Binary) type() = Type::Single;
        return constant(Arithmetic::Log2, 0);
      case Operation::Not:
        return negate();
      default:
        return;
    }
  }

  void negate() { logic(Arithmetic::Equal, Operand{}); }

  /// Equal to the first operand, all of them.
  void compare() {
    type() = Type::Binary;
    calculation_.steps = {{.op = Arithmetic::Set, .constant = 1}};
    for (std::size_t i = 1; i < operands_.all.size(); ++i) {
      const Operand& operand = operands_.all[i];
      const Type common = promoted(first().type, operand.type);
      calculation_.steps.push_back(first().step(Arithmetic::Set, common, 1));
      calculation_.steps.push_back(operand.step(Arithmetic::Equal, common, 1));
      with_register(Arithmetic::And, 0, 1);
    }
  }

  /// numpy.std over the operands: the mean in register 0, squares of the distances to it summed in 2.
  void deviate() {
    for (const Operand& operand : operands_.all) type() = promoted(type(), operand.type);
    if (type() == Type::Binary) type() = Type::Double;
    calculation_.steps.clear();
    bool is_first = true;
    for (const Operand& operand : operands_.all) {
      calculation_.steps.push_back(operand.step(is_first ? Arithmetic::Set : Arithmetic::Add, type()));
      is_first = false;
    }
    const auto count = static_cast<double>(operands_.all.size());
    constant(Arithmetic::Divide, count);
    is_first = true;
    for (const Operand& operand : operands_.all) {
      calculation_.steps.push_back(operand.step(Arithmetic::Set, type(), 1));
      with_register(Arithmetic::Subtract, 1, 0);
      with_register(Arithmetic::Multiply, 1, 1);
      with_register(is_first ? Arithmetic::Set : Arithmetic::Add, 2, 1);
      is_first = false;
    }
    with_register(Arithmetic::Set, 0, 2);
    constant(Arithmetic::Divide, count);
    constant(Arithmetic::Sqrt, 0);
  }

  /// Of all operands, images and measurements.
  double sum_of_factors() const {
    double sum = 0;
    for (const OperandSettings& operand : settings_.operands) sum += operand.factor;
    return sum;
  }

  void finish() {
    if (settings_.exponent == 2 && type() != Type::Binary)
      with_register(Arithmetic::Multiply, 0, 0);
    else if (settings_.exponent == 0.5)
      constant(Arithmetic::Sqrt, 0);
    else if (settings_.exponent != 1)
      constant(Arithmetic::Power, settings_.exponent);
    if (settings_.factor != 1) constant(Arithmetic::Multiply, settings_.factor);
    if (settings_.addend != 0) constant(Arithmetic::Add, settings_.addend);
    if (type() == Type::Binary) return;  // has nothing to limit
    if (settings_.truncate_low) constant(Arithmetic::Floor, 0);
    if (settings_.truncate_high) constant(Arithmetic::Ceiling, 1);
    if (settings_.replace_nan) constant(Arithmetic::ReplaceNan, 0);
  }

  const Settings& settings_;
  const Operands& operands_;
  Calculation calculation_;
};

}  // namespace

Calculation plan(const Settings& settings, const Operands& operands) {
  return Planner(settings, operands).plan();
}

}  // namespace cellerate::modules::image_math
