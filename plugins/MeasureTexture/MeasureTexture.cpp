/// MeasureTexture: Haralick's texture features of gray images and of objects in them.
/// Meaning, units, sources and differences from CellProfiler: MeasureTexture.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

#include "cuda/region/cooccurrence.hpp"
#include "cuda/threshold/compact.hpp"
#include "plugins/shared/fitted_image.hpp"
#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/image_samples.hpp"
#include "plugins/shared/name_list.hpp"

namespace cellerate::modules {
namespace {

enum class Where { Images, Objects, Both };

struct TextureScale {
  int pixels = 3;
  void bind(Binder& b) { b.integer(pixels, "Texture scale to measure", {.min = 0}); }
};

struct MeasureTextureSettings {
  std::vector<std::string> images, objects;
  int levels = 256;
  Where where = Where::Both;
  std::vector<TextureScale> scales;

  void bind(Binder& b) {
    b.images(images, "Select images to measure");
    b.object_list(objects, "Select objects to measure");
    b.integer(levels, "Enter how many gray levels to measure the texture at", {.min = 2, .max = 256});
    b.count(scales, "Hidden", 1);
    b.choice(where, "Measure whole images or objects?", {"Images", "Objects", "Both"});
    b.each(scales);
  }
};

// In the order of kernel::Haralick.
constexpr std::array<const char*, kernel::kHaralickFeatures> kFeatures = {
    "AngularSecondMoment", "Contrast",    "Correlation", "Variance", "InverseDifferenceMoment",
    "SumAverage",          "SumVariance", "SumEntropy",  "Entropy",  "DifferenceVariance",
    "DifferenceEntropy",   "InfoMeas1",   "InfoMeas2"};

constexpr int kFeaturesOfScale = kernel::kTextureDirections * kernel::kHaralickFeatures;

class MeasureTexture {
 public:
  static constexpr ModuleInfo info = {
      .revision = 7,
      .category = "Measurement",
      .summary = "Measures Haralick's texture features of gray images and of objects in them."};
  using Settings = MeasureTextureSettings;

