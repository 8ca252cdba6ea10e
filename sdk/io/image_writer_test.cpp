// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/image_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <tiffio.h>

#include <cstring>
#include <numeric>

#include "sdk/io/image_reader.hpp"
#include "tests/support/temporary_folder.hpp"

namespace cellerate {
namespace {

using ::testing::HasSubstr;

/// A folder of its own for each test; a failing test leaves no files behind either.
class ImageWriter : public ::testing::Test {
 protected:
  std::filesystem::path file(const char* name) const { return folder_ / name; }
  std::size_t files() const {
    return std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator());
  }
  std::string description_of(const char* name) const {
    TIFF* tiff = TIFFOpen(file(name).c_str(), "r");
    char* text = nullptr;
    TIFFGetField(tiff, TIFFTAG_IMAGEDESCRIPTION, &text);
    const std::string description = text ? text : "";
    TIFFClose(tiff);
    return description;
  }

 private:
  const test::TemporaryFolder made_{"image_writer"};
  const std::filesystem::path& folder_ = made_.path();
};

/// Every byte differs from its neighbours, and every sample of a float type is a finite number.
RawImage pattern(int depth, int height, int width, int channels, PixelType type) {
  RawImage image;
  image.depth = depth;
  image.height = height;
  image.width = width;
  image.channels = channels;
  image.type = type;
  image.pixels = ByteBuffer(image.samples() * pixel_size(type));
  for (std::size_t i = 0; i < image.samples(); ++i) {
    if (type == PixelType::Float32) {
      image.as<float>()[i] = 0.1F * static_cast<float>(i);
    } else if (type == PixelType::Float64) {
      image.as<double>()[i] = 0.1 * static_cast<double>(i);
    } else {
      std::memset(image.pixels.data() + i * pixel_size(type), 0, pixel_size(type));
      image.pixels.data()[i * pixel_size(type)] =
          static_cast<std::byte>(type == PixelType::Bool ? i % 2 : i * 7);
    }
  }
  return image;
}

void expect_same(const RawImage& read, const RawImage& written) {
  EXPECT_EQ(read.height, written.height);
  EXPECT_EQ(read.width, written.width);
  EXPECT_EQ(read.channels, written.channels);
  EXPECT_EQ(read.type, written.type);
  ASSERT_EQ(read.pixels.size(), written.pixels.size());
  EXPECT_EQ(std::memcmp(read.pixels.data(), written.pixels.data(), read.pixels.size()), 0);
}

// invariant: what is written is read back
TEST_F(ImageWriter, WritesTiffsThatReadBack) {
  for (const PixelType type : {PixelType::UInt8, PixelType::UInt16, PixelType::Int32, PixelType::UInt32,
                               PixelType::Float32, PixelType::Float64})
    for (const int channels : {1, 3})
      for (const bool deflate : {false, true}) {
        const RawImage image = pattern(1, 5, 7, channels, type);
        write_tiff(file("a.tiff"), view_of(image), {.deflate = deflate});
        expect_same(read_image(file("a.tiff")), image);
        EXPECT_EQ(files(), 1u);  // nothing temporary is left
      }
}

// golden (tifffile 2022.4.8): a grey volume of 3 planes becomes one page of three separate planes, one of 5
// does not
TEST_F(ImageWriter, WritesVolumes) {
  const RawImage three = pattern(3, 4, 5, 1, PixelType::UInt16),
                 five = pattern(5, 4, 5, 1, PixelType::UInt16);
  write_tiff(file("three.tiff"), view_of(three));
  write_tiff(file("five.tiff"), view_of(five));
  write_tiff(file("frames.tiff"), view_of(three), {.stack = TiffStack::Frames});
  EXPECT_EQ(inspect_image(file("three.tiff")).series[0].samples, 3);
  EXPECT_EQ(inspect_image(file("five.tiff")).series[0].time_points, 5);
  EXPECT_EQ(inspect_image(file("frames.tiff")).series[0].time_points, 3);
  for (const char* name : {"three.tiff", "frames.tiff"}) {
    const RawImage volume = read_volume(file(name));
    EXPECT_EQ(volume.depth, 3);
    EXPECT_EQ(volume.scale, 65535);
    expect_same(volume, three);
  }
  write_npy(file("five.npy"), view_of(five));
  for (const char* name : {"five.tiff", "five.npy"}) {
    const RawImage volume = read_volume(file(name));
    EXPECT_EQ(volume.depth, 5);
    expect_same(volume, five);
  }
  const RawImage last = read_image(file("five.tiff"), {.index = 4});
  EXPECT_EQ(std::memcmp(last.pixels.data(), five.pixels.data() + 4 * last.pixels.size(), last.pixels.size()),
            0);
}

// golden (tifffile 2022.4.8): more than three channels are an ImageJ hyperstack
TEST_F(ImageWriter, WritesStacksOfChannels) {
  const RawImage image = pattern(1, 4, 5, 6, PixelType::UInt16);
  write_tiff(file("a.tiff"), view_of(image), {.stack = TiffStack::Channels});
  EXPECT_EQ(inspect_image(file("a.tiff")).series[0].channels, 6);
  expect_same(read_image(file("a.tiff")), image);
}

// golden (Bio-Formats 2.4 of CellProfiler 4.2.8): the pages and ImageJ's numbers of a movie
TEST_F(ImageWriter, WritesMovies) {
  write_tiff(file("gray.tiff"), view_of(pattern(4, 4, 5, 1, PixelType::UInt8)), {.stack = TiffStack::Frames});
  EXPECT_EQ(description_of("gray.tiff"),
            "ImageJ=\nhyperstack=true\nimages=4\nchannels=1\nslices=1\nframes=4");
  write_tiff(file("color.tiff"), view_of(pattern(2, 4, 5, 3, PixelType::UInt8)),
             {.stack = TiffStack::Slices});
  EXPECT_EQ(description_of("color.tiff"),
            "ImageJ=\nhyperstack=true\nimages=6\nchannels=3\nslices=2\nframes=1");
  EXPECT_EQ(inspect_image(file("color.tiff")).series[0].samples, 3);
  const RawImage stack = pattern(2, 4, 5, 4, PixelType::UInt8);
  write_tiff(file("stack.tiff"), view_of(stack), {.stack = TiffStack::Slices});
  EXPECT_EQ(description_of("stack.tiff"),
            "ImageJ=\nhyperstack=true\nimages=8\nchannels=4\nslices=2\nframes=1");
  const RawImage last = read_image(file("stack.tiff"), {.index = 7});
  for (std::size_t i = 0; i < 20; ++i)
    EXPECT_EQ(last.pixels.data()[i], stack.pixels.data()[(20 + i) * 4 + 3]) << i;
}

// golden (CellProfiler 4.2.8): the tags that readers rely on
TEST_F(ImageWriter, DescribesTheShapeInTheFirstPage) {
  write_tiff(file("a.tiff"), view_of(pattern(1, 4, 5, 3, PixelType::UInt8)), {.deflate = true});
  TIFF* tiff = TIFFOpen(file("a.tiff").c_str(), "r");
  ASSERT_NE(tiff, nullptr);
  char* description = nullptr;
  std::uint16_t compression = 0, resolution_unit = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEDESCRIPTION, &description);
  TIFFGetField(tiff, TIFFTAG_COMPRESSION, &compression);
  TIFFGetField(tiff, TIFFTAG_RESOLUTIONUNIT, &resolution_unit);
  EXPECT_STREQ(description, "{\"shape\": [4, 5, 3]}");
  EXPECT_EQ(compression, COMPRESSION_ADOBE_DEFLATE);
  EXPECT_EQ(resolution_unit, RESUNIT_NONE);
  EXPECT_EQ(TIFFNumberOfStrips(tiff), 1u);
  TIFFClose(tiff);
}

