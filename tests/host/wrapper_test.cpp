/// cellerate.hpp: errors, ownership and results of the C++ interface over cellerate.h.
// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <atomic>
#include <cellerate/cellerate.hpp>
#include <mutex>

#include "samples/synthetic_cells/synthetic_cells.hpp"

namespace {

constexpr char kCells[] = CELLERATE_SOURCE_DIR "/pipelines/examples/cells.cppipe";
constexpr char kNuclei[] = CELLERATE_SOURCE_DIR "/samples/embed_c/nuclei.cppipe";

/// One field of view as the channel DNA of kNuclei.
cellerate::ImageSet dna() {
  const cellerate::samples::Field field;
  cellerate::ImageSet images;
  images.add("DNA", cellerate::samples::draw(field).front().pixels, field.height, field.width);
  return images;
}

cellerate::Session cpu_session(cellerate::SessionOptions options = {}) {
  options.device = "cpu";
  return cellerate::Session(cellerate::Pipeline(kNuclei), std::move(options));
}

// analytic: lists are those of the C interface.
TEST(HostWrapper, ListsAPipeline) {
  const cellerate::Pipeline pipeline(kCells);
  EXPECT_TRUE(pipeline.faults().empty());
  EXPECT_EQ(pipeline.modules().size(), 12u);
  EXPECT_EQ(pipeline.channels().size(), 3u);
  EXPECT_EQ(pipeline.object_sets().size(), 3u);
  EXPECT_EQ(pipeline.columns().size(), cel_pipeline_column_count(pipeline.c()));
  EXPECT_STREQ(pipeline.setting(5, pipeline.find_setting(5, "Fill holes in identified objects?")).value,
               "After both thresholding and declumping");
}

// edge: errors are exceptions with status and message; a faulty pipeline is one to ask.
TEST(HostWrapper, ThrowsErrors) {
  try {
    const cellerate::Pipeline pipeline("/nowhere.cppipe");
    FAIL();
  } catch (const cellerate::Error& error) {
    EXPECT_EQ(error.status(), CEL_UNREADABLE);
    EXPECT_STREQ(error.what(), "/nowhere.cppipe: there is no such file");
  }
  EXPECT_THROW(cellerate::Pipeline::parse("scribble", "note"), cellerate::Error);
  const cellerate::Pipeline pipeline(kNuclei);
  EXPECT_THROW(pipeline.find_setting(3, "No such setting"), cellerate::Error);
  cellerate::Session session = cpu_session();
  EXPECT_THROW(session.submit(cellerate::ImageSet()), cellerate::Error);
  EXPECT_EQ(session.next(), std::nullopt);
}

// analytic: pixels that the image set owns live until they are not needed; everything comes back.
TEST(HostWrapper, GivesResults) {
  cellerate::SessionOptions options;
  options.labels = {"Nuclei"};
  cellerate::Session session = cpu_session(options);
  cellerate::ImageSet images = dna();
  std::atomic<int> released{0};
  images.on_release([&] { ++released; });
  images.add_metadata("Well", "C07");
  images.set_user_tag(&session);
  EXPECT_EQ(session.submit(std::move(images)), 1);
  const auto result = session.next();
  ASSERT_TRUE(result && result->ok());
  EXPECT_EQ(released, 1);
  EXPECT_EQ(result->info().user_tag, &session);
  EXPECT_EQ(result->image_text("Metadata_Well"), "C07");
  const cellerate::View<double> areas = result->values("Nuclei", "AreaShape_Area");
  EXPECT_EQ(areas.size(), static_cast<std::size_t>(result->image_value("Count_Nuclei")));
  EXPECT_GT(areas.size(), 5u);
  EXPECT_EQ(result->labels("Nuclei").count, static_cast<int>(areas.size()));
  std::size_t columns = 0;
  for (const cel_table& table : result->tables()) columns += result->columns(table).size();
  EXPECT_GT(columns, 50u);
  EXPECT_THROW(result->values("Nuclei", "AreaShape_Beauty"), cellerate::Error);
  session.close();
}

// analytic: where there is no room the image set stays with the caller, who may try again.
TEST(HostWrapper, KeepsWhatItCouldNotSubmit) {
  cellerate::SessionOptions options;
  options.max_in_flight = 1;
  cellerate::Session session = cpu_session(options);
  session.submit(dna());
  EXPECT_TRUE(session.flush());
  cellerate::ImageSet second = dna();
  EXPECT_EQ(session.try_submit(second), std::nullopt);
  EXPECT_EQ(session.state().ready, 1u);
  ASSERT_TRUE(session.next());
  EXPECT_EQ(session.try_submit(second), 2);
  EXPECT_TRUE(session.next()->ok());
}

// analytic: results by callback; closing waits for them.
TEST(HostWrapper, CallsBack) {
  std::mutex mutex;
  std::vector<std::int64_t> numbers;
  cellerate::SessionOptions options;
  options.on_result = [&](const cellerate::Result& result) {
    const std::lock_guard lock(mutex);
    numbers.push_back(result.info().number);
  };
  cellerate::Session session = cpu_session(options);
  for (int i = 0; i < 3; ++i) session.submit(dna());
  session.close();
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 3}));
}

}  // namespace
