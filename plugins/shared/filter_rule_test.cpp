// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/filter_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace cellerate::modules {
namespace {

bool accepts(const std::string& rule, std::string_view file, std::string_view directory = "/data",
             const std::map<std::string, std::string>& metadata = {}, bool is_color = false) {
  return FilterRule(rule, FilterRule::About::Images).accepts({{{file, directory, &metadata}}, is_color});
}

std::string fault(const std::string& rule, FilterRule::About about = FilterRule::About::Images) {
  try {
    FilterRule parsed(rule, about);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

// analytic: each condition on texts, and its reverse. Upper and lower case differ.
TEST(FilterRule, ComparesTexts) {
  EXPECT_TRUE(accepts(R"(and (file does contain "_w1"))", "a_w1.tif"));
  EXPECT_FALSE(accepts(R"(and (file does contain "_W1"))", "a_w1.tif"));
  EXPECT_TRUE(accepts(R"(and (file doesnot contain "_w2"))", "a_w1.tif"));
  EXPECT_TRUE(accepts(R"(and (file does startwith "a_"))", "a_w1.tif"));
  EXPECT_TRUE(accepts(R"(and (file does endwith ".tif"))", "a_w1.tif"));
  EXPECT_TRUE(accepts(R"(and (file does eq "a.tif"))", "a.tif"));
  EXPECT_FALSE(accepts(R"(and (file does eq "a.tif"))", "aa.tif"));
  EXPECT_TRUE(accepts(R"(and (file does containregexp "w[12]\\."))", "a_w1.tif"));
  EXPECT_TRUE(accepts(R"(and (directory does contain "plate 1"))", "a.tif", "/data/plate 1"));
  EXPECT_TRUE(accepts(R"(and (file does contain ""))", "a.tif"));
}

// analytic: all of "and", one of "or", and rules in rules.
TEST(FilterRule, CombinesConditions) {
  const std::string both = R"(and (file does contain "a") (file does contain "b"))";
  EXPECT_TRUE(accepts(both, "ab"));
  EXPECT_FALSE(accepts(both, "a"));
  const std::string nested =
      R"(or (and (file does contain "a") (file does contain "b")) (extension does ispng))";
  EXPECT_TRUE(accepts(nested, "ab"));
  EXPECT_TRUE(accepts(nested, "c.PNG"));
  EXPECT_FALSE(accepts(nested, "c.tif"));
}

// analytic: endings, also double ones, in any case.
TEST(FilterRule, KnowsExtensions) {
  EXPECT_TRUE(accepts("and (extension does istif)", "a.ome.TIFF"));
  EXPECT_TRUE(accepts("and (extension does isjpeg)", "a.JPG"));
  EXPECT_FALSE(accepts("and (extension does ispng)", "png"));
  EXPECT_TRUE(accepts("and (extension does ismovie)", "a.avi"));
  for (const char* image : {"a.tif", "a.nd2", "a.C01", "a.flex"})
    EXPECT_TRUE(accepts("and (extension does isimage)", image)) << image;
  for (const char* other : {"a.csv", "a.txt", "a.xml", "a.zip", "a"})
    EXPECT_FALSE(accepts("and (extension does isimage)", other)) << other;
}

// golden: "Images only" of CellProfiler 4.2.8 leaves out hidden folders, by whatever depth.
TEST(FilterRule, ImagesOnly) {
  const std::string rule(kImagesOnlyRule);
  EXPECT_TRUE(accepts(rule, "a.tif", "/data/x.y"));
  EXPECT_FALSE(accepts(rule, "a.tif", "/data/.hidden/x"));
  EXPECT_TRUE(accepts(rule, ".a.tif", "/data"));
  EXPECT_FALSE(accepts(rule, "Thumbs.db", "/data"));
}

// analytic: metadata compare whole; keys may hold blanks behind a backslash; no value fits no condition.
TEST(FilterRule, ComparesMetadata) {
  const std::map<std::string, std::string> metadata = {{"Channel", "1"}, {"Cell line", "U2OS"}};
  EXPECT_TRUE(accepts(R"(and (metadata does Channel "1"))", "a", "/", metadata));
  EXPECT_FALSE(accepts(R"(and (metadata does Channel "01"))", "a", "/", metadata));
  EXPECT_TRUE(accepts(R"(and (metadata doesnot Channel "2"))", "a", "/", metadata));
  EXPECT_FALSE(accepts(R"(and (metadata does Missing ""))", "a", "/", metadata));
  EXPECT_TRUE(accepts(R"(and (metadata does Cell\ line "U2OS"))", "a", "/", metadata));
}

// analytic: a color image is one that is loaded as color; one plane is no stack.
TEST(FilterRule, AsksForImages) {
  EXPECT_TRUE(accepts("and (image does iscolor)", "a", "/", {}, true));
  EXPECT_FALSE(accepts("and (image doesnot iscolor)", "a", "/", {}, true));
  EXPECT_TRUE(accepts("and (image does ismonochrome)", "a"));
  EXPECT_FALSE(accepts("and (image does isstack)", "a"));
  EXPECT_TRUE(accepts("and (image does isstackframe)", "a"));
}

// edge: what is wrong is said with the words it is about.
TEST(FilterRule, FaultsNameWhatIsWrong) {
  using testing::HasSubstr;
  EXPECT_THAT(fault(""), HasSubstr("a word is missing"));
  EXPECT_THAT(fault("and (folder does contain \"a\")"), HasSubstr("'folder' is not one of"));
  EXPECT_THAT(fault("and (file does include \"a\")"), HasSubstr("'include' is not one of"));
  EXPECT_THAT(fault("and (file does contain a)"), HasSubstr("'contain' needs a text"));
  EXPECT_THAT(fault("and (file does contain \"a)"), HasSubstr("is not closed"));
  EXPECT_THAT(fault("and (file does contain \"a\""), HasSubstr("parenthesis"));
  EXPECT_THAT(fault("and (file does contain \"a\") b"), HasSubstr("left over"));
  EXPECT_THAT(fault("and (file does containregexp \"(\")"), HasSubstr("is not a regular expression"));
  EXPECT_THAT(fault("and (metadata does A \"1\")", FilterRule::About::Files),
              HasSubstr("'metadata' is not one of"));
}

}  // namespace
}  // namespace cellerate::modules