// invariant, and edge: PNG and NPY lose nothing; PNG refuses what it cannot hold
TEST_F(ImageWriter, WritesPngAndNpyThatReadBack) {
  for (const int channels : {1, 3})
    for (const PixelType type : {PixelType::UInt8, PixelType::UInt16}) {
      const RawImage image = pattern(1, 5, 7, channels, type);
      write_png(file("a.png"), view_of(image));
      expect_same(read_image(file("a.png")), image);
    }
  for (const PixelType type : {PixelType::Bool, PixelType::UInt8, PixelType::Int16, PixelType::UInt64,
                               PixelType::Float32, PixelType::Float64}) {
    const RawImage image = pattern(1, 5, 7, 3, type);
    write_npy(file("a.npy"), view_of(image));
    expect_same(read_image(file("a.npy")), image);
  }
  EXPECT_THROW(write_png(file("b.png"), view_of(pattern(1, 2, 2, 1, PixelType::Float32))), ImageError);
  EXPECT_THROW(write_png(file("b.png"), view_of(pattern(1, 2, 2, 2, PixelType::UInt8))), ImageError);
}

// analytic: JPEG keeps a flat image exactly at quality 75
TEST_F(ImageWriter, WritesJpeg) {
  RawImage image = pattern(1, 16, 16, 3, PixelType::UInt8);
  std::memset(image.pixels.data(), 128, image.pixels.size());
  write_jpeg(file("a.jpeg"), view_of(image));
  expect_same(read_image(file("a.jpeg")), image);
}

