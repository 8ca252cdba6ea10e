/// cellerate.h: what comes of submitted image sets.
// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <cstring>

#include "pipelines/known_modules.hpp"
#include "pipelines/run.hpp"
#include "sdk/io/image_writer.hpp"
#include "sdk/io/run_reader.hpp"
#include "tests/host/host_test.hpp"

namespace cellerate::test {
namespace {

constexpr int kFields = 2;

/// What a submitted image set cannot share with one of files: times, places, digests, and how many there are.
bool belongs_to_files(const std::string& feature) {
  for (const char* prefix : {"ExecutionTime_", "PathName_", "URL_", "MD5Digest_", "Series_", "Frame_",
                             "Channel_", "Metadata_", "ImageSet_", "Group_Length"})
    if (feature.starts_with(prefix)) return true;
  return false;
}

bool same_bits(double a, double b) { return (std::isnan(a) && std::isnan(b)) || a == b; }

class SessionResults : public testing::Test {
 protected:
  void write_files() {
    std::filesystem::create_directories(folder_ / "images");
    for (int number = 1; number <= kFields; ++number) {
      FieldOfView field(number);
      for (const cel_channel& channel : field.channels())
        write_tiff(folder_ / "images" / channel.file_name, {.height = channel.height,
                                                            .width = channel.width,
                                                            .type = PixelType::UInt16,
                                                            .pixels = channel.pixels});
    }
  }
  std::string run_on_files() {
    write_files();
    const std::atomic<bool> cancel{false};
    const RunOptions options{.pipeline = kCells,
                             .input = folder_ / "images",
                             .output = folder_ / "run",
                             .file_list = {},
                             .data_file = {},
                             .save_labels = {},
                             .device = "cpu"};
    return run_pipeline(
               options, known_modules({}), cancel, [](const RunProgress&) {},
               [](std::int32_t, const std::string&) {})
        .database.string();
  }
  PipelineHandle open_cells() {
    const std::string output = (folder_ / "session").string();
    std::filesystem::create_directories(output);
    auto options = sized<cel_load_options>();
    options.output_folder = output.c_str();
    cel_pipeline* pipeline = nullptr;
    EXPECT_EQ(cel_pipeline_open(kCells.c_str(), &options, &pipeline), CEL_OK) << cel_last_error();
    return PipelineHandle(pipeline);
  }
  void expect_same_table(RunReader& run, std::int64_t image, const ResultHandle& result,
                         const cel_table& table) {
    auto column = sized<cel_table_column>();
    for (std::uint64_t i = 0; cel_result_get_column(result.get(), table.index, i, &column) == CEL_OK; ++i) {
      if (belongs_to_files(column.feature)) continue;
      SCOPED_TRACE(std::string(table.object) + " " + column.feature);
      const Measurement* expected = run.find(image, table.object, column.feature);
      ASSERT_NE(expected, nullptr);
      ASSERT_EQ(expected->size(), table.rows);
      ++compared_;
      for (std::uint64_t row = 0; row < table.rows; ++row) {
        EXPECT_TRUE(column.texts ? column.texts[row] == expected->texts[row]
                                 : same_bits(column.values[row], expected->values[row]));
      }
    }
  }

  TemporaryFolder folder_;
  int compared_ = 0;
};

// invariant: the same pixels give the same bits, be they of files or of memory, and the same files are saved.
TEST_F(SessionResults, EqualThoseOfARunOnFiles) {
  RunReader run(run_on_files());
  const PipelineHandle pipeline = open_cells();
  auto options = cpu_options();
  const std::string database = (folder_ / "session.sqlite").string();
  options.database = database.c_str();
  SessionHandle session = open(pipeline.get(), options);
  for (int number = 1; number <= kFields; ++number) {
    FieldOfView field(number);
    const auto channels = field.channels();
    submit(session, image_set_of(channels));
    const ResultHandle result = next(session);
    ASSERT_NE(result, nullptr);
    const cel_result_info info = info_of(result);
    EXPECT_EQ(info.status, CEL_OK) << info.error;
    EXPECT_EQ(info.number, number);
    EXPECT_EQ(info.table_count, 4u);
    auto table = sized<cel_table>();
    for (std::uint64_t i = 0; cel_result_get_table(result.get(), i, &table) == CEL_OK; ++i)
      expect_same_table(run, number, result, table);
  }
  EXPECT_GT(compared_, 600);
  EXPECT_EQ(cel_session_close(session.release()), CEL_OK) << cel_last_error();
  RunReader stored(database);
  EXPECT_EQ(stored.image_numbers(), run.image_numbers());
  EXPECT_EQ(stored.find(2, "Nuclei", "AreaShape_Area")->values,
            run.find(2, "Nuclei", "AreaShape_Area")->values);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "run")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("cellerate.sqlite")) continue;
    ++files;
    ASSERT_TRUE(std::filesystem::exists(folder_ / ("session/" + name))) << name;
    if (entry.path().extension() != ".csv" || name == "Nuclei.csv") {
      EXPECT_EQ(read_file(folder_ / ("session/" + name)), read_file(entry.path())) << name;
    }
  }
  EXPECT_GE(files, kFields + 4) << "saved images and spreadsheets";
}

