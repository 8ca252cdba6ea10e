// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/tiff_series.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "sdk/io/ome_xml.hpp"

namespace cellerate {
namespace {

constexpr int kMaxPlanes = 1 << 24;  ///< of one series: more is a forged description

SeriesInfo info_of(const TiffPage& page) {
  SeriesInfo info;
  info.width = static_cast<int>(page.width);
  info.height = static_cast<int>(page.height);
  info.type = page.type;
  info.samples = info.channels = page.samples;
  info.indexed = page.indexed;
  return info;
}

bool possible_order(std::string_view order) {
  constexpr std::string_view kOrders[] = {"XYCZT", "XYCTZ", "XYZCT", "XYZTC", "XYTCZ", "XYTZC"};
  return std::ranges::find(kOrders, order) != std::end(kOrders);
}

/// The number after `key`, which is a new line, a name and an equals sign, in ImageJ's comment; 1 without it.
int imagej_number(std::string_view description, std::string_view key) {
  const std::size_t at = description.find(key);
  if (at == std::string_view::npos) return 1;
  const std::string_view text = description.substr(at + key.size());
  int value = 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// ImageJ's dimensions hold only if they account for every page, as in Bio-Formats' TiffReader.
void apply_imagej(std::string_view description, std::size_t pages, SeriesInfo& info) {
  if (!description.starts_with("ImageJ=")) return;
  const std::int64_t c = info.samples > 1 ? 1 : imagej_number(description, "\nchannels=");
  const std::int64_t z = imagej_number(description, "\nslices="), t = imagej_number(description, "\nframes=");
  if (c < 1 || z < 1 || t < 1 || c > kMaxPlanes || z > kMaxPlanes || t > kMaxPlanes) return;
  if (c * z > kMaxPlanes || c * z * t != static_cast<std::int64_t>(pages)) return;
  info.channels = static_cast<int>(c) * info.samples;
  info.z_planes = static_cast<int>(z);
  info.time_points = static_cast<int>(t);
}

/// Fills series.pages from TiffData; false if it names what the file lacks.
bool place_planes(const OmeImage& image, const std::vector<TiffPage>& pages,
                  const std::filesystem::path& path, TiffSeries& series) {
  const int planes = series.info.planes();
  series.pages.assign(planes, TiffSeries::kElsewhere);
  bool any = false;
  for (const OmeTiffData& data : image.tiff_data) {
    if (!data.file_name.empty() && data.file_name != path.filename().string()) continue;
    const SeriesInfo& info = series.info;
    const int c = data.first_c / info.samples;
    if (data.ifd < 0 || data.first_z < 0 || data.first_z >= info.z_planes || c < 0 ||
        c >= info.channel_planes() || data.first_t < 0 || data.first_t >= info.time_points)
      return false;
    const int first = info.plane_index(data.first_z, c, data.first_t);
    const int count = std::min(data.plane_count.value_or(data.has_ifd ? 1 : planes), planes - first);
    for (int i = 0; i < count; ++i) {
      const auto page = std::ranges::find(pages, data.ifd + i, &TiffPage::directory);
      if (page == pages.end()) return false;
      series.pages[first + i] = static_cast<int>(page - pages.begin());
      any = true;
    }
  }
  return any;
}

/// Nothing if the text is no OME-XML, or if it does not fit the file: then the pages speak for themselves.
std::vector<TiffSeries> ome_series(const std::vector<TiffPage>& pages, std::string_view description,
                                   const std::filesystem::path& path) {
  std::vector<TiffSeries> all;
  for (const OmeImage& image : parse_ome_xml(description)) {
    TiffSeries series;
    SeriesInfo& info = series.info;
    info.samples = image.channels.empty() ? 1 : image.channels.front().samples_per_pixel;
    if (image.size_z < 1 || image.size_c < 1 || image.size_time < 1 || info.samples < 1 ||
        image.size_c % info.samples != 0 || !possible_order(image.dimension_order))
      return {};
    if (std::int64_t{image.size_z} * image.size_c > kMaxPlanes ||
        std::int64_t{image.size_z} * image.size_c * image.size_time > kMaxPlanes)
      return {};
    info.channels = image.size_c;
    info.z_planes = image.size_z;
    info.time_points = image.size_time;
    info.dimension_order = image.dimension_order;
    if (!place_planes(image, pages, path, series)) {
      if (image.tiff_data.empty()) return {};
      continue;  // an image of a set of files: this file has none of its planes
    }
    const int first = *std::ranges::find_if(series.pages, [](int page) { return page >= 0; });
    const SeriesInfo stored = info_of(pages[first]);
    if (stored.samples != info.samples || stored.width != image.size_x || stored.height != image.size_y)
      return {};
    info.name = image.name;
    info.width = stored.width;
    info.height = stored.height;
    info.type = stored.type;
    info.indexed = stored.indexed;
    for (const OmeChannel& channel : image.channels) info.channel_names.push_back(channel.name);
    all.push_back(std::move(series));
  }
  return all;
}

TiffSeries plain_series(const std::vector<TiffPage>& pages, std::string_view description) {
  TiffSeries series;
  series.info = info_of(pages.front());
  series.info.time_points = static_cast<int>(pages.size());
  series.pages.resize(pages.size());
  std::iota(series.pages.begin(), series.pages.end(), 0);
  apply_imagej(description, pages.size(), series.info);
  return series;
}

}  // namespace

TiffLayout tiff_layout(const std::vector<TiffPage>& pages, std::string_view description,
                       const std::filesystem::path& path) {
  TiffLayout layout{ome_series(pages, description, path), true};
  if (layout.series.empty()) layout = {{plain_series(pages, description)}, false};
  return layout;
}

}  // namespace cellerate
