/// Revisions 5 to 10 of LoadImages, each by what it added.
// SPDX-License-Identifier: BSD-3-Clause
#include <stdexcept>

#include "plugins/LoadImages/load_images_settings.hpp"

namespace cellerate::modules::load_images {
namespace {

using Values = std::vector<std::string>;

constexpr std::size_t kCommon = 10;  ///< settings before those of the images, up to revision 10

/// Takes values one after the other.
class Reader {
 public:
  explicit Reader(const Values& values) : values_(values) {}
  bool at_end() const { return next_ == values_.size(); }
  Values take(std::size_t count) {
    if (values_.size() - next_ < count) throw std::invalid_argument("LoadImages has too few settings");
    const auto first = values_.begin() + static_cast<std::ptrdiff_t>(next_);
    next_ += count;
    return {first, first + static_cast<std::ptrdiff_t>(count)};
  }
  std::size_t take_count(Values& taken) {
    taken.push_back(take(1)[0]);
    const auto count = detail::parse<int>(taken.back());
    if (!count || *count < 1 || *count > 100000)
      throw std::invalid_argument("LoadImages: '" + taken.back() + "' is no number of images or channels");
    return static_cast<std::size_t>(*count);
  }

 private:
  const Values& values_;
  std::size_t next_ = 0;
};

void append(Values& to, const Values& from) { to.insert(to.end(), from.begin(), from.end()); }

/// Revision 6 counts images and their channels, and puts names behind the rest.
Values to_revision_6(const Values& values) {
  Reader reader(values);
  Values result = reader.take(kCommon), images;
  int count = 0;
  for (; !reader.at_end(); ++count) {
    const Values v = reader.take(6);  // text, name, position, and three of metadata
    append(images, {v[0], v[2], v[3], v[4], v[5], "1", v[1], "1"});
  }
  result.push_back(std::to_string(count));
  append(result, images);
  return result;
}

/// Settings of an image before its channels, and of a channel.
struct Sizes {
  std::size_t image, channel;
};

/// Rebuilds images and their channels, changing the settings of each.
template <class OnImage, class OnChannel>
Values changed(const Values& values, Sizes sizes, const OnImage& on_image, const OnChannel& on_channel) {
  Reader reader(values);
  Values result = reader.take(kCommon);
  for (std::size_t images = reader.take_count(result); images > 0; --images) {
    Values image = reader.take(5);
    const std::size_t channels = reader.take_count(image);
    append(image, reader.take(sizes.image - image.size()));
    on_image(image);
    append(result, image);
    for (std::size_t i = 0; i < channels; ++i) {
      Values channel = reader.take(sizes.channel);
      on_channel(channel);
      append(result, channel);
    }
  }
  return result;
}

void keep(Values&) {}

/// Added groups of movie frames.
Values to_revision_7(const Values& values) {
  return changed(
      values, {6, 2},
      [](Values& image) {
        append(image, {"No", "Interleaved", "3"});
      },
      keep);
}

/// Added rescaling.
Values to_revision_8(const Values& values) {
  return changed(values, {9, 2}, keep, [](Values& channel) { channel.push_back("Yes"); });
}

/// Added objects.
Values to_revision_9(const Values& values) {
  return changed(values, {9, 3}, keep, [](Values& channel) {
    channel = {"Images", channel[0], "Nuclei", channel[1], channel[2]};
  });
}

/// Added the outlines of objects.
Values to_revision_10(const Values& values) {
  return changed(values, {9, 5}, keep, [](Values& channel) {
    const Values outlines = {"No", "LoadedImageOutlines"};
    channel.insert(channel.begin() + 3, outlines.begin(), outlines.end());
  });
}

/// Subfolders can be chosen.
void choose_subfolders(Values& values) {
  if (values.size() < kCommon) throw std::invalid_argument("LoadImages has too few settings");
  values[4] = values[4] == "Yes" ? "All" : "None";
  values.insert(values.begin() + kCommon, "");
}

}  // namespace

void upgrade_settings(Upgrade& upgrade) {
  Values& values = upgrade.values;
  if (upgrade.revision < 5)
    throw std::invalid_argument("revision " + std::to_string(upgrade.revision) +
                                " of the settings is not supported");
  if (upgrade.revision <= 5) values = to_revision_6(values);
  if (upgrade.revision <= 6) values = to_revision_7(values);
  if (upgrade.revision <= 7) values = to_revision_8(values);
  if (upgrade.revision <= 8) values = to_revision_9(values);
  if (upgrade.revision <= 9) values = to_revision_10(values);
  if (upgrade.revision <= 10) choose_subfolders(values);
  upgrade.revision = 11;
}

}  // namespace cellerate::modules::load_images
