/// Threshold settings of older versions on their way to the current one, step by step as in CellProfiler.
/// Strategies and methods that are gone keep their names, which no choice knows: they are faults where they
/// count. Source: CellProfiler 4.2.8 threshold.py, 2.2.0 applythreshold.py (upgrade_settings).
// SPDX-License-Identifier: BSD-3-Clause
#include <stdexcept>

#include "plugins/shared/legacy_threshold.hpp"
#include "plugins/shared/threshold_settings.hpp"

namespace cellerate::modules {
namespace {

using Lines = std::vector<std::string>;

/// The version line is the first one up to version 9, and goes with it.
constexpr int kFlatVersion = 9;
/// From version 4 on the nested version numbers are those of the Threshold module.
constexpr int kFirstCommonVersion = 4;
/// Revisions of the Threshold module: the oldest known one, and the first that nests the settings.
constexpr int kOldestModuleRevision = 5;
constexpr int kFirstNestedRevision = 7;
/// Its own settings, behind the two names, before those of the threshold.
constexpr std::size_t kModuleSettings = 4;

void need(const Lines& lines, std::size_t count) {
  if (lines.size() < count) throw std::invalid_argument("the module has too few threshold settings");
}

Lines slice(const Lines& lines, std::size_t begin, std::size_t end) {
  return {lines.begin() + static_cast<std::ptrdiff_t>(begin),
          lines.begin() + static_cast<std::ptrdiff_t>(end)};
}

int version_of(const Lines& lines) {
  const auto version = lines.empty() ? std::nullopt : detail::parse<int>(lines[0]);
  if (!version)
    throw std::invalid_argument("'" + (lines.empty() ? "" : lines[0]) + "' is no threshold setting version");
  return *version;
}

void set_robust_background(Lines& lines, const Lines& values) {
  std::copy(values.begin(), values.end(), lines.begin() + 18);
}

/// "0.2", or "20%".
std::string fraction_of(const std::string& text) {
  if (!text.ends_with('%')) return text;
  const auto percent = detail::parse<double>(text.substr(0, text.size() - 1));
  return percent ? detail::number_text(*percent / 100) : text;
}

/// Version 1 (index 0 is the version) had no settings of the robust background.
void upgrade_from_1(Lines& lines) {
  const Lines robust_background = {"Default", "0.05", "0.05", "Mean", "Standard deviation", "2"};
  lines.insert(lines.end(), robust_background.begin(), robust_background.end());
}

/// Version 2 had the strategy of an automatic threshold, the method "Background", a smoothing method beside
/// its scale, and standard settings by name.
void upgrade_from_2(Lines& lines) {
  need(lines, 23);
  std::string &strategy = lines[1], &method = lines[2], &smoothing = lines[3], &scale = lines[4],
              &factor = lines[5];
  if (strategy == "Automatic") {
    strategy = "Global";
    method = "MCT";
    smoothing = "Manual";
    scale = "1.3488";
    factor = "1";
    lines[6] = "0.0,1.0";
  }
  if (method == "Background") {
    method = "RobustBackground";
    lines[17] = "Custom";
    set_robust_background(lines, {"0.02", "0.02", "Mode", "Standard deviation", "0"});
    const double old_factor = detail::parse<double>(factor).value_or(0);
    factor = detail::number_text(old_factor == 0 ? 2 : 2 * old_factor);
  }
  if (smoothing == "No smoothing") scale = "0";
  if (smoothing == "Automatic") scale = "1.3488";
  if (lines[17] == "Default")
    set_robust_background(lines, {"0.05", "0.05", "Mean", "Standard deviation", "2"});
  if (method == "MoG") lines[18] = fraction_of(lines[7]);
  // Left out: smoothing method, and what binary images and objects needed.
  Lines kept = slice(lines, 0, 3);
  for (const std::size_t i : {4, 5, 6, 8, 9, 12, 14, 16}) kept.push_back(lines[i]);
  kept.insert(kept.end(), lines.begin() + 18, lines.end());
  lines = std::move(kept);
}

void upgrade_versioned(Lines& lines) {
  const int version = version_of(lines);
  if (version == 1) upgrade_from_1(lines);
  if (version <= 2) upgrade_from_2(lines);
}

/// Version 9: from here on without a version line. The method of the adaptive strategy gets a line of its
/// own.
void upgrade_from_9(Lines& lines) {
  std::string &strategy = lines[0], &method = lines[1];
  if (strategy == "Manual" || strategy == "Measurement") {
    method = strategy;
    strategy = "Global";
  }
  if (strategy == "Adaptive" && (method == "MCT" || method == "RobustBackground")) strategy = "Global";
  if (method == "MCT") method = "Minimum Cross-Entropy";
  lines.push_back(strategy == "Adaptive" ? method : "Otsu");
}

/// Version 10: methods get their present names. Three-class Otsu always ran on logarithms then.
/// @return whether the settings relied on that
bool upgrade_from_10(Lines& lines) {
  const std::string& strategy = lines[0];
  std::string& method = lines[1];
  if (method == "RobustBackground") method = "Robust Background";
  if (method == "Minimum cross entropy") method = "Minimum Cross-Entropy";
  const bool otsu =
      (strategy == "Global" && method == "Otsu") || (strategy == "Adaptive" && lines.back() == "Otsu");
  return otsu && lines[7] == "Three classes";
}

void upgrade_flat(Lines& lines, int version) {
  need(lines, 15);
  if (version == 9) upgrade_from_9(lines);
  bool on_logarithms = false;
  if (version <= 10) on_logarithms = upgrade_from_10(lines);
  if (version <= 11) lines.insert(lines.begin() + 8, on_logarithms ? "Yes" : "No");
}

/// Revision 6 of the Threshold module added the size of windows. An image that is gray above the threshold,
/// which CellProfiler 4 makes a binary one of, is not what such a pipeline goes on with.
Lines nest_threshold(Lines lines, int revision) {
  if (revision == 5) lines.insert(lines.end(), {"Image size", "10"});
  need(lines, 16);
  if (lines[0] == "Grayscale")
    throw std::invalid_argument(
        "\"Select the output image type\": 'Grayscale': only binary images are made: choose 'Binary (black "
        "and white)', and mask the image with it (MaskImage)");
  const Lines threshold = nested_threshold({.method = lines[4],
                                            .smoothing = LegacyThreshold::Smoothing::kNone,
                                            .correction_factor = lines[7],
                                            .bounds = lines[6],
                                            .object_fraction = lines[8],
                                            .manual = lines[5],
                                            .measurement = lines[13],
                                            .classes = lines[10],
                                            .minimized = lines[11],
                                            .middle_class = lines[12],
                                            .window_method = lines[14],
                                            .window = lines[15]});
  lines.resize(kModuleSettings);
  lines.insert(lines.end(), threshold.begin(), threshold.end());
  return lines;
}

}  // namespace

void upgrade_nested_threshold(std::vector<std::string>& module_lines, std::size_t begin) {
  need(module_lines, begin + 1);
  const auto own_end = module_lines.begin() + static_cast<std::ptrdiff_t>(begin);
  Lines lines(own_end, module_lines.end());
  int version = version_of(lines);
  if (version < kFirstCommonVersion) {
    upgrade_versioned(lines);
    version = kFlatVersion;
  }
  if (version < kFlatVersion)
    throw std::invalid_argument("threshold setting version " + std::to_string(version) + " is not supported");
  lines.erase(lines.begin());
  if (version < ThresholdSettings::kVersion) {
    upgrade_flat(lines, version);
    version = ThresholdSettings::kVersion;
  }
  module_lines.erase(own_end, module_lines.end());
  module_lines.push_back(std::to_string(version));
  module_lines.insert(module_lines.end(), lines.begin(), lines.end());
}

std::vector<std::string> upgrade_threshold_module(std::vector<std::string> lines, int revision) {
  if (revision < kOldestModuleRevision)
    throw std::invalid_argument("revision " + std::to_string(revision) + " of the settings is not supported");
  if (revision < kFirstNestedRevision) {
    lines = nest_threshold(lines, revision);
    revision = kFirstNestedRevision;
  }
  if (revision == kFirstNestedRevision) {
    need(lines, kModuleSettings + 1);
    lines.erase(lines.begin(), lines.begin() + kModuleSettings);
    upgrade_versioned(lines);
  }
  if (revision < kFlatVersion) {
    need(lines, 1);
    lines.erase(lines.begin());
    revision = kFlatVersion;
  }
  upgrade_flat(lines, revision);
  return lines;
}

}  // namespace cellerate::modules
