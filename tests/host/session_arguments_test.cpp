/// cellerate.h: sessions and image sets that are refused, each with its reason.
// SPDX-License-Identifier: BSD-3-Clause
#include <functional>

#include "tests/host/host_test.hpp"

namespace cellerate::test {
namespace {

class SessionArguments : public testing::Test {
 protected:
  void expect_refused(const cel_session_options& options, cel_status status, const std::string& reason) {
    cel_session* session = nullptr;
    EXPECT_EQ(cel_session_open(pipeline_.get(), &options, &session), status);
    EXPECT_NE(std::string(cel_last_error()).find(reason), std::string::npos) << cel_last_error();
    EXPECT_EQ(session, nullptr);
  }
  /// Submits a good image set after `spoil` changed it.
  void expect_refused(const std::function<void(std::vector<cel_channel>&)>& spoil, const std::string& reason,
                      cel_status status = CEL_INVALID) {
    std::vector<cel_channel> channels = field_.channels();
    spoil(channels);
    cel_image_set image_set = image_set_of(channels);
    bool released = false;
    image_set.owner = &released;
    image_set.release = [](void* called) { *static_cast<bool*>(called) = true; };
    EXPECT_EQ(cel_session_submit(session_.get(), &image_set, 0, nullptr), status);
    EXPECT_EQ(std::string(cel_last_error()), reason);
    EXPECT_FALSE(released) << "the pixels were not taken";
  }

