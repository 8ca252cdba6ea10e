// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureImageQuality/thresholds.hpp"

#include "cuda/threshold/classic.hpp"
#include "cuda/threshold/mixture_of_gaussians.hpp"
#include "cuda/threshold/robust_background.hpp"

namespace cellerate::modules::image_quality {

double ImageThresholds::of(const ThresholdChoice& choice) {
  if (values_.empty()) return 1;
  const View1<const float> values = {values_.in_order().data(), values_.size()};
  switch (choice.method) {
    case Method::Otsu:
      return otsu(choice);
    case Method::MoG:
      return kernel::mixture_of_gaussians(values, choice.object_fraction);
    case Method::Background:
      return kernel::mode_threshold(values);
    case Method::RobustBackground: {
      const float least = values_.ascending().front();
      if (least == values_.ascending().back() && values_.size() >= 3) return least;
      return kernel::robust_background(values, {});
    }
    case Method::RidlerCalvard:
      return kernel::ridler_calvard(values);
    case Method::Kapur:
      return kernel::kapur(queue_, values);
    case Method::MCT:
      break;
  }
  return kernel::maximum_correlation(values);
}

double ImageThresholds::otsu(const ThresholdChoice& choice) {
  if (!otsu_) otsu_.emplace(queue_, values_.ascending());
  if (choice.classes == Classes::Two) return otsu_->two_classes(choice.criterion);
  const kernel::OtsuThresholds found = otsu_->three_classes(choice.criterion);
  return choice.middle == Middle::Foreground ? found.lower : found.upper;
}

}  // namespace cellerate::modules::image_quality
