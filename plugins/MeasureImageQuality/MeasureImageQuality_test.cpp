// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureImageQuality : public test::ModuleTest {
 protected:
  double of(const std::string& feature) const { return values("Image", "ImageQuality_" + feature).at(0); }
  void pattern() {
    std::vector<float> pixels(40 * 40);
    for (int i = 0; i < 1600; ++i) pixels[i] = static_cast<float>(i * 37 % 256) / 255;
    image("DNA", {40, 40}, pixels);
  }
};
CEL_ON_EVERY_DEVICE(MeasureImageQuality);

const std::string kOtsu = "\nj:Otsu\nk:0.1\nl:Two classes\nm:Weighted variance\nn:Foreground";

std::string settings(const std::string& all_methods, const std::string& thresholds = kOtsu) {
  return "a:Select...\nb:1\nc:1\nd:1\ne:DNA\nf:Yes\ng:Yes\nh:10\ni:Yes\no:Yes\np:Yes\nq:" + all_methods +
         thresholds;
}

// analytic: what can be read off a pattern that has every level of 8 bits.
TEST_P(MeasureImageQuality, MeasuresAnImage) {
  pattern();
  run("MeasureImageQuality", settings("No"));
  EXPECT_EQ(of("TotalArea_DNA"), 1600);
  EXPECT_EQ(of("MinIntensity_DNA"), 0);
  EXPECT_EQ(of("MaxIntensity_DNA"), 1);
  EXPECT_EQ(of("PercentMinimal_DNA"), 100 * 7 / 1600.0);
  EXPECT_TRUE(std::isnan(of("Scaling_DNA")));
  EXPECT_GT(of("FocusScore_DNA"), 0);
  EXPECT_GT(of("ThresholdOtsu_DNA_2W"), 0);
}

// analytic: all methods in all variants, by CellProfiler's names.
TEST_P(MeasureImageQuality, AllMethodsHaveTheirNames) {
  pattern();
  run("MeasureImageQuality", settings("Yes"));
  for (const char* name :
       {"Otsu_DNA_3FW", "Otsu_DNA_3BW", "Otsu_DNA_3FS", "Otsu_DNA_3BS", "Otsu_DNA_2W", "Otsu_DNA_2S",
        "MoG_DNA_5", "MoG_DNA_25", "MoG_DNA_75", "MoG_DNA_95", "Background_DNA", "RobustBackground_DNA",
        "RidlerCalvard_DNA", "Kapur_DNA", "MCT_DNA"})
    EXPECT_TRUE(std::isfinite(of(std::string("Threshold") + name))) << name;
}

// edge: a wholly masked image.
TEST_P(MeasureImageQuality, MaskedImageHasZeros) {
  image("DNA", {2, 2}, {1, 1, 1, 1}, {0, 0, 0, 0});
  run("MeasureImageQuality", settings("No"));
  EXPECT_EQ(of("FocusScore_DNA"), 0);
  EXPECT_EQ(of("MeanIntensity_DNA"), 0);
  EXPECT_EQ(of("ThresholdOtsu_DNA_2W"), 1);
}

// edge: two groups may not measure the same of an image.
TEST_P(MeasureImageQuality, RepetitionIsAFault) {
  pattern();
  load("MeasureImageQuality",
       "a:Select...\nb:2\nc:0\nd:0\ne:0\nf:0\ng:DNA\nh:Yes\ni:No\nj:No\nk:No\nl:No\nm:No\ng:DNA\nh:Yes\ni:"
       "No\nj:No\nk:No\nl:No\nm:No");
  EXPECT_NE(faults().find("ImageQuality_Scaling_DNA of image 'DNA' would be measured twice"),
            std::string::npos)
      << faults();
}

// analytic: revision 1 has seven settings an image, revision 4 the old names of methods.
TEST_P(MeasureImageQuality, OldRevisionsAreUpgraded) {
  pattern();
  run("MeasureImageQuality", "a:DNA\nb:Yes\nc:10\nd:Yes\ne:Yes\nf:MCT Global\ng:0.2", 1);
  EXPECT_GT(of("ThresholdMCT_DNA"), 0);
  EXPECT_GT(of("FocusScore_DNA"), 0);
  run("MeasureImageQuality",
      settings("No", "\nj:Otsu Global\nk:0.1\nl:Three classes\nm:Entropy\nn:Background"), 4);
  EXPECT_GT(of("ThresholdOtsu_DNA_3BS"), 0);
}

}  // namespace
}  // namespace cellerate
