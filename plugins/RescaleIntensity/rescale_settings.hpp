/// Settings of RescaleIntensity, revision 3.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <limits>
#include <string>

namespace cellerate::modules::rescale {

constexpr const char* kInputText = "Select the input image";
constexpr const char* kMatchText = "Select image to match in maximum intensity";
constexpr const char* kMeasurementText = "Divisor measurement";

enum class Method {
  Stretch,
  FullRange,
  CustomRange,
  DivideByMinimum,
  DivideByMaximum,
  DivideByValue,
  DivideByMeasurement,
  MatchMaximum
};
/// Where an end of the input's range comes from.
enum class End { Custom, EachImage, AllImages };

struct Settings {
  std::string input = "None", output = "RescaleIntensity", match = "None", measurement = "None";
  Method method = Method::Stretch;
  End low_from = End::Custom, high_from = End::Custom;
  double low = 0, high = 1, divisor = 1;
  Range<double> from{0, 1}, to{0, 1};

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;

  bool uses_range() const { return method == Method::FullRange || method == Method::CustomRange; }
  bool looks_at_all_images() const {
    return uses_range() && (low_from == End::AllImages || high_from == End::AllImages);
  }
};

void upgrade(Upgrade& u);

}  // namespace cellerate::modules::rescale