// analytic: Image comes first and has one row; texts are texts; metadata and the tag come back.
TEST_F(SessionResults, HaveTextsMetadataAndTag) {
  const PipelineHandle pipeline = parse(pipeline_text(kMeasureShape));
  const SessionHandle session = open(pipeline.get(), cpu_options());
  FieldOfView field(1);
  const auto channels = field.channels();
  cel_image_set image_set = image_set_of(channels);
  const cel_metadata metadata[] = {{"Well", "B03"}, {"Site", "2"}};
  image_set.metadata = metadata;
  image_set.metadata_count = 2;
  image_set.user_tag = &field;
  submit(session, image_set);
  const ResultHandle result = next(session);
  const cel_result_info info = info_of(result);
  EXPECT_EQ(info.user_tag, &field);
  EXPECT_GT(info.seconds, 0);
  ASSERT_EQ(info.metadata_count, 2u);
  cel_metadata first{};
  ASSERT_EQ(cel_result_get_metadata(result.get(), 0, &first), CEL_OK);
  EXPECT_STREQ(first.key, "Well");
  EXPECT_STREQ(first.value, "B03");
  auto table = sized<cel_table>();
  ASSERT_EQ(cel_result_get_table(result.get(), 0, &table), CEL_OK);
  EXPECT_STREQ(table.object, "Image");
  EXPECT_EQ(table.rows, 1u);
  auto well = sized<cel_table_column>();
  ASSERT_EQ(cel_result_find_column(result.get(), "Image", "Metadata_Well", &well), CEL_OK);
  EXPECT_STREQ(well.texts[0], "B03");
  EXPECT_EQ(well.values, nullptr);
  EXPECT_EQ(cel_result_find_column(result.get(), "Image", "MD5Digest_DNA", &well), CEL_ABSENT);
  EXPECT_EQ(cel_result_find_column(result.get(), "Nobody", "Number", &well), CEL_ABSENT);
  EXPECT_STREQ(cel_last_error(), "the result has no table 'Nobody'");
  EXPECT_EQ(cel_result_get_table(result.get(), 99, &table), CEL_ABSENT);
}

// analytic: label images hold as many pixels of each label as the areas say, and outlive their session.
TEST_F(SessionResults, HaveLabelImages) {
  const PipelineHandle pipeline = parse(pipeline_text(kMeasureShape));
  auto options = cpu_options();
  const char* wanted[] = {"Nuclei"};
  options.labels = wanted;
  options.label_count = 1;
  SessionHandle session = open(pipeline.get(), options);
  FieldOfView field(1);
  const auto channels = field.channels();
  submit(session, image_set_of(channels));
  const ResultHandle result = next(session);
  session.reset();
  ASSERT_EQ(info_of(result).label_count, 1u);
  auto labels = sized<cel_labels>();
  ASSERT_EQ(cel_result_find_labels(result.get(), "Nuclei", &labels), CEL_OK);
  EXPECT_EQ(labels.height, field.shape().height);
  EXPECT_EQ(labels.width, field.shape().width);
  std::vector<double> areas(labels.count);
  for (int i = 0; i < labels.height * labels.width; ++i)
    if (labels.pixels[i]) ++areas.at(labels.pixels[i] - 1);
  EXPECT_GT(labels.count, 5);
  EXPECT_EQ(areas, column(result, "Nuclei", "AreaShape_Area"));
}

