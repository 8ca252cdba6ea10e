/// cellerate.h: channels that are no gray images, and what a session keeps: its database, its memory.
// SPDX-License-Identifier: BSD-3-Clause
#include <sys/resource.h>

#include "cuda/core/buffer.hpp"
#include "sdk/io/run_reader.hpp"
#include "sdk/io/sqlite.hpp"
#include "tests/host/host_test.hpp"

namespace cellerate::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kKeepsFreedMemory = true;
#else
constexpr bool kKeepsFreedMemory = false;
#endif

/// kCells up to the nuclei, with the channel PH3 loaded as something else.
std::string cells_with_ph3_as(const std::string& type) {
  std::string text = pipeline_text(kIdentifyPrimary);
  const std::string name = "images:PH3\n    Name to assign these objects:Cell\n    Select the image type:";
  const std::size_t at = text.find(name) + name.size();
  return text.replace(at, text.find('\n', at) - at, type);
}

class SessionInputs : public testing::Test {
 protected:
  /// The result of the field with another third channel.
  ResultHandle run(const SessionHandle& session, const cel_channel& third) {
    std::vector<cel_channel> channels = field_.channels();
    channels[2] = third;
    submit(session, image_set_of(channels));
    return next(session);
  }
  cel_channel third(const char* name, std::int32_t type, const void* pixels, int samples = 1) {
    cel_channel channel = field_.channels()[2];
    channel.name = name;
    channel.type = type;
    channel.pixels = pixels;
    channel.channels = samples;
    return channel;
  }
  std::size_t size() const {
    return static_cast<std::size_t>(field_.shape().height) * static_cast<std::size_t>(field_.shape().width);
  }

  FieldOfView field_{1};
};

// analytic: a label image is a channel of its own kind; its objects are counted.
TEST_F(SessionInputs, MayBeObjects) {
  const PipelineHandle pipeline = parse(cells_with_ph3_as("Objects"));
  auto channel = sized<cel_channel_info>();
  ASSERT_EQ(cel_pipeline_channel(pipeline.get(), 2, &channel), CEL_OK);
  EXPECT_EQ(channel.kind, CEL_NAME_OBJECTS);
  EXPECT_STREQ(channel.name, "Cell");
  std::vector<std::uint8_t> labels(size());
  std::fill_n(labels.begin() + 10, 20, std::uint8_t{7});
  std::fill_n(labels.begin() + 100, 30, std::uint8_t{9});
  const SessionHandle session = open(pipeline.get(), cpu_options());
  const ResultHandle result = run(session, third("Cell", CEL_U8, labels.data()));
  ASSERT_EQ(info_of(result).status, CEL_OK) << info_of(result).error;
  EXPECT_EQ(column(result, "Image", "Count_Cell"), std::vector<double>{2});
  EXPECT_EQ(column(result, "Cell", "Location_Center_X"), (std::vector<double>{19.5, 114.5}));
  auto name = sized<cel_table_column>();
  ASSERT_EQ(cel_result_find_column(result.get(), "Image", "ObjectsFileName_Cell", &name), CEL_OK);
  EXPECT_STREQ(name.texts[0], "field_1_PH3.tif");
}

// analytic: three samples a pixel are a color image, and a mask is where a channel is not 0.
TEST_F(SessionInputs, MayBeColorsAndMasks) {
  const std::vector<std::uint8_t> colors(3 * size(), 128), mask(size(), 1);
  const PipelineHandle color = parse(cells_with_ph3_as("Color image"));
  const SessionHandle color_session = open(color.get(), cpu_options());
  EXPECT_EQ(info_of(run(color_session, third("PH3", CEL_U8, colors.data(), 3))).status, CEL_OK);
  const PipelineHandle binary = parse(cells_with_ph3_as("Binary mask"));
  const SessionHandle mask_session = open(binary.get(), cpu_options());
  EXPECT_EQ(info_of(run(mask_session, third("PH3", CEL_BOOL, mask.data()))).status, CEL_OK);
}

// invariant: pixels on a GPU, with gaps between the rows, are the same image as in host memory.
TEST_F(SessionInputs, MayLieInCudaMemory) {
  if (cuda_device_count() == 0) GTEST_SKIP() << "no GPU: " << cuda_unavailable_reason();
  const PipelineHandle pipeline = parse(pipeline_text(kIdentifyPrimary));
  auto options = cpu_options();
  options.device = "cuda:0";
  const SessionHandle session = open(pipeline.get(), options);
  const ResultHandle expected = run(session, field_.channels()[2]);

  const auto camera = Device::cuda(0);
  const auto width = static_cast<std::size_t>(field_.shape().width), stride = width + 5;
  std::vector<std::uint16_t> rows(stride * static_cast<std::size_t>(field_.shape().height));
  const std::vector<std::uint16_t>& dna = field_.pixels("DNA");
  for (std::size_t i = 0; i < dna.size(); ++i) rows[i / width * stride + i % width] = dna[i];
  const auto on_gpu = upload(camera->queue(), rows);
  std::vector<cel_channel> channels = field_.channels();
  channels[0].memory = CEL_MEMORY_CUDA;
  channels[0].pixels = on_gpu.data();
  channels[0].row_stride = static_cast<std::int64_t>(stride * sizeof(std::uint16_t));
  channels[0].stream = camera->queue().stream();
  submit(session, image_set_of(channels));
  const ResultHandle result = next(session);
  ASSERT_EQ(info_of(result).status, CEL_OK) << info_of(result).error;
  EXPECT_EQ(column(result, "Nuclei", "Location_Center_X"), column(expected, "Nuclei", "Location_Center_X"));
  EXPECT_GT(column(result, "Image", "Count_Nuclei").at(0), 5);
}