  MeasureTexture(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {
    for (const TextureScale& scale : settings_.scales) scales_.push_back(scale.pixels);
  }

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;

  void run(ImageSet& images) const {
    for (const auto& name : settings_.images) measure(images, name);
  }

 private:
  bool of_images() const { return settings_.where != Where::Objects; }
  bool of_objects() const { return settings_.where != Where::Images; }
  void check(Declaration& d) const;
  std::string column_name(int feature, const std::string& image, int scale, int direction) const;
  void declare_columns(Declaration& d, const std::string& object) const;

  void measure(ImageSet& images, const std::string& name) const;
  bool clears_hidden(ImageSet& images, const GrayImage& gray) const;
  Buffer<std::uint8_t> quantized(Queue& queue, const kernel::MaskedImage& image) const;
  void measure_plane(ImageSet& images, const std::string& name, View2<const std::uint8_t> grey,
                     std::size_t first, std::size_t last) const;
  void measure_larger_objects(ImageSet& images, const GrayImage& gray, const std::string& name,
                              const std::string& object) const;
  void measure_objects(ImageSet& images, const std::string& name, const std::string& object,
                       View2<const std::uint8_t> grey) const;

  Settings settings_;
  std::vector<int> scales_;
};

/// Revisions 1 to 5 begin with the numbers of images, objects and scales, then these; each revision has other
/// settings between the scales and the end.
void MeasureTexture::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision <= 5) {
    std::size_t counts[3];
    for (int i = 0; i < 3; ++i) {
      const auto count =
          static_cast<std::size_t>(i) < values.size() ? detail::parse<std::size_t>(values[i]) : std::nullopt;
      if (!count) return;
      counts[i] = *count;
    }
    const std::size_t objects = 3 + counts[0], scales = objects + counts[1];
    const std::size_t stride = u.revision == 3 || u.revision == 4 ? 2 : 1;  // each scale with its angle
    if (scales + stride * counts[2] > values.size()) return;
    std::vector<std::string> now = {joined_names(values, 3, objects), joined_names(values, objects, scales),
                                    values[2], u.revision >= 4 ? values.back() : "Both"};
    for (std::size_t i = 0; i < counts[2]; ++i) now.push_back(values[scales + stride * i]);
    values = now;
    u.revision = 6;
  }
  if (u.revision == 6 && values.size() >= 2) {
    values.insert(values.begin() + 2, "256");
    u.revision = 7;
  }
}

std::string MeasureTexture::column_name(int feature, const std::string& image, int scale,
                                        int direction) const {
  char end[48];
  std::snprintf(end, sizeof end, "_%d_%02d_%d", scale, direction, settings_.levels);
  return std::string("Texture_") + kFeatures[feature] + "_" + image + end;
}

void MeasureTexture::check(Declaration& d) const {
  check_names(d, settings_.images, "Select images to measure");
  if (of_objects()) check_names(d, settings_.objects, "Select objects to measure");
  for (std::size_t i = 0; i < scales_.size(); ++i)
    if (std::count(scales_.begin(), scales_.begin() + i, scales_[i]))
      d.fault("Texture scale to measure", std::to_string(scales_[i]) + " is given twice");
}

void MeasureTexture::declare_columns(Declaration& d, const std::string& object) const {
  for (int feature = 0; feature < kernel::kHaralickFeatures; ++feature)
    for (const auto& image : settings_.images)
      for (const int scale : scales_)
        for (int direction = 0; direction < kernel::kTextureDirections; ++direction)
          d.column(object, column_name(feature, image, scale, direction));
}

void MeasureTexture::declare(Declaration& d) const {
  check(d);
  for (const auto& image : settings_.images) d.needs_image(image, "Select images to measure");
  if (of_images()) declare_columns(d, "Image");
  if (!of_objects()) return;
  for (const auto& object : settings_.objects) {
    d.needs_objects(object, "Select objects to measure");
    declare_columns(d, object);
  }
}

/// @throws std::invalid_argument for pixels that scikit-image's img_as_ubyte refuses
Buffer<std::uint8_t> MeasureTexture::quantized(Queue& queue, const kernel::MaskedImage& image) const {
  const Shape2 shape = image.pixels.shape;
  const Buffer<float> inside =
      image.mask ? kernel::compact(queue, image.pixels, image.mask) : Buffer<float>();
  const View1<const float> values =
      image.mask ? inside.view() : View1<const float>{image.pixels.data, shape.size()};
  if (values.size > 0) {
    const auto [least, most] = kernel::extrema(queue, values);
    if (least < -1 || most > 1) throw std::invalid_argument("texture needs intensities between -1 and 1");
  }
  Buffer<std::uint8_t> grey(queue, shape.size());
  kernel::quantize(queue, image.pixels, image.mask, settings_.levels, grey.view(shape));
  return grey;
}

/// Whether CellProfiler sets what the mask hides to 0 in the image itself when it measures objects: not where
/// it works on a copy, as of binary images, and not where there is nothing to measure.
bool MeasureTexture::clears_hidden(ImageSet& images, const GrayImage& gray) const {
  if (!of_objects() || !gray.mask() || gray.image().is_binary()) return false;
  return std::any_of(settings_.objects.begin(), settings_.objects.end(), [&](const auto& object) {
    return images.objects(object).shape() == gray.shape() && images.objects(object).count() > 0;
  });
}

void MeasureTexture::measure(ImageSet& images, const std::string& name) const {
  Queue& queue = images.queue();
  const GrayImage gray(images, name);
  const bool cleared = clears_hidden(images, gray);
  Buffer<std::uint8_t> all, inside;
  if (of_images() || !gray.mask()) all = quantized(queue, {gray.pixels(), {}});
  if (of_objects() && gray.mask()) inside = quantized(queue, {gray.pixels(), gray.mask()});
  const View2<const std::uint8_t> visible = (inside.data() ? inside : all).view(gray.shape());
  if (of_images()) {
    // Objects are measured after the first scale of the image.
    measure_plane(images, name, all.view(gray.shape()), 0, cleared ? 1 : scales_.size());
    if (cleared) measure_plane(images, name, visible, 1, scales_.size());
  }
  if (!of_objects()) return;
  for (const auto& object : settings_.objects) {
    const Objects objects = images.objects(object);
    if (objects.count() > 0 && objects.shape() != gray.shape())
      measure_larger_objects(images, gray, name, object);
    else
      measure_objects(images, name, object, visible);
  }
  if (!cleared) return;
  const Image& image = gray.image();
  images.add_image(name, {.shape = image.shape(),
                          .channels = image.channels(),
                          .type = image.type(),
                          .pixels = samples_inside(queue, image, gray.mask()),
                          .parent = name,
                          .channel_stack = image.is_channel_stack()});
}

/// Objects that reach over the image. CellProfiler takes the mask of a larger image as it is and fails.
void MeasureTexture::measure_larger_objects(ImageSet& images, const GrayImage& gray, const std::string& name,
                                            const std::string& object) const {
  const FittedImage fitted = FittedImage::to_objects(images, gray, images.objects(object));
  if (!fitted.is_padded())
    throw std::invalid_argument("image '" + name + "' is larger than objects '" + object + "'");
  const Buffer<std::uint8_t> grey = quantized(images.queue(), fitted.masked());
  measure_objects(images, name, object, grey.view(fitted.masked().pixels.shape));
}

void MeasureTexture::measure_plane(ImageSet& images, const std::string& name, View2<const std::uint8_t> grey,
                                   std::size_t first, std::size_t last) const {
  if (first == last) return;
  const std::vector<int> scales(scales_.begin() + first, scales_.begin() + last);
  Buffer<double> features(images.queue(), static_cast<std::int64_t>(scales.size()) * kFeaturesOfScale);
  kernel::plane_textures(images.queue(), grey, scales, features.view());
  const HostRead<double> values(images.queue(), features.data(), features.size());
  const double* value = values.data();
  for (const int scale : scales)
    for (int direction = 0; direction < kernel::kTextureDirections; ++direction)
      for (int feature = 0; feature < kernel::kHaralickFeatures; ++feature)
        images.measure_image(column_name(feature, name, scale, direction), *value++);
}

void MeasureTexture::measure_objects(ImageSet& images, const std::string& name, const std::string& object,
                                     View2<const std::uint8_t> grey) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(object);
  const RegionsView regions = images.regions(object);
  const std::int64_t n = regions.count;
  Buffer<double> features(queue, static_cast<std::int64_t>(scales_.size()) * kFeaturesOfScale * n);
  kernel::object_textures(queue, regions, objects.labels(), grey, scales_, features.view());
  const HostRead<double> measured(queue, features.data(), features.size());

  // Numbers that no pixel carries have no value: those of later objects move up.
  const HostRead<std::int32_t> starts(queue, regions.starts, n ? n + 1 : 0);
  std::vector<double> values;
  const double* of_feature = measured.data();
  for (const int scale : scales_)
    for (int direction = 0; direction < kernel::kTextureDirections; ++direction)
      for (int feature = 0; feature < kernel::kHaralickFeatures; ++feature, of_feature += n) {
        values.clear();
        for (std::int64_t k = 0; k < n; ++k)
          if (starts[k + 1] > starts[k]) values.push_back(of_feature[k]);
        images.measure(object, column_name(feature, name, scale, direction), values);
      }
}

}  // namespace

CEL_MODULE(MeasureTexture)

}  // namespace cellerate::modules