// analytic: a partial result has what the modules up to the named one measured, and nothing else.
TEST_F(SessionResults, ComeInPartsToo) {
  const PipelineHandle pipeline = parse(pipeline_text(kMeasureShape));
  auto options = cpu_options();
  const std::int32_t after[] = {kIdentifyPrimary};
  options.partial_after = after;
  options.partial_count = 1;
  const SessionHandle session = open(pipeline.get(), options);
  FieldOfView field(1);
  const auto channels = field.channels();
  submit(session, image_set_of(channels));
  const ResultHandle partial = next(session), final = next(session);
  EXPECT_EQ(info_of(partial).after_module, kIdentifyPrimary);
  EXPECT_EQ(info_of(final).after_module, 0);
  EXPECT_EQ(next(session), nullptr);
  EXPECT_EQ(column(partial, "Image", "Count_Nuclei"), column(final, "Image", "Count_Nuclei"));
  EXPECT_TRUE(column(partial, "Nuclei", "AreaShape_Area").empty());
  EXPECT_FALSE(column(final, "Nuclei", "AreaShape_Area").empty());
}

// edge: nothing in the image: tables without rows, and no failure.
TEST_F(SessionResults, OfADarkImageAreTablesWithoutRows) {
  const PipelineHandle pipeline = parse(pipeline_text(kMeasureShape));
  const SessionHandle session = open(pipeline.get(), cpu_options());
  FieldOfView field(1);
  for (const char* stain : {"DNA", "cellbody", "PH3"})
    field.pixels(stain).assign(field.pixels(stain).size(), 0);
  const auto channels = field.channels();
  submit(session, image_set_of(channels));
  const ResultHandle result = next(session);
  EXPECT_EQ(info_of(result).status, CEL_OK) << info_of(result).error;
  EXPECT_EQ(column(result, "Image", "Count_Nuclei"), std::vector<double>{0});
  auto table = sized<cel_table>();
  ASSERT_EQ(cel_result_find_table(result.get(), "Nuclei", &table), CEL_OK);
  EXPECT_EQ(table.rows, 0u);
}

class SessionPixels : public testing::Test {
 protected:
  SessionPixels() : session_(open(pipeline_.get(), cpu_options())) {}
  /// Mean intensities of the nuclei, with DNA as given.
  std::vector<double> intensities(const cel_channel& dna) {
    std::vector<cel_channel> channels = field_.channels();
    channels[0] = dna;
    submit(session_, image_set_of(channels));
    const ResultHandle result = next(session_);
    EXPECT_EQ(info_of(result).status, CEL_OK) << info_of(result).error;
    return column(result, "Nuclei", "Intensity_IntegratedIntensity_DNA");
  }
  cel_channel dna() { return field_.channels()[0]; }

  const PipelineHandle pipeline_ = parse(pipeline_text(kMeasureShape));
  FieldOfView field_{1};
  SessionHandle session_;
};

// invariant: rows with gaps between them, at an odd address, are the same image.
TEST_F(SessionPixels, MayHaveGapsBetweenRows) {
  cel_channel channel = dna();
  const std::vector<double> expected = intensities(channel);
  const std::size_t row = channel.width * sizeof(std::uint16_t), stride = row + 7;
  std::vector<char> rows(stride * channel.height + 1);
  for (int y = 0; y < channel.height; ++y)
    std::memcpy(rows.data() + 1 + y * stride, static_cast<const char*>(channel.pixels) + y * row, row);
  channel.pixels = rows.data() + 1;
  channel.row_stride = static_cast<std::int64_t>(stride);
  EXPECT_EQ(intensities(channel), expected);
  EXPECT_GT(expected.size(), 5u);
}

// invariant: samples divided beforehand, as floats, are the same image; so is a manual full scale.
TEST_F(SessionPixels, OfFloatsAreTakenAsTheyAre) {
  cel_channel channel = dna();
  const std::vector<double> expected = intensities(channel);
  std::vector<float> floats;
  for (const std::uint16_t sample : field_.pixels("DNA"))
    floats.push_back(static_cast<float>(sample) / 65535);
  channel.type = CEL_F32;
  channel.pixels = floats.data();
  EXPECT_EQ(intensities(channel), expected);
  channel = dna();
  channel.full_scale = 65535;
  EXPECT_EQ(intensities(channel), expected);
}

// analytic: a camera of 12 bits fills the range that 4095 gives.
TEST_F(SessionPixels, OfTwelveBitsAreDividedBy4095) {
  cel_channel channel = dna();
  for (std::uint16_t& sample : field_.pixels("DNA")) sample = static_cast<std::uint16_t>(sample >> 4);
  channel.significant_bits = 12;
  const std::vector<double> by_bits = intensities(channel);
  channel.significant_bits = 0;
  channel.full_scale = 4095;
  EXPECT_EQ(intensities(channel), by_bits);
  EXPECT_GT(by_bits.size(), 5u);
}

}  // namespace
}  // namespace cellerate::test
