// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class ConvertImageToObjects : public test::ModuleTest {
 protected:
  static std::string lines(const std::string& binary, const std::string& keeps, const std::string& background,
                           const std::string& connectivity) {
    return "in:Mask\nout:Parts\nb:" + binary + "\nk:" + keeps + "\nl:" + background + "\nc:" + connectivity;
  }
};
CEL_ON_EVERY_DEVICE(ConvertImageToObjects);

// analytic: parts of a binary image, joined across corners or not.
TEST_P(ConvertImageToObjects, LabelsConnectedParts) {
  binary("Mask", {2, 4}, {1, 0, 0, 1, 0, 1, 0, 1});
  run("ConvertImageToObjects", lines("Yes", "No", "0", "0"));
  EXPECT_EQ(labels("Parts"), (Labels{1, 0, 0, 2, 0, 1, 0, 2}));
  EXPECT_EQ(values("Parts", "Location_Center_X"), (std::vector<double>{.5, 3}));
  EXPECT_EQ(values("Parts", "Location_Center_Z"), (std::vector<double>{0, 0}));
  EXPECT_EQ(values("Image", "Count_Parts"), (std::vector<double>{2}));
  expect_declared_columns_are_measured();
  run("ConvertImageToObjects", lines("Yes", "No", "0", "1"));
  EXPECT_EQ(labels("Parts"), (Labels{1, 0, 0, 2, 0, 3, 0, 2}));
}

// golden: CellProfiler 4.2.8; of a boolean image only the background 1 is another than 0.
TEST_P(ConvertImageToObjects, BackgroundOfABinaryImage) {
  binary("Mask", {1, 4}, {1, 0, 0, 1});
  run("ConvertImageToObjects", lines("Yes", "No", "1", "0"));
  EXPECT_EQ(labels("Parts"), (Labels{0, 1, 1, 0}));
  run("ConvertImageToObjects", lines("Yes", "No", "2", "0"));
  EXPECT_EQ(labels("Parts"), (Labels{1, 0, 0, 2}));
}

// analytic: parts of equal value of a gray image; another background value makes objects of the zeros.
TEST_P(ConvertImageToObjects, LabelsPartsOfEqualValue) {
  image("Mask", {1, 5}, {0, .5f, .5f, 1, 0});
  run("ConvertImageToObjects", lines("No", "No", "0", "0"));
  EXPECT_EQ(labels("Parts"), (Labels{0, 1, 1, 2, 0}));
  run("ConvertImageToObjects", lines("No", "No", "65535", "0"));
  EXPECT_EQ(labels("Parts"), (Labels{1, 2, 2, 0, 3}));
}

// analytic: values kept as numbers; missing ones have no center.
TEST_P(ConvertImageToObjects, PreservesLabels) {
  image("Mask", {1, 3}, {0, 2.0f / 65535, 5.0f / 65535});
  run("ConvertImageToObjects", lines("No", "Yes", "0", "7"));
  EXPECT_EQ(labels("Parts"), (Labels{0, 2, 5}));
  EXPECT_EQ(values("Parts", "Location_Center_X"), (std::vector<double>{1, 2}));
  EXPECT_EQ(values("Parts", "Number_Object_Number").size(), 5u);
}

// edge: nothing set; values out of range; color.
TEST_P(ConvertImageToObjects, ExtremesAndErrors) {
  binary("Mask", {1, 2}, {0, 0});
  run("ConvertImageToObjects", lines("Yes", "No", "0", "0"));
  EXPECT_EQ(values("Image", "Count_Parts"), (std::vector<double>{0}));
  image("Mask", {1, 2}, {0, 2});
  EXPECT_THROW(run("ConvertImageToObjects", lines("No", "No", "0", "0")), std::runtime_error);
  image("Mask", {1, 1}, {0, 0, 0});
  EXPECT_THROW(run("ConvertImageToObjects", lines("No", "No", "0", "0")), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