// golden (CellProfiler's save_h5): the dataset has the name of the file and the axes z, y, x, c
TEST_F(ImageWriter, WritesHdf5) {
  const RawImage image = pattern(1, 5, 7, 3, PixelType::Float32);
  write_hdf5(file("probabilities.h5"), view_of(image));
  const hid_t h5 = H5Fopen(file("probabilities.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(h5, "probabilities", H5P_DEFAULT);
  ASSERT_GE(dataset, 0);
  const hid_t space = H5Dget_space(dataset);
  hsize_t shape[4] = {};
  ASSERT_EQ(H5Sget_simple_extent_dims(space, shape, nullptr), 4);
  EXPECT_THAT(shape, ::testing::ElementsAre(1, 5, 7, 3));
  std::vector<float> pixels(image.samples());
  H5Dread(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, pixels.data());
  EXPECT_EQ(std::memcmp(pixels.data(), image.pixels.data(), image.pixels.size()), 0);
  EXPECT_GT(H5Aexists(dataset, "axistags"), 0);
  H5Sclose(space);
  H5Dclose(dataset);
  H5Fclose(h5);
}

// analytic: 16 bits as long as they hold the labels, a page a layer
TEST_F(ImageWriter, WritesLabels) {
  std::vector<std::int32_t> low(12), high(12);
  std::iota(low.begin(), low.end(), 65524);
  std::iota(high.begin(), high.end(), 65525);
  const std::int32_t* two[] = {low.data(), low.data()};
  write_labels(file("a.tif"), 3, 4, two);
  EXPECT_EQ(inspect_image(file("a.tif")).series[0].time_points, 2);
  const RawImage narrow = read_image(file("a.tif"), {.index = 1});
  ASSERT_EQ(narrow.type, PixelType::UInt16);
  EXPECT_EQ(narrow.as<std::uint16_t>()[11], 65535);
  const std::int32_t* one[] = {high.data()};
  write_labels(file("a.tif"), 3, 4, one);
  const RawImage wide = read_image(file("a.tif"));
  ASSERT_EQ(wide.type, PixelType::UInt32);
  EXPECT_EQ(wide.as<std::uint32_t>()[11], 65536u);
}

// edge: a folder that is missing; an image without pixels; nothing is left behind
TEST_F(ImageWriter, FailsWithTheReason) {
  const RawImage image = pattern(1, 2, 2, 1, PixelType::UInt8);
  for (const auto write : {+[](const std::filesystem::path&p, const PixelView&v) { write_tiff(p, v); },
                           write_png, write_jpeg, write_npy, write_hdf5}) {
    try {
      write(file("missing/a"), view_of(image));
      ADD_FAILURE();
    } catch (const ImageError& error) {
      EXPECT_THAT(error.what(), HasSubstr("missing/a"));
    }
  }
  EXPECT_THROW(write_tiff(file("a.tiff"), PixelView{}), ImageError);
  EXPECT_THROW(write_labels(file("a.tiff"), 3, 4, {}), ImageError);
  EXPECT_EQ(files(), 0u);
}

}  // namespace
}  // namespace cellerate
