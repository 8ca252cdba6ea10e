// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class OverlayOutlines : public test::ModuleTest {};
CEL_ON_EVERY_DEVICE(OverlayOutlines);

std::string settings(const char* blank, const char* mode, const char* brightness, const char* color) {
  return std::string("a:") + blank + "\nb:DNA\nc:Overlay\nd:" + mode + "\ne:" + brightness +
         "\nf:Inner\ng:" + color + "\nh:Nuclei";
}

// analytic: one pixel of an object is its own rim; the rest of the gray image is repeated in three channels.
TEST_P(OverlayOutlines, DrawsInColor) {
  image("DNA", {1, 2}, {.25f, .5f});
  objects("Nuclei", {1, 2}, {0, 1});
  run("OverlayOutlines", settings("No", "Color", "Max of image", "#0080FF"));
  EXPECT_EQ(pixels("Overlay"), (std::vector<float>{.25f, .25f, .25f, 0, 128 / 255.f, 1}));
}

// analytic: in gray mode the outline is as bright as the image's maximum, on a blank image as 1.
TEST_P(OverlayOutlines, DrawsInGray) {
  image("DNA", {1, 3}, {0, .25f, .5f});
  objects("Nuclei", {1, 3}, {1, 0, 0});
  run("OverlayOutlines", settings("No", "Grayscale", "Max of image", "red"));
  EXPECT_FLOAT_EQ(pixels("Overlay")[0], .5f);
  EXPECT_FLOAT_EQ(pixels("Overlay")[1], .25f);
  run("OverlayOutlines", settings("Yes", "Grayscale", "Max of image", "red"));
  EXPECT_EQ(pixels("Overlay"), (std::vector<float>{1, 0, 0}));
}

// edge: no objects leave the image as it is.
TEST_P(OverlayOutlines, WithoutObjectsNothingIsDrawn) {
  image("DNA", {1, 1}, {.5f});
  objects("Nuclei", {1, 1}, {0});
  run("OverlayOutlines", settings("No", "Color", "Max possible", "red"));
  EXPECT_EQ(pixels("Overlay"), (std::vector<float>{.5f, .5f, .5f}));
}

// edge: a color that is none is a fault at load.
TEST_P(OverlayOutlines, UnknownColorIsAFault) {
  image("DNA", {1, 1}, {1});
  objects("Nuclei", {1, 1}, {1});
  load("OverlayOutlines", settings("No", "Color", "Max possible", "reddish"));
  EXPECT_EQ(faults(), "#1 OverlayOutlines, \"Select outline color\": 'reddish' is no color\n");
}

// analytic: revision 3 has a line width, and four settings an outline of which color and objects are kept.
TEST_P(OverlayOutlines, OldRevisionsAreUpgraded) {
  image("DNA", {1, 2}, {.5f, .5f});
  objects("Nuclei", {1, 2}, {1, 0});
  run("OverlayOutlines",
      "a:No\nb:DNA\nc:Overlay\nd:Color\ne:Max of image\nf:1\ng:Outlines\nh:Red\ni:Objects\nj:Nuclei", 3);
  EXPECT_EQ(pixels("Overlay"), (std::vector<float>{1, 0, 0, .5f, .5f, .5f}));
}

// edge: without outlines the image is as it was, but for its channels; a blank one has no size then.
TEST_P(OverlayOutlines, WithoutOutlines) {
  image("DNA", {1, 1}, {.5f});
  run("OverlayOutlines", "a:No\nb:DNA\nc:Overlay\nd:Color\ne:Max of image\nf:Inner");
  EXPECT_EQ(pixels("Overlay"), (std::vector<float>{.5f, .5f, .5f}));
  load("OverlayOutlines", "a:Yes\nb:DNA\nc:Overlay\nd:Color\ne:Max of image\nf:Inner");
  EXPECT_NE(faults().find("no outlines are given"), std::string::npos) << faults();
}

/// A pipeline that keeps images of outlines and draws one. ConserveMemory, whose settings nobody looks at,
/// stands for the modules that made objects.
std::string faults_of_drawing(const std::string& outlines) {
  Pipeline pipeline;
  const auto add = [&](const char* name, int revision, const std::vector<SettingLine>& settings) {
    ModuleEntry& entry = pipeline.modules.emplace_back();
    entry.name = name;
    entry.number = static_cast<int>(pipeline.modules.size());
    entry.revision = revision;
    entry.settings = settings;
  };
  add("ConserveMemory", 1,
      {{"Name the primary objects to be identified", "Nuclei"},
       {"Name the outline image", "NucOutlines"},
       {"Retain outlines of the identified objects?", "Yes"}});
  add("ConserveMemory", 1,
      {{"Name the objects to be identified", "Cells"},
       {"Name the outline image", "OtherOutlines"},
       {"Retain outlines of the identified secondary objects?", "No"},
       {"Name the new primary objects", "Kept"},
       {"Retain outlines of the new primary objects?", "Yes"}});
  add("ConserveMemory", 1,
      {{"Name the output objects", "Cells"},
       {"Retain the outlines of the identified objects for use later in the pipeline?", "Yes"},
       {"Name the outline image", "CellOutlines"}});
  add("OverlayOutlines", 2,
      {{"", "No"},
       {"", "DNA"},
       {"", "Overlay"},
       {"", "Color"},
       {"", "Max of image"},
       {"", "1"},
       {"", outlines},
       {"", "Red"}});
  add("ConserveMemory", 1,
      {{"Name the tertiary objects to be identified", "Cytoplasm"},
       {"Name the outline image", "LaterOutlines"},
       {"Retain outlines of the tertiary objects?", "Yes"}});
  ModuleLibrary library;
  library.add_builtin(cel_builtin_modules);
  PipelineFacts facts;
  for (const char* objects : {"Nuclei", "Cells", "Cytoplasm"})
    facts.names.push_back({CEL_NAME_OBJECTS, objects, 0});
  facts.names.push_back({CEL_NAME_IMAGE, "DNA", 0});
  const LoadedPipeline loaded(pipeline, library, facts, [](std::int32_t, const std::string&) {});
  return loaded.faults().empty() ? "" : loaded.faults().front().text();
}

// analytic: an image of outlines stands for the objects of the module before that kept it.
TEST(OverlayOutlinesOfImages, ObjectsAreFound) {
  for (const char* known : {"NucOutlines", "CellOutlines", "Nuclei"}) EXPECT_EQ(faults_of_drawing(known), "");
  for (const char* unknown : {"OtherOutlines", "LaterOutlines", "Nothing"})
    EXPECT_EQ(faults_of_drawing(unknown), "#4 OverlayOutlines, \"Select objects to display\": object set '" +
                                              std::string(unknown) +
                                              "' is made by no module before this one");
}

}  // namespace
}  // namespace cellerate
