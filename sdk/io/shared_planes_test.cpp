/// What several image sets read is decoded once and given away behind the last of them.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/shared_planes.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "sdk/io/image_reader.hpp"
#include "tests/support/temporary_folder.hpp"

namespace cellerate {
namespace {

class SharedPlanesTest : public ::testing::Test {
 protected:
  /// A gray image of one pixel.
  void write(const std::string& name, char value) {
    std::ofstream out(folder_.path() / name, std::ios::binary);
    const std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1), }";
    out << "\x93NUMPY" << '\1' << '\0' << static_cast<char>(header.size()) << '\0' << header << value;
  }
  /// Image sets that have one channel each, of these files.
  ImageSetTable table(const std::vector<std::string>& files) {
    ImageSetTable table;
    for (const std::string& file : files) {
      FilePlane plane;
      plane.path = (folder_.path() / file).string();
      table.rows.emplace_back().sources["Illum"] = {table.planes.size()};
      table.planes.push_back(plane);
    }
    return table;
  }
  static int value(const std::shared_ptr<const DecodedSource>& source) {
    return std::to_integer<int>(source->image.pixels.data()[0]);
  }
  test::TemporaryFolder folder_{"planes"};
};

// invariant: image sets that share a file get the same plane; the last one's copy is the last.
TEST_F(SharedPlanesTest, AreDecodedOnce) {
  write("shared.npy", 7);
  const ImageSetTable sets = table({"shared.npy", "shared.npy", "shared.npy"});
  SharedPlanes planes(sets);
  const auto first = planes.read(sets.planes[0]), second = planes.read(sets.planes[1]);
  EXPECT_EQ(first, second);
  EXPECT_EQ(value(first), 7);
  EXPECT_EQ(first->file_name, "shared.npy");
  std::weak_ptr<const DecodedSource> kept = planes.read(sets.planes[2]);
  EXPECT_FALSE(kept.expired());
}

// edge: behind its last image set a plane is in memory no more, and can still be read.
TEST_F(SharedPlanesTest, AreGivenAwayBehindTheLast) {
  write("shared.npy", 7);
  const ImageSetTable sets = table({"shared.npy", "shared.npy"});
  SharedPlanes planes(sets);
  planes.read(sets.planes[0]);
  const std::weak_ptr<const DecodedSource> gone = planes.read(sets.planes[1]);
  EXPECT_TRUE(gone.expired());
  EXPECT_EQ(value(planes.read(sets.planes[0])), 7);
}

// invariant: what one image set has is read anew each time.
TEST_F(SharedPlanesTest, ThoseOfOneImageSetAreNotKept) {
  write("a.npy", 1);
  write("b.npy", 2);
  const ImageSetTable sets = table({"a.npy", "b.npy"});
  SharedPlanes planes(sets);
  const auto a = planes.read(sets.planes[0]);
  EXPECT_NE(a, planes.read(sets.planes[0]));
  EXPECT_EQ(value(planes.read(sets.planes[1])), 2);
}

// edge: a file that cannot be read is an error for every image set, until it can be.
TEST_F(SharedPlanesTest, ErrorsAreNotKept) {
  const ImageSetTable sets = table({"late.npy", "late.npy", "late.npy"});
  SharedPlanes planes(sets);
  EXPECT_THROW(planes.read(sets.planes[0]), ImageError);
  EXPECT_THROW(planes.read(sets.planes[1]), ImageError);
  write("late.npy", 3);
  EXPECT_EQ(value(planes.read(sets.planes[2])), 3);
}

}  // namespace
}  // namespace cellerate
