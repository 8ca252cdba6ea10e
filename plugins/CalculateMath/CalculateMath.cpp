/// CalculateMath: arithmetic on measurements.
/// Meaning, columns, sources and differences from CellProfiler: CalculateMath.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <limits>

#include "plugins/CalculateMath/arithmetic.hpp"
#include "plugins/shared/python_number.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

enum class Source { kImage, kObject };

struct OperandSettings {
  Source source = Source::kImage;
  std::string objects = "None", feature;
  double factor = 1, exponent = 1;

  void bind(Binder& b) {
    b.choice(source, "Select the operand measurement type", {"Image", "Object"});
    b.objects(objects, "Select the operand objects");
    b.measurement(feature, "Select the operand measurement");
    b.number(factor, "Multiply the above operand by");
    b.number(exponent, "Raise the power of above operand by");
  }
  bool is_image() const { return source == Source::kImage; }
};

struct CalculateMathSettings {
  std::string name = "Measurement";
  Operation operation = Operation::kMultiply;
  OperandSettings first, second;
  Finish finish;

  void bind(Binder& b) {
    b.text(name, "Name the output measurement");
    b.choice(operation, "Operation", {"Multiply", "Divide", "Add", "Subtract", "None"});
    first.bind(b);
    second.bind(b);
    b.binary(finish.takes_log, "Take log10 of result?");
    b.number(finish.factor, "Multiply the result by");
    b.number(finish.exponent, "Raise the power of result by");
    b.number(finish.addend, "Add to the result");
    b.choice(finish.rounding, "How should the output value be rounded?",
             {"Not rounded", "Rounded to a specified number of decimal places",
              "Rounded down to the next-lowest integer", "Rounded up to the next-highest integer"});
    b.integer(finish.decimals, "Enter how many decimal places the value should be rounded to");
    b.binary(finish.has_lower, "Constrain the result to a lower bound?");
    b.number(finish.lower, "Enter the lower bound");
    b.binary(finish.has_upper, "Constrain the result to an upper bound?");
    b.number(finish.upper, "Enter the upper bound");
  }

  std::vector<const OperandSettings*> operands() const {
    if (operation == Operation::kNone) return {&first};
    return {&first, &second};
  }
  /// The object sets that the operands are of, each once.
  std::vector<std::string> objects() const {
    std::vector<std::string> names;
    for (const OperandSettings* operand : operands())
      if (!operand->is_image() && std::find(names.begin(), names.end(), operand->objects) == names.end())
        names.push_back(operand->objects);
    return names;
  }
};

class CalculateMath {
 public:
  static constexpr ModuleInfo info = {
      .revision = 3, .category = "Data Tools", .summary = "Computes measurements from measurements."};
  using Settings = CalculateMathSettings;

