// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;

/// The lines of the module, with those that tests change.
struct Lines {
  std::string operation = "Multiply";
  std::string first = "t:Object\no:Nuclei\nm:A\nf:1\ne:1\n", second = "t:Object\no:Nuclei\nm:B\nf:1\ne:1\n";
  std::string log = "No", factor = "1", exponent = "1", addend = "0", rounding = "Not rounded", digits = "0",
              bounds = "l:No\nl:0\nu:No\nu:1";

  std::string text() const {
    return "name:Result\nop:" + operation + "\n" + first + second + "log:" + log + "\nf:" + factor +
           "\ne:" + exponent + "\na:" + addend + "\nr:" + rounding + "\nd:" + digits + "\n" + bounds;
  }
};

class CalculateMath : public test::ModuleTest {
 protected:
  void SetUp() override {
    ModuleTest::SetUp();
    if (IsSkipped()) return;
    objects("Nuclei", {1, 3}, {1, 2, 3});
    objects("Cells", {1, 3}, {1, 1, 2});
    measurement("Nuclei", "A", {4, -6, 9});
    measurement("Nuclei", "B", {2, 0, 3});
    measurement("Cells", "C", {10, 20});
    measurement("Image", "Threshold", {2.5});
  }
  Values result(const Lines& lines, const std::string& object = "Nuclei") {
    run("CalculateMath", lines.text());
    Values all = values(object, "Math_Result");
    for (double& value : all)
      if (std::isnan(value)) value = -999;
    return all;
  }
  static constexpr char kThreshold[] = "t:Image\no:None\nm:Threshold\nf:2\ne:1\n";
  static constexpr char kCells[] = "t:Object\no:Cells\nm:C\nf:1\ne:1\n";
};
CEL_ON_EVERY_DEVICE(CalculateMath);

// analytic: the four operations; division by zero is NaN.
TEST_P(CalculateMath, Operates) {
  EXPECT_EQ(result({}), (Values{8, 0, 27}));
  EXPECT_EQ(result({.operation = "Divide"}), (Values{2, -999, 3}));
  EXPECT_EQ(result({.operation = "Add"}), (Values{6, -6, 12}));
  EXPECT_EQ(result({.operation = "Subtract"}), (Values{2, -6, 6}));
  expect_declared_columns_are_measured();
}

// analytic: factors and exponents of operands; without an operation the result's own are not used.
TEST_P(CalculateMath, ScalesOperands) {
  EXPECT_EQ(result({.operation = "None",
                    .first = "t:Object\no:Nuclei\nm:A\nf:2\ne:2\n",
                    .factor = "5",
                    .exponent = "3",
                    .addend = "1"}),
            (Values{65, 145, 325}));
  EXPECT_EQ(result({.operation = "Add", .factor = "2", .exponent = "2"}), (Values{144, 144, 576}));
}

// analytic: image values, alone and with objects.
TEST_P(CalculateMath, UsesImages) {
  EXPECT_EQ(result({.operation = "Divide", .second = kThreshold}), (Values{.8, -1.2, 1.8}));
  EXPECT_EQ(result({.operation = "Subtract", .first = kThreshold}), (Values{3, 5, 2}));
  EXPECT_EQ(result({.operation = "Add", .first = kThreshold, .second = kThreshold}, "Image"), (Values{10}));
}

// analytic: logarithm, rounding (half to even) and bounds.
TEST_P(CalculateMath, FinishesTheResult) {
  measurement("Nuclei", "A", {100, -6, 0});
  EXPECT_EQ(result({.operation = "None", .log = "Yes"}), (Values{2, -999, -INFINITY}));
  measurement("Nuclei", "A", {4, -6, 9});
  EXPECT_EQ(result({.second = kThreshold,
                    .factor = ".1",
                    .rounding = "Rounded to a specified number of decimal places"}),
            (Values{2, -3, 4}));
  EXPECT_EQ(result({.addend = ".5", .rounding = "Rounded up to the next-highest integer"}),
            (Values{9, 1, 28}));
  EXPECT_EQ(result({.addend = ".5",
                    .rounding = "Rounded down to the next-lowest integer",
                    .bounds = "l:Yes\nl:5\nu:Yes\nu:20"}),
            (Values{8, 5, 20}));
}

// analytic: sets of different size without a relationship are matched by number, and filled up with NaN.
TEST_P(CalculateMath, UnrelatedObjects) {
  EXPECT_EQ(result({.operation = "Add", .second = kCells}), (Values{14, 14, -999}));
  EXPECT_EQ(values("Cells", "Math_Result"), (Values{14, 14}));
}

// analytic: values of children are averaged, those of parents spread.
TEST_P(CalculateMath, RelatedObjects) {
  measurement("Nuclei", "Parent_Cells", {1, 1, 2});
  relationship("Parent", "Cells", "Nuclei");
  EXPECT_EQ(result({.operation = "Add", .second = kCells}), (Values{14, 4, 29}));
  EXPECT_EQ(values("Cells", "Math_Result"), (Values{9, 29}));
  EXPECT_EQ(result({.operation = "Add", .first = kCells, .second = "t:Object\no:Nuclei\nm:A\nf:1\ne:1\n"}),
            (Values{14, 4, 29}));
}

// edge: no objects.
TEST_P(CalculateMath, WithoutObjects) {
  measurement("Nuclei", "A", {});
  measurement("Nuclei", "B", {});
  EXPECT_TRUE(result({}).empty());
}

// edge: a measurement that nobody makes.
TEST_P(CalculateMath, UnknownMeasurementIsAFault) {
  load("CalculateMath", Lines{.first = "t:Object\no:Nuclei\nm:X\nf:1\ne:1\n"}.text());
  EXPECT_NE(faults().find("'X' of 'Nuclei' is measured by no module"), std::string::npos) << faults();
}

// analytic: revisions 1 and 2.
TEST_P(CalculateMath, OldRevisionsAreUpgraded) {
  const std::string operands = Lines{}.first + Lines{}.second;
  run("CalculateMath", "n:Result\no:Add\n" + operands + "l:No\nf:2\ne:1", 1);
  EXPECT_EQ(values("Nuclei", "Math_Result"), (Values{12, -12, 24}));
  run("CalculateMath", "n:Result\no:Add\n" + operands + "l:No\nf:2\ne:1\na:1\nl:Yes\nl:0\nu:Yes\nu:20", 2);
  EXPECT_EQ(values("Nuclei", "Math_Result"), (Values{13, 0, 20}));
}

// analytic: early files of revision 2 have the rounding behind the bounds.
TEST_P(CalculateMath, RoundingInTheWrongPlaceIsUpgraded) {
  const std::string operands = Lines{}.first + Lines{}.second;
  run("CalculateMath",
      "n:Result\no:Add\n" + operands + "l:No\nf:2\ne:1\na:1\nl:No\nl:0\nu:Yes\nu:20\nr:Not rounded\nd:0", 2);
  EXPECT_EQ(values("Nuclei", "Math_Result"), (Values{13, -11, 20}));
}

}  // namespace
}  // namespace cellerate
