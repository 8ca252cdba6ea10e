/// The lines of ImageMath in a pipeline file.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace cellerate::modules::image_math {

enum class Operation {
  Add,
  Subtract,
  Difference,
  Multiply,
  Divide,
  Average,
  Minimum,
  Maximum,
  StandardDeviation,
  Invert,
  Log2Plus1,
  Log2,
  And,
  Or,
  Not,
  Equals,
  None
};

enum class Source { Image, Measurement };

inline constexpr const char* kSourceText = "Image or measurement?";
inline constexpr const char* kImageText = "Select the image";

struct OperandSettings {
  Source source = Source::Image;
  std::string image = "None", measurement;
  double factor = 1;
  void bind(Binder& b) {
    b.choice(source, kSourceText, {"Image", "Measurement"});
    b.image(image, kImageText);
    b.number(factor, "Multiply the image by");
    b.measurement(measurement, "Measurement");
  }
};

struct Settings {
  Operation operation = Operation::Add;
  double exponent = 1, factor = 1, addend = 0;
  bool truncate_low = true, truncate_high = true, replace_nan = true, ignore_mask = false;
  std::string output = "ImageAfterMath";
  std::vector<OperandSettings> operands = std::vector<OperandSettings>(2);

  void bind(Binder& b) {
    b.choice(operation, "Operation",
             {"Add", "Subtract", "Absolute Difference", "Multiply", "Divide", "Average", "Minimum", "Maximum",
              "Standard Deviation", "Invert", "Log transform (base 2)", "Log transform (legacy)", "And", "Or",
              "Not", "Equals", "None"});
    b.number(exponent, "Raise the power of the result by");
    b.number(factor, "Multiply the result by");
    b.number(addend, "Add to result");
    b.binary(truncate_low, "Set values less than 0 equal to 0?");
    b.binary(truncate_high, "Set values greater than 1 equal to 1?");
    b.binary(replace_nan, "Replace invalid values with 0?");
    b.binary(ignore_mask, "Ignore the image masks?");
    b.new_image(output, "Name the output image");
    b.each_to_end(operands, 4);
  }

  bool is_of_one_image() const {
    return operation == Operation::Invert || operation == Operation::Log2Plus1 ||
           operation == Operation::Log2 || operation == Operation::Not || operation == Operation::None;
  }
  /// The result is binary; factors and what is done to the result do not count.
  bool is_logical() const {
    return operation == Operation::And || operation == Operation::Or || operation == Operation::Not ||
           operation == Operation::Equals;
  }
  std::size_t operand_count() const {
    return is_of_one_image() ? std::min<std::size_t>(1, operands.size()) : operands.size();
  }
};

void upgrade(Upgrade& u);

}  // namespace cellerate::modules::image_math