  CalculateMath(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  /// From 1: an addend and bounds. From 2: rounding, before the bounds.
  static void upgrade(Upgrade& u) {
    if (u.revision == 1) {
      u.values.insert(u.values.end(), {"0", "No", "0", "No", "1"});
      u.revision = 2;
    }
    if (u.revision == 2 && u.values.size() >= 4) {
      u.values.insert(u.values.end() - 4, {"Not rounded", "0"});
      u.revision = 3;
    }
    mend_rounding(u.values);
  }

  /// Early files of revision 2 have the rounding at the end, and CellProfiler's upgrade leaves settings where
  /// they do not belong. What is no way of rounding does not round there, and what is not Yes is No.
  static void mend_rounding(std::vector<std::string>& values) {
    constexpr std::size_t kRounding = 16, kHasLowerBound = 18;
    if (values.size() <= kHasLowerBound) return;
    if (values[kRounding] == "No") values[kRounding] = "Not rounded";
    if (values[kHasLowerBound] == "Not rounded") values[kHasLowerBound] = "No";
  }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  std::string feature() const { return "Math_" + settings_.name; }
  std::optional<std::vector<double>> parents(const ImageSet& images, const std::string& parent_objects,
                                             const std::string& children) const;
  void run_on_unequal_objects(ImageSet& images, const Operand& a, const Operand& b) const;
  Operand compute_of(const Operand& a, std::vector<double> b) const {
    return compute(a, {false, std::move(b)}, settings_.operation, settings_.finish);
  }

  Settings settings_;
};

void CalculateMath::declare(Declaration& d) const {
  for (const OperandSettings* operand : settings_.operands()) {
    if (operand->is_image()) continue;
    d.needs_objects(operand->objects, "Select the operand objects");
    require_measurement(d, operand->objects, operand->feature, "Select the operand measurement");
  }
  const std::vector<std::string> objects = settings_.objects();
  for (const auto& name : objects) d.column(name, feature());
  if (objects.empty()) d.column("Image", feature());
}

/// A text must be a number; what was not measured is NaN.
double image_value(const ImageSet& images, const std::string& feature) {
  if (const auto values = images.values("Image", feature); values && !values->empty()) return values->front();
  const auto text = images.image_text(feature);
  if (!text) return kNaN;
  const auto number = python_float(*text);
  if (!number) throw std::runtime_error("'" + feature + "' is '" + *text + "', which is no number");
  return *number;
}

Operand read(const ImageSet& images, const OperandSettings& settings) {
  Operand operand;
  operand.is_scalar = settings.is_image();
  if (operand.is_scalar)
    operand.values = {image_value(images, settings.feature)};
  else
    operand.values = measured_values(images, settings.objects, settings.feature);
  scale(operand, settings.factor, settings.exponent);
  return operand;
}

/// The parents of the children where a module before this one related the two sets, and any are related.
std::optional<std::vector<double>> CalculateMath::parents(const ImageSet& images,
                                                          const std::string& parent_objects,
                                                          const std::string& children) const {
  for (const RelationshipInfo& row : images.relationships()) {
    if (row.module_number >= images.module_number() || row.relationship != "Parent" ||
        row.first_object != parent_objects || row.second_object != children)
      continue;
    auto numbers = images.values(children, "Parent_" + parent_objects);
    if (numbers && std::any_of(numbers->begin(), numbers->end(), [](double n) { return n > 0; }))
      return numbers;
  }
  return std::nullopt;
}

/// Values of children are averaged for their parents, those of parents spread over their children. Without
/// parents and children, the longer column is cut and the shorter one filled up with NaN.
void CalculateMath::run_on_unequal_objects(ImageSet& images, const Operand& a, const Operand& b) const {
  const std::string &first = settings_.first.objects, &second = settings_.second.objects;
  std::vector<double> b_for_a = b.values, a_for_b = a.values;
  if (const auto of_second = parents(images, first, second)) {
    b_for_a = mean_of_children(b.values, *of_second, a.values.size());
    a_for_b = value_of_parent(a.values, *of_second);
  } else if (const auto of_first = parents(images, second, first)) {
    b_for_a = value_of_parent(b.values, *of_first);
    a_for_b = mean_of_children(a.values, *of_first, b.values.size());
  } else {
    images.warn("CalculateMath: " + first + " and " + second + " differ in number and are not related");
  }
  b_for_a.resize(a.values.size(), kNaN);
  a_for_b.resize(b.values.size(), kNaN);
  images.measure(first, feature(), compute_of(a, b_for_a).values);
  if (second != first) images.measure(second, feature(), compute_of({false, a_for_b}, b.values).values);
}

void CalculateMath::run(ImageSet& images) const {
  const Operand a = read(images, settings_.first);
  const bool is_binary = settings_.operation != Operation::kNone;
  const Operand b = is_binary ? read(images, settings_.second) : Operand{true, {0}};
  if (is_binary && !a.is_scalar && !b.is_scalar && a.values.size() != b.values.size())
    return run_on_unequal_objects(images, a, b);
  const Operand result = compute(a, b, settings_.operation, settings_.finish);
  const std::vector<std::string> objects = settings_.objects();
  for (const auto& name : objects) images.measure(name, feature(), result.values);
  if (objects.empty()) images.measure_image(feature(), result.values.front());
}

}  // namespace

CEL_MODULE(CalculateMath)

}  // namespace cellerate::modules