  const PipelineHandle pipeline_ = parse(pipeline_text(kMeasureShape));
  const SessionHandle session_ = open(pipeline_.get(), cpu_options());
  FieldOfView field_{1};
};

// edge
TEST_F(SessionArguments, OfASession) {
  auto options = cpu_options();
  options.device = "abacus";
  expect_refused(options, CEL_INVALID, "unknown device 'abacus'");
  options = cpu_options();
  options.device = "cuda:99";
  expect_refused(options, CEL_NO_DEVICE, "CUDA");
  options = cpu_options();
  options.jobs = -1;
  expect_refused(options, CEL_INVALID, "jobs is -1");
  const char* nobody[] = {"Nobody"};
  options = cpu_options();
  options.labels = nobody;
  options.label_count = 1;
  expect_refused(options, CEL_INVALID, "labels: the pipeline makes no object set 'Nobody'");
  const std::int32_t after[] = {77};
  options = cpu_options();
  options.partial_after = after;
  options.partial_count = 1;
  expect_refused(options, CEL_INVALID, "partial_after: the pipeline has no enabled module #77");
  options.partial_after = nullptr;
  expect_refused(options, CEL_INVALID, "partial_after is null");
  options = cpu_options();
  options.database = "/nowhere/at/all.sqlite";
  expect_refused(options, CEL_UNWRITABLE, "/nowhere/at/all.sqlite");
  const TemporaryFolder folder;
  const std::string there = (folder / "there.sqlite").string();
  write_file(there, "mine");
  options.database = there.c_str();
  expect_refused(options, CEL_UNWRITABLE, "it is there already");
  EXPECT_EQ(read_file(there), "mine");
}

// edge: without a device of its own the pipeline would need groups.
TEST_F(SessionArguments, OfAPipelineThatWorksOnGroups) {
  const std::string projection =
      "MakeProjection:[module_num:10|svn_version:'Unknown'|variable_revision_number:2|show_window:False|"
      "notes:[]"
      "|batch_state:array([], dtype=uint8)|enabled:True|wants_pause:False]\n"
      "    Select the input image:DNA\n    Type of projection:Average\n    Name the output image:Projection\n"
      "    Frequency:6.0\n";
  std::string text = pipeline_text(kMeasureShape);
  text = text.substr(0, text.rfind("\n\n") + 2) + projection;
  const PipelineHandle pipeline = parse(text);
  cel_session* session = nullptr;
  EXPECT_EQ(cel_session_open(pipeline.get(), nullptr, &session), CEL_UNSUPPORTED);
  EXPECT_STREQ(
      cel_last_error(),
      "#10 MakeProjection: it works on groups of image sets as a whole, which a session does not have");
}

// edge
TEST_F(SessionArguments, OfAnImageSet) {
  expect_refused([](auto& channels) { channels.pop_back(); }, "channel 'PH3' is missing");
  expect_refused([](auto& channels) { channels[2] = channels[0]; }, "channel 'DNA' is there twice");
  expect_refused([](auto& channels) { channels[0].name = "Dapi"; },
                 "channel 'Dapi': the pipeline has no such channel");
  expect_refused([](auto& channels) { channels[0].name = nullptr; }, "channel 0 has no name");
  expect_refused([](auto& channels) { channels[1].pixels = nullptr; }, "channel 'RNA': its pixels are null");
  expect_refused([](auto& channels) { channels[0].height = 0; },
                 "channel 'DNA': it has 0 x 300 pixels of 1 samples: all must be at least 1");
  expect_refused([](auto& channels) { channels[0].type = 99; },
                 "channel 'DNA': its type 99 is none of CEL_BOOL ... CEL_U64");
  expect_refused([](auto& channels) { channels[0].row_stride = 599; },
                 "channel 'DNA': row_stride is 599, but a row has 600 bytes");
  expect_refused([](auto& channels) { channels[0].significant_bits = 17; },
                 "channel 'DNA': significant_bits is 17, its type has 16 bits");
  expect_refused([](auto& channels) { channels[0].full_scale = -1; },
                 "channel 'DNA': full_scale must be a number above 0");
  expect_refused([](auto& channels) { channels[0].memory = 5; },
                 "channel 'DNA': its memory 5 is neither CEL_MEMORY_HOST nor CEL_MEMORY_CUDA");
  expect_refused([](auto& channels) { channels[0].memory = CEL_MEMORY_CUDA; },
                 "channel 'DNA': its pixels are in CUDA memory, but the session runs on the CPU",
                 CEL_UNSUPPORTED);
  expect_refused([](auto& channels) { channels[0].struct_size = 0; }, "cel_channel: struct_size is not set");
}

// edge
TEST_F(SessionArguments, OfOtherCalls) {
  std::vector<cel_channel> channels = field_.channels();
  cel_image_set image_set = image_set_of(channels);
  EXPECT_EQ(cel_session_submit(session_.get(), &image_set, -2, nullptr), CEL_INVALID);
  EXPECT_STREQ(cel_last_error(), "timeout_ms is -2: use -1 to wait for as long as it takes");
  EXPECT_EQ(cel_session_submit(session_.get(), nullptr, 0, nullptr), CEL_INVALID);
  EXPECT_STREQ(cel_last_error(), "image_set is null");
  EXPECT_EQ(cel_session_submit(nullptr, &image_set, 0, nullptr), CEL_INVALID);
  EXPECT_STREQ(cel_last_error(), "session is null");
  const cel_metadata nameless = {"", "1"};
  image_set.metadata = &nameless;
  image_set.metadata_count = 1;
  EXPECT_EQ(cel_session_submit(session_.get(), &image_set, 0, nullptr), CEL_INVALID);
  EXPECT_STREQ(cel_last_error(), "metadata 0 has no key or no value");
  EXPECT_EQ(cel_session_next(session_.get(), 0, nullptr), CEL_INVALID);
  cel_result* none = nullptr;
  EXPECT_EQ(cel_session_next(session_.get(), -1, &none), CEL_ABSENT) << "nothing is in flight";
  EXPECT_EQ(cel_session_set(session_.get(), kIdentifyPrimary, 0, nullptr), CEL_INVALID);
  EXPECT_EQ(cel_session_close(nullptr), CEL_OK);
  EXPECT_STREQ(cel_session_device(session_.get()), cel_session_device(session_.get()));
  cel_result_free(nullptr);
  cel_pipeline_close(nullptr);
}

}  // namespace
}  // namespace cellerate::test
