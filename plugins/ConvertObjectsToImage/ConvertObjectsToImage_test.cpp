// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class ConvertObjectsToImage : public test::ModuleTest {
 protected:
  void convert(const std::string& format, const std::string& colormap = "Default") {
    run("ConvertObjectsToImage", "o:Nuclei\ni:Picture\nf:" + format + "\nc:" + colormap);
  }
};
CEL_ON_EVERY_DEVICE(ConvertObjectsToImage);

// analytic: on and off; number by highest number; the number itself.
TEST_P(ConvertObjectsToImage, BinaryGrayAndNumbers) {
  objects("Nuclei", {1, 4}, {0, 1, 2, 4});
  convert("Binary (black & white)");
  EXPECT_EQ(bits("Picture"), (std::vector<std::uint8_t>{0, 1, 1, 1}));
  convert("Grayscale");
  EXPECT_EQ(pixels("Picture"), (std::vector<float>{0, .25f, .5f, 1}));
  convert("uint16");
  EXPECT_EQ(state().images.at("Picture").type, CEL_I32);
}

// analytic: neighbours far apart on the color map, background black.
TEST_P(ConvertObjectsToImage, Color) {
  objects("Nuclei", {1, 5}, {1, 0, 2, 0, 3});
  convert("Color", "gray");
  const std::vector<float> all = pixels("Picture");
  const float first = 170.0f / 255, second = 85.0f / 255;
  EXPECT_FLOAT_EQ(all[0], first);
  EXPECT_FLOAT_EQ(all[3], 0);
  EXPECT_FLOAT_EQ(all[6], second);
  EXPECT_FLOAT_EQ(all[12], 1);
}

// edge: no objects; a color map that there is not.
TEST_P(ConvertObjectsToImage, NoObjectsAndNoColormap) {
  objects("Nuclei", {1, 2}, {0, 0});
  for (const char* format : {"Color", "Grayscale"}) {
    convert(format);
    for (const float value : pixels("Picture")) EXPECT_EQ(value, 0);
  }
  load("ConvertObjectsToImage", "o:Nuclei\ni:Picture\nf:Color\nc:mauve");
  EXPECT_NE(faults().find("'mauve': must be Default or a color map"), std::string::npos) << faults();
}

}  // namespace
}  // namespace cellerate
