// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/input_test.hpp"

namespace cellerate {
namespace {

class Images : public test::InputTest {
 protected:
  std::vector<bool> kept() {
    prepare();
    std::vector<bool> all;
    for (const auto& plane : table().planes) all.push_back(plane.kept);
    return all;
  }
};
CEL_ON_EVERY_DEVICE(Images);

using Kept = std::vector<bool>;

// golden: what "Images only" of CellProfiler 4.2.8 takes, hidden folders counted below the input folder.
TEST_P(Images, ImagesOnly) {
  files({".hidden/a.tif", "a.tif", "b.csv", "c.PNG", "sub/d.nd2"});
  module("Images", {"", "Images only", "and (nonsense)"});
  EXPECT_EQ(kept(), (Kept{false, true, false, true, true}));
}

// analytic: a rule of one's own, and none.
TEST_P(Images, CustomAndNone) {
  files({"a_w1.tif", "a_w2.tif", "b.csv"});
  module("Images", {"", "Custom", R"(or (file does contain "_w2") (extension doesnot istif))"});
  EXPECT_EQ(kept(), (Kept{false, true, true}));
}
TEST_P(Images, NoFiltering) {
  files({"a.tif", "b.csv"});
  module("Images", {"", "No filtering", ""});
  EXPECT_EQ(kept(), (Kept{true, true}));
}

// analytic: revision 1 had Yes and No.
TEST_P(Images, RevisionOne) {
  files({"a.tif", "b.tif"});
  module("Images", {"", "Yes", R"(and (file does startwith "b"))"}, 1);
  EXPECT_EQ(kept(), (Kept{false, true}));
}

// edge: a wrong rule is a fault, but only where it is used.
TEST_P(Images, WrongRule) {
  module("Images", {"", "Custom", R"(and (file does containregexp "["))"});
  EXPECT_EQ(faults().rfind("#1 Images, \"Select the rule criteria\": '[' is not a regular expression", 0), 0u)
      << faults();
}

}  // namespace
}  // namespace cellerate
