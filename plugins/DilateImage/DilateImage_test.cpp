// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class DilateImage : public test::ModuleTest {
 protected:
  void filter(const std::string& element) { run("DilateImage", "a:Image\nb:Filtered\nc:" + element); }
};
CEL_ON_EVERY_DEVICE(DilateImage);

// golden (scikit-image 0.18.3): odd and even squares, other shapes.
TEST_P(DilateImage, OfGrayImages) {
  image("Image", {1, 7}, {0, 1, 0, 0, 3, 2, 2});
  filter("Square,3");
  EXPECT_EQ(pixels("Filtered"), (std::vector<float>{1, 1, 1, 3, 3, 3, 2}));
  filter("Disk,1");
  EXPECT_EQ(pixels("Filtered"), (std::vector<float>{1, 1, 1, 3, 3, 3, 2}));
  filter("Square,2");
  EXPECT_EQ(pixels("Filtered"), (std::vector<float>{1, 1, 0, 3, 3, 2, 2}));
}

// golden (scikit-image 0.18.3): binary images stay binary.
TEST_P(DilateImage, OfBinaryImages) {
  binary("Image", {1, 7}, {0, 1, 0, 0, 1, 1, 1});
  filter("Square,3");
  EXPECT_EQ(bits("Filtered"), (std::vector<std::uint8_t>{1, 1, 1, 1, 1, 1, 1}));
}

// edge: one pixel, color, shapes of volumes, no size.
TEST_P(DilateImage, OfOtherImages) {
  image("Image", {1, 1}, {2});
  filter("Star,5");
  EXPECT_EQ(pixels("Filtered"), std::vector<float>{2});
  image("Image", {1, 1}, {1, 2, 3});
  EXPECT_THROW(filter("Disk,1"), std::runtime_error);
  for (const char* element : {"Ball,1", "Disk,0", "Disk,"}) {
    load("DilateImage", std::string("a:Image\nb:Filtered\nc:") + element);
    EXPECT_NE(faults().find("Structuring element"), std::string::npos) << element;
  }
}

}  // namespace
}  // namespace cellerate
