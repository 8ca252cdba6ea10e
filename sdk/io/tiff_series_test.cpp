// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/tiff_series.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk/io/ome_xml.hpp"

namespace cellerate {
namespace {

using ::testing::ElementsAre;

std::vector<TiffPage> pages_of(int count, std::uint32_t width = 4, std::uint32_t height = 3) {
  std::vector<TiffPage> pages;
  for (int i = 0; i < count; ++i) pages.push_back({width, height, 1, PixelType::UInt16, false, i});
  return pages;
}

std::string ome(const std::string& pixels_attributes, const std::string& content) {
  return "<?xml version=\"1.0\"?><!-- <Image> --><OME "
         "xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
         "<Image ID='Image:0' Name=\"a &lt;b&gt;\"><Pixels SizeX=\"4\" SizeY=\"3\" " +
         pixels_attributes + ">" + content + "</Pixels></Image></OME>";
}

// analytic: names are decoded, prefixes and comments are passed over
TEST(OmeXml, ReadsChannelsAndTiffData) {
  const auto images = parse_ome_xml(
      "<ome:OME><ome:Image Name='x'><ome:Pixels DimensionOrder='XYZCT' SizeX='4' SizeY='3' SizeZ='1' "
      "SizeC='2' "
      "SizeT='1'><ome:Channel ID='Channel:0:0' Name='A &amp; \"B\"'/><ome:Channel ID='Channel:0:1'/>"
      "<ome:TiffData IFD='3' FirstC='1'><ome:UUID "
      "FileName='other.tif'>urn</ome:UUID></ome:TiffData></ome:Pixels>"
      "</ome:Image></ome:OME>");
  ASSERT_EQ(images.size(), 1u);
  EXPECT_EQ(images[0].dimension_order, "XYZCT");
  EXPECT_EQ(images[0].size_c, 2);
  ASSERT_EQ(images[0].channels.size(), 2u);
  EXPECT_EQ(images[0].channels[0].name, "A & \"B\"");
  EXPECT_EQ(images[0].channels[1].name, "Channel:0:1");
  ASSERT_EQ(images[0].tiff_data.size(), 1u);
  EXPECT_EQ(images[0].tiff_data[0].ifd, 3);
  EXPECT_EQ(images[0].tiff_data[0].first_c, 1);
  EXPECT_EQ(images[0].tiff_data[0].file_name, "other.tif");
}

// edge: text that is no OME-XML, or breaks off anywhere, is read as far as it goes
TEST(OmeXml, SurvivesBrokenText) {
  EXPECT_TRUE(parse_ome_xml("").empty());
  EXPECT_TRUE(parse_ome_xml("{\"shape\": [3, 4]}").empty());
  const std::string whole = ome("SizeZ='1' SizeC='2' SizeT='1'", "<Channel Name='a'/><TiffData IFD='1'/>");
  for (std::size_t size = 0; size < whole.size(); ++size) parse_ome_xml(whole.substr(0, size));
}

// analytic: one TiffData for all planes
TEST(TiffSeries, FollowsOmeDimensionOrder) {
  const TiffLayout layout =
      tiff_layout(pages_of(6), ome("DimensionOrder='XYZCT' SizeZ='3' SizeC='2' SizeT='1'", "<TiffData/>"),
                  "image.ome.tif");
  ASSERT_TRUE(layout.described_by_ome);
  const SeriesInfo& info = layout.series[0].info;
  EXPECT_EQ(info.name, "a <b>");
  EXPECT_EQ(info.planes(), 6);
  EXPECT_EQ(info.plane_index(2, 0, 0), 2);
  EXPECT_EQ(info.plane_index(0, 1, 0), 3);
  EXPECT_THAT(layout.series[0].pages, ElementsAre(0, 1, 2, 3, 4, 5));
}

// analytic: planes in any order; what lies in another file is not here
TEST(TiffSeries, PlacesPlanesByTiffData) {
  const TiffLayout layout =
      tiff_layout(pages_of(2),
                  ome("DimensionOrder='XYCZT' SizeZ='1' SizeC='3' SizeT='1'",
                      "<TiffData IFD='0' FirstC='2' PlaneCount='1'/><TiffData IFD='1' FirstC='0'/>"
                      "<TiffData IFD='0' FirstC='1'><UUID FileName='other.ome.tif'>u</UUID></TiffData>"),
                  "image.ome.tif");
  ASSERT_EQ(layout.series.size(), 1u);
  EXPECT_THAT(layout.series[0].pages, ElementsAre(1, TiffSeries::kElsewhere, 0));
}

// edge: a description that does not fit the file is ignored
TEST(TiffSeries, IgnoresOmeXmlThatDoesNotFit) {
  const std::string sizes = "DimensionOrder='XYCZT' SizeZ='1' SizeC='2' SizeT='1'";
  for (const std::string& text :
       {ome(sizes, "<TiffData IFD='7'/>"), ome(sizes, "<TiffData IFD='-1'/>"),
        ome(sizes, "<TiffData FirstC='2'/>"),
        ome("DimensionOrder='XYCZT' SizeZ='99999999' SizeC='99999999' SizeT='9'", "<TiffData/>"),
        ome("DimensionOrder='ZYX' SizeZ='1' SizeC='2' SizeT='1'", "<TiffData/>"), ome("", "<TiffData/>")}) {
    const TiffLayout layout = tiff_layout(pages_of(2), text, "image.ome.tif");
    EXPECT_FALSE(layout.described_by_ome);
    EXPECT_EQ(layout.series[0].info.time_points, 2);
  }
}

// golden (Bio-Formats 5.7): ImageJ's numbers hold only if they account for every page
TEST(TiffSeries, FollowsImageJWhereItFits) {
  const SeriesInfo fits =
      tiff_layout(pages_of(6), "ImageJ=1.53\nimages=6\nchannels=2\nslices=3\n", "a.tif").series[0].info;
  EXPECT_EQ(fits.channels, 2);
  EXPECT_EQ(fits.z_planes, 3);
  EXPECT_EQ(fits.time_points, 1);
  const SeriesInfo wrong =
      tiff_layout(pages_of(6), "ImageJ=1.53\nchannels=4\nslices=2\n", "a.tif").series[0].info;
  EXPECT_EQ(wrong.channels, 1);
  EXPECT_EQ(wrong.time_points, 6);
}

}  // namespace
}  // namespace cellerate
