// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ClassifyObjects/classify_settings.hpp"

#include <limits>
#include <stdexcept>

#include "plugins/shared/python_number.hpp"

namespace cellerate::modules {
namespace {

constexpr std::size_t kSingleLines = 13;

/// From 1: bins below and above have settings of their own, and do not count.
void separate_outer_bins(Upgrade& u) {
  const auto& v = u.values;
  const auto singles = v.size() > 1 ? detail::parse<int>(v[1]) : std::nullopt;
  if (!singles || *singles < 0 || v.size() < 2 + 11 * static_cast<std::size_t>(*singles)) return;
  const bool is_single = v[0].find("Single measurement") != std::string::npos;
  std::vector<std::string> changed{is_single ? "Single measurement" : "Pair of measurements", v[1]};
  auto line = v.begin() + 2;
  for (int i = 0; i < *singles; ++i, line += 11) {
    const auto bins = detail::parse<int>(line[3]);
    if (!bins) return;
    changed.insert(changed.end(), line, line + 3);
    changed.insert(changed.end(), {std::to_string(*bins - 2), line[4], "Yes", line[5], "Yes"});
    changed.insert(changed.end(), line + 6, line + 11);
  }
  changed.insert(changed.end(), line, v.end());
  u.values = changed;
  u.revision = 2;
}

/// From 2: models.
void add_models(Upgrade& u) {
  const auto singles = u.values.size() > 1 ? detail::parse<int>(u.values[1]) : std::nullopt;
  if (!singles || *singles < 0) return;
  const std::size_t classes = 3 + kSingleLines * static_cast<std::size_t>(*singles);
  if (u.values.size() + 1 < classes) return;
  u.values.insert(u.values.begin() + 2, "1");
  u.values.insert(u.values.begin() + classes, {"None", "ClassifiedObjects"});
  u.values.insert(u.values.end(), {"No", "Default Output Folder|None", "None"});
  u.revision = 3;
}

}  // namespace

void BinSettings::bind(Binder& b) {
  b.objects(objects, "Select the object to be classified");
  b.measurement(measurement, "Select the measurement to classify by");
  b.choice(spacing, "Select bin spacing", {"Evenly spaced bins", "Custom-defined bins"});
  b.integer(bins, "Number of bins", {.min = 1});
  b.number(low, "Lower threshold");
  b.binary(has_low_bin, "Use a bin for objects below the threshold?");
  b.number(high, "Upper threshold");
  b.binary(has_high_bin, "Use a bin for objects above the threshold?");
  b.text(custom_thresholds, "Enter the custom thresholds separating the values between bins");
  b.binary(has_names, "Give each bin a name?");
  b.text(custom_names, "Enter the bin names separated by commas");
  b.binary(makes_image, "Retain an image of the classified objects?");
  b.new_image(image, "Name the output image");
}

std::vector<double> BinSettings::thresholds() const {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<double> ends;
  if (has_low_bin) ends.push_back(-kInfinity);
  if (spacing == BinSpacing::kEven) {
    if (low >= high) throw std::invalid_argument("the lower threshold must be less than the upper threshold");
    for (int k = 0; k <= bins; ++k) ends.push_back(k * (high - low) / bins + low);
  } else {
    for (const std::string& text : detail::split(custom_thresholds, ',')) {
      const auto number = python_float(text);
      if (!number)
        throw std::invalid_argument("'" + custom_thresholds +
                                    "': custom thresholds must be numbers, as in 1.0, 2.3");
      ends.push_back(*number);
    }
  }
  if (has_high_bin) ends.push_back(kInfinity);
  return ends;
}

std::vector<std::string> BinSettings::bin_names(int repeats) const {
  if (has_names) return detail::split(custom_names, ',');
  std::vector<std::string> names;
  for (std::size_t bin = 1; bin < thresholds().size(); ++bin)
    names.push_back(measurement + (repeats ? std::to_string(repeats) : "") + "_Bin_" + std::to_string(bin));
  return names;
}

void CutoffSettings::bind(Binder& b, const char* text) {
  b.measurement(measurement, text);
  b.choice(method, "Method to select the cutoff", {"Mean", "Median", "Custom"});
  b.number(custom, "Enter the cutoff value");
}

void ClassSettings::bind(Binder& b) {
  b.text(name, "Select a class");
  b.new_objects(objects, "Name the output objects");
}

void ClassifyObjectsSettings::bind(Binder& b) {
  b.choice(by, "Make classification decision based on",
           {"Single measurement", "Pair of measurements", "Classifier Model"});
  b.count(singles, "Single measurement count");
  b.count(classes, "Class count");
  b.each(singles);
  b.each(classes);
  b.objects(objects, "Select the object name");
  first.bind(b, "Select the first measurement");
  second.bind(b, "Select the second measurement");
  b.binary(has_names, "Use custom names for the bins?");
  b.text(low_low, "Enter the low-low bin name");
  b.text(low_high, "Enter the low-high bin name");
  b.text(high_low, "Enter the high-low bin name");
  b.text(high_high, "Enter the high-high bin name");
  b.binary(makes_image, "Retain an image of the classified objects?");
  b.new_image(image, "Enter the image name");
  b.binary(makes_class_sets, "Save classes as new object sets?");
  b.folder(model_folder, "Select the location of the classifier model file");
  b.text(model_file, "Rules or classifier file name");
  b.binary(fuzzy, "Allow fuzzy feature matching?");
}

/// Numbers that the chosen way of classifying does not look at.
bool ClassifyObjectsSettings::is_hidden(std::string_view text) const {
  if (text == "Number of bins" || text == "Lower threshold" || text == "Upper threshold" ||
      text == "Select bin spacing")
    return by != ClassifyBy::kSingle;
  if (text == "Enter the cutoff value" || text == "Method to select the cutoff")
    return by != ClassifyBy::kPair;
  return false;
}

std::vector<std::string> ClassifyObjectsSettings::bin_names(const BinSettings& single) const {
  int repeats = 0;
  for (const BinSettings& other : singles) {
    if (&other == &single) break;
    repeats += other.measurement == single.measurement;
  }
  return single.bin_names(repeats);
}

std::vector<std::string> ClassifyObjectsSettings::pair_names() const {
  if (has_names) return {low_low, low_high, high_low, high_high};
  std::vector<std::string> names;
  for (const char* a : {"_low_", "_high_"})
    for (const char* b : {"_low", "_high"}) names.push_back(first.measurement + a + second.measurement + b);
  return names;
}

void upgrade_classify_settings(Upgrade& u) {
  if (u.revision == 1) separate_outer_bins(u);
  if (u.revision == 2) add_models(u);
  if (u.revision == 3) {
    u.values.push_back("No");
    u.revision = 4;
  }
}

}  // namespace cellerate::modules