// analytic: in place of LoadData's table, metadata that are numbers are numbers; elsewhere they are texts.
TEST_F(SessionInputs, MayHaveNumbersAsMetadata) {
  const std::vector<cel_channel> channels = field_.channels();
  cel_image_set image_set = image_set_of(channels);
  const cel_metadata metadata[] = {{"Site", "2"}, {"Dose", "0.5"}, {"Well", "A01"}};
  image_set.metadata = metadata;
  image_set.metadata_count = 3;
  const auto type_of = [&](const PipelineHandle& pipeline, const char* feature) {
    const SessionHandle session = open(pipeline.get(), cpu_options());
    submit(session, image_set);
    auto found = sized<cel_table_column>();
    EXPECT_EQ(cel_result_find_column(next(session).get(), "Image", feature, &found), CEL_OK);
    return found.type;
  };
  const PipelineHandle table = parse(load_data_text()), files = parse(pipeline_text(kIdentifyPrimary));
  EXPECT_EQ(type_of(table, "Metadata_Site"), CEL_VALUE_INTEGER);
  EXPECT_EQ(type_of(table, "Metadata_Dose"), CEL_VALUE_F64);
  EXPECT_EQ(type_of(table, "Metadata_Well"), CEL_VALUE_TEXT);
  EXPECT_EQ(type_of(files, "Metadata_Site"), CEL_VALUE_TEXT);
}

std::string text_of(sqlite::Connection& database, const std::string& sql) {
  auto rows = database.prepare(sql);
  std::string all;
  while (rows.step()) all += rows.text(0) + "|";
  return all;
}

// analytic: the database has what became of each image set, its metadata, and since when a setting is
// another.
TEST_F(SessionInputs, AreKeptInTheDatabase) {
  const TemporaryFolder folder;
  const std::string path = (folder / "run.sqlite").string();
  const PipelineHandle pipeline = parse(pipeline_text(kIdentifyPrimary));
  auto options = cpu_options();
  options.database = path.c_str();
  SessionHandle session = open(pipeline.get(), options);
  std::vector<cel_channel> channels = field_.channels();
  cel_image_set image_set = image_set_of(channels);
  const cel_metadata well = {"Well", "D11"};
  image_set.metadata = &well;
  image_set.metadata_count = 1;
  submit(session, image_set);
  const ResultHandle done = next(session);
  EXPECT_EQ(cel_session_set(session.get(), kIdentifyPrimary, 2, "9,41"), CEL_OK) << cel_last_error();
  channels[0].channels = 2;
  channels[0].width /= 2;
  submit(session, image_set);
  EXPECT_EQ(info_of(next(session)).status, CEL_ERROR);
  EXPECT_EQ(cel_session_close(session.release()), CEL_OK) << cel_last_error();

  RunReader run(path);
  EXPECT_EQ(run.find(1, "Image", "Metadata_Well")->texts, std::vector<std::string>{"D11"});
  EXPECT_EQ(run.find(1, "Nuclei", "Location_Center_X")->values, column(done, "Nuclei", "Location_Center_X"));
  sqlite::Connection database(path, sqlite::Connection::Mode::kCreate);
  EXPECT_EQ(text_of(database, "SELECT status FROM Progress ORDER BY ImageNumber"), "done|failed|");
  EXPECT_EQ(text_of(database, "SELECT value FROM Experiment WHERE key = 'setting_change_1'"),
            "from image set 2: #5 \"Typical diameter of objects, in pixel units (Min,Max)\": 9,41|");
}

// invariant: a session holds no more after many image sets than after some.
TEST_F(SessionInputs, LeaveNothingBehind) {
  if (kKeepsFreedMemory) GTEST_SKIP() << "sanitizers keep freed memory";
  constexpr int kSome = 30, kMany = 150;
  constexpr long kGrowthKb = 6 << 10;
  const PipelineHandle pipeline = parse(pipeline_text(kIdentifyPrimary));
  const SessionHandle session = open(pipeline.get(), cpu_options());
  const std::vector<cel_channel> channels = field_.channels();
  rusage usage{};
  long after_some = 0;
  for (int i = 0; i < kMany; ++i) {
    submit(session, image_set_of(channels));
    ASSERT_EQ(info_of(next(session)).status, CEL_OK);
    getrusage(RUSAGE_SELF, &usage);
    if (i == kSome) after_some = usage.ru_maxrss;
  }
  EXPECT_LT(usage.ru_maxrss, after_some + kGrowthKb);
}

}  // namespace
}  // namespace cellerate::test
