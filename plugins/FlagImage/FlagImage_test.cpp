// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"
#include "tests/support/pipeline_test.hpp"

namespace cellerate {
namespace {

class FlagImage : public test::ModuleTest {
 protected:
  struct Criterion {
    const char *source = "Whole-image measurement", *measurement = "Focus", *wants_minimum = "Yes",
               *minimum = "0", *wants_maximum = "Yes", *maximum = "1", *classes = "";
    std::string folder = "Elsewhere...|";
  };
  static std::string flag(const std::vector<Criterion>& criteria, const char* linked = "Flag if any fail",
                          const char* skips = "No") {
    std::string text =
        "a:" + std::to_string(criteria.size()) + "\nb:Metadata\nc:Bad\nd:" + linked + "\ne:" + skips;
    for (const Criterion& c : criteria) {
      for (const char* value :
           {c.source, "Cells", c.measurement, c.wants_minimum, c.minimum, c.wants_maximum, c.maximum})
        text += std::string("\nf:") + value;
      text += "\ng:" + c.folder + "\nh:rules.txt\ni:" + c.classes + "\nj:No";
    }
    return text;
  }
  bool is_flagged_by(const std::string& one_flag) {
    run("FlagImage", "n:1\n" + one_flag + "\nz:No");
    return values("Image", "Metadata_Bad").at(0) != 0;
  }
  bool is_flagged(const Criterion& criterion) { return is_flagged_by(flag({criterion})); }
};
CEL_ON_EVERY_DEVICE(FlagImage);

constexpr char kMean[] = "Average measurement for all objects in each image";
constexpr char kAny[] = "Measurements for all objects in each image";

// analytic: below the minimum or above the maximum; what is no number is neither.
TEST_P(FlagImage, ByTheImage) {
  measurement("Image", "Focus", {.5});
  EXPECT_FALSE(is_flagged(Criterion{}));
  EXPECT_FALSE(is_flagged({.minimum = "0.5", .maximum = "0.5"}));
  EXPECT_TRUE(is_flagged({.minimum = "0.6"}));
  EXPECT_FALSE(is_flagged({.wants_minimum = "No", .minimum = "0.6"}));
  EXPECT_TRUE(is_flagged({.maximum = "0.4"}));
  measurement("Image", "Focus", {NAN});
  EXPECT_FALSE(is_flagged({.minimum = "0.6", .maximum = "0.4"}));
}

// analytic: the mean of the objects, or any of them; without objects the image set is flagged.
TEST_P(FlagImage, ByObjects) {
  measurement("Cells", "Focus", {.1, .3, .9});
  EXPECT_FALSE(is_flagged({.source = kMean, .minimum = "0.4", .maximum = "0.5"}));
  EXPECT_TRUE(is_flagged({.source = kMean, .minimum = "0.5"}));
  EXPECT_TRUE(is_flagged({.source = kAny, .minimum = "0.4", .maximum = "1"}));
  EXPECT_FALSE(is_flagged({.source = kAny, .minimum = "0.1", .maximum = "0.9"}));
  measurement("Cells", "Focus", {});
  EXPECT_TRUE(is_flagged({.source = kAny, .wants_minimum = "No", .wants_maximum = "No"}));
}

// analytic: any criterion or all of them.
TEST_P(FlagImage, LinksCriteria) {
  measurement("Image", "Focus", {.5});
  const std::vector<Criterion> one_of_two{{}, {.minimum = "0.6"}};
  EXPECT_TRUE(is_flagged_by(flag(one_of_two)));
  EXPECT_FALSE(is_flagged_by(flag(one_of_two, "Flag if all fail")));
  EXPECT_TRUE(is_flagged_by(flag({{.maximum = "0.1"}, {.minimum = "0.6"}}, "Flag if all fail")));
}

// analytic: points of all rules decide the class.
TEST_P(FlagImage, ByRules) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "rules.txt",
                   "IF (Image_Focus > 0.2, [1.0, 0.0, 0.0], [0.0, 1.0, 0.0])\n"
                   "IF (Image_Blur > 0.5, [0.0, 3.0, 0.0], [0.0, 0.0, 0.5])\n");
  measurement("Image", "Focus", {.5});
  measurement("Image", "Blur", {.1});
  Criterion criterion{.source = "Rules", .classes = "1", .folder = "Elsewhere...|" + folder.path().string()};
  EXPECT_TRUE(is_flagged(criterion));
  criterion.classes = "2,3";
  EXPECT_FALSE(is_flagged(criterion));
  measurement("Image", "Blur", {.9});
  EXPECT_TRUE(is_flagged(criterion));
  criterion.classes = "";
  EXPECT_FALSE(is_flagged(criterion));
}

// edge: what is missing is found at load.
TEST_P(FlagImage, FaultsOfItsFiles) {
  const auto fault = [&](const Criterion& criterion) {
    load("FlagImage", "n:1\n" + flag({criterion}) + "\nz:No");
    return faults();
  };
  EXPECT_NE(fault({}).find("Focus"), std::string::npos);
  EXPECT_NE(fault({.source = "Rules", .folder = "Elsewhere...|/none"}).find("no rules file /none/rules.txt"),
            std::string::npos);
  EXPECT_NE(fault({.source = "Classifier"}).find("pickled"), std::string::npos);
}

// analytic: a flagged image set is skipped if asked to, after all flags are measured; the last of a group may
// be spared.
TEST_P(FlagImage, Skips) {
  measurement("Image", "Focus", {2});
  const auto status = [&](const char* spares_last) {
    load("FlagImage", "n:2\n" + flag({{}}, "Flag if any fail", "Yes") + "\n" + flag({{.maximum = "3"}}) +
                          "\nz:" + spares_last);
    return run_hook(pipeline().modules().front());
  };
  EXPECT_EQ(status("No"), CEL_SKIPPED);
  EXPECT_EQ(values("Image", "Metadata_Bad"), std::vector<double>{0}) << "the second flag has the same name";
  EXPECT_EQ(status("Yes"), CEL_OK);
}

// analytic: what each revision added is filled in.
TEST_P(FlagImage, OldRevisions) {
  measurement("Image", "Focus", {.5});
  run("FlagImage",
      "n:1\na:1\nb:Metadata\nc:Bad\nd:Flag if any fail\nf:Image\ng:None\nh:Focus\ni:Yes\nj:.6\nk:No\nl:1", 1);
  EXPECT_EQ(values("Image", "Metadata_Bad"), std::vector<double>{1});
  const std::string two =
      "n:1\na:1\nb:Metadata\nc:Bad\nd:Flag if any fail\ne:No\nf:Whole-image measurement\n"
      "g:None\nh:Focus\ni:Yes\nj:.4\nk:No\nl:1";
  run("FlagImage", two, 2);
  EXPECT_EQ(values("Image", "Metadata_Bad"), std::vector<double>{0});
  run("FlagImage", two + "\nm:Elsewhere...|\nn:rules.txt", 3);
  run("FlagImage", two + "\nm:Elsewhere...|\nn:rules.txt\no:", 4);
  run("FlagImage", two + "\nm:Elsewhere...|\nn:rules.txt\no:1\np:Yes", 4);
  // Files of today's revision may end with the text of another setting.
  run("FlagImage", "n:1\n" + flag({{}}) + "\nz:Whole-image measurement");
  EXPECT_EQ(values("Image", "Metadata_Bad"), std::vector<double>{0});
  load("FlagImage", "n:3\na:1\nb:2", 4);
  EXPECT_NE(faults(), "");
}

}  // namespace
}  // namespace cellerate
