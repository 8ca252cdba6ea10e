/// Reads what other programs write: tests/io/make_image_variants.py makes the files and says which pixels are
/// in them.
// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <cstring>

#include "sdk/io/image_reader.hpp"
#include "tests/support/temporary_folder.hpp"

namespace cellerate {
namespace {

// golden (tifffile, Pillow): skipped without Python, NumPy, tifffile and Pillow
TEST(ImageVariants, AreReadAsTheirWritersMeantThem) {
  const test::TemporaryFolder made("image_variants");
  const std::filesystem::path& folder = made.path();
  const std::string command =
      "python3 '" CELLERATE_SOURCE_DIR "/tests/io/make_image_variants.py' '" + folder.string() + "'";
  const int status = std::system(command.c_str());
  constexpr int kPackageMissing = 77, kNoPython = 127;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code == kPackageMissing || code == kNoPython)
    GTEST_SKIP() << "Python, NumPy, tifffile or Pillow is missing";
  ASSERT_EQ(code, 0);

  int compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".npy") continue;
    SCOPED_TRACE(entry.path().filename());
    const RawImage read = read_image(entry.path()), expected = read_image(entry.path().string() + ".npy");
    EXPECT_EQ(read.height, expected.height);
    EXPECT_EQ(read.width, expected.width);
    EXPECT_EQ(read.channels, expected.channels);
    EXPECT_EQ(read.type, expected.type);
    ASSERT_EQ(read.pixels.size(), expected.pixels.size());
    EXPECT_EQ(std::memcmp(read.pixels.data(), expected.pixels.data(), read.pixels.size()), 0);
    ++compared;
  }
  EXPECT_GT(compared, 60);
}

}  // namespace
}  // namespace cellerate
