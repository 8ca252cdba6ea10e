/// CountBrightPixels: how many pixels of an image are at least as bright as a threshold.
/// Meaning and columns: CountBrightPixels.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <numeric>

#include "count_bright.hpp"

namespace own {

using namespace cellerate;

struct CountBrightPixelsSettings {
  std::string image = "None";
  double threshold = 0.5;

  void bind(Binder& b) {
    b.image(image, "Select the input image");
    b.number(threshold, "Threshold", {.min = 0, .max = 1});
  }
};

class CountBrightPixels {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1,
      .category = "Measurement",
      .summary = "Counts the pixels that are at least as bright as a threshold."};
  using Settings = CountBrightPixelsSettings;

  CountBrightPixels(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select the input image");
    d.column("Image", feature(), CEL_VALUE_INTEGER);
  }

  void run(ImageSet& images) const {
    const Image image = images.image(settings_.image);
    if (image.type() != CEL_F32 || image.channels() != 1)
      throw std::invalid_argument("'" + settings_.image + "' must be grayscale");
    Buffer<std::int32_t> counts(images.queue(), image.shape().height);
    count_bright(images.queue(), image.plane<float>(), image.mask(), static_cast<float>(settings_.threshold),
                 counts.data());
    const std::vector<std::int32_t> rows = download(images.queue(), counts);
    images.measure_image(feature(), std::accumulate(rows.begin(), rows.end(), 0.0), CEL_VALUE_INTEGER);
  }

 private:
  std::string feature() const { return "Bright_Pixels_" + settings_.image; }

  Settings settings_;
};

CEL_MODULE(CountBrightPixels)

}  // namespace own
