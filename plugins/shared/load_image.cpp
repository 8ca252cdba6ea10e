/// Pixels go to the queue as the file has them and become float there.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/load_image.hpp"

#include <stdexcept>

#include "cuda/pixel/convert.hpp"
#include "plugins/shared/source_samples.hpp"

namespace cellerate::modules {
namespace {

/// Interleaved single-precision pixels.
struct FloatImage {
  Buffer<float> pixels;
  Shape2 shape;
  int channels = 1;

  View1<const float> view() const { return pixels.view(); }
};

bool is_array_file(const std::string& name) { return name.ends_with(".npy") || name.ends_with(".mat"); }

/// float(sample) / divisor for the range of the file's metadata or a manual one; arrays are never scaled, and
/// "bit depth" means the range of the type.
FloatImage scaled(Queue& queue, const SourceSamples& source, const IntensityRange& range) {
  FloatImage image{Buffer<float>(queue, source.size()), source.shape, source.channels};
  if (range.from == IntensityRange::From::Manual)
    kernel::divide_samples(queue, source.view(), static_cast<float>(range.maximum), image.pixels.view());
  else if (range.from == IntensityRange::From::Metadata && !is_array_file(source.file_name))
    kernel::divide_samples(queue, source.view(), static_cast<float>(source.scale), image.pixels.view());
  else
    kernel::full_range(queue, source.view(), image.pixels.view());
  return image;
}

FloatImage with_channels(Queue& queue, FloatImage image, int channels) {
  if (image.channels == channels) return image;
  FloatImage result{Buffer<float>(queue, image.shape.size() * channels), image.shape, channels};
  kernel::change_channels(queue, image.view(), image.channels, channels, result.pixels.view());
  return result;
}

FloatImage gray(Queue& queue, FloatImage image, const std::string& file_name) {
  if (image.channels == 1) return image;
  if (image.channels < 3)
    throw std::runtime_error(file_name + " has " + std::to_string(image.channels) +
                             " channels: a gray image is made of one, or of red, green and blue");
  FloatImage result{Buffer<float>(queue, image.shape.size()), image.shape, 1};
  kernel::rgb_to_gray(queue, image.view(), image.channels, result.pixels.view());
  return result;
}

NewImage mask_of(Queue& queue, const FloatImage& image) {
  Buffer<std::uint8_t> mask(queue, image.shape.size());
  kernel::nonzero(queue, image.view(), mask.view());
  return NewImage::of(std::move(mask), image.shape);
}

NewImage converted(Queue& queue, const SourceSamples& source, LoadAs load_as, const IntensityRange& range) {
  if (load_as == LoadAs::Mask)
    return mask_of(queue, gray(queue, scaled(queue, source, {}), source.file_name));
  if (load_as == LoadAs::Illumination) {
    FloatImage image = scaled(queue, source, {.from = IntensityRange::From::BitDepth});
    image = gray(queue, std::move(image), source.file_name);
    return NewImage::of(std::move(image.pixels), image.shape);
  }
  FloatImage image = scaled(queue, source, range);
  if (load_as == LoadAs::Grayscale) image = gray(queue, std::move(image), source.file_name);
  if (load_as == LoadAs::Color && image.channels == 1) image = with_channels(queue, std::move(image), 3);
  const int channels = image.channels;
  return NewImage::of(std::move(image.pixels), image.shape, channels);
}

}  // namespace

Shape2 load_image(ImageSet& images, const std::string& name, LoadAs load_as, const IntensityRange& range) {
  const SourceImage file = images.read_source(name);
  const SourceSamples source(images.queue(), file);
  NewImage image = converted(images.queue(), source, load_as, range);
  image.scale = source.scale;
  image.file_name = source.file_name;
  image.path_name = to_string(file.c().path_name);
  image.channel_stack = image.channels > 3;
  if (file.c().md5.size) images.measure_image("MD5Digest_" + name, to_view(file.c().md5));
  images.measure_image("Width_" + name, source.shape.width, CEL_VALUE_INTEGER);
  images.measure_image("Height_" + name, source.shape.height, CEL_VALUE_INTEGER);
  // CellProfiler has the whole number that Bio-Formats divides by, but 1.0 for arrays.
  images.measure_image("Scaling_" + name, source.scale,
                       is_array_file(source.file_name) ? CEL_VALUE_F64 : CEL_VALUE_INTEGER);
  images.add_image(name, std::move(image));
  return source.shape;
}

void declare_image_columns(Declaration& d, const std::string& name) {
  d.column("Image", "FileName_" + name, CEL_VALUE_TEXT, 128);
  d.column("Image", "PathName_" + name, CEL_VALUE_TEXT, 256);
  d.column("Image", "URL_" + name, CEL_VALUE_TEXT, 256);
  d.column("Image", "MD5Digest_" + name, CEL_VALUE_TEXT, 32);
  d.column("Image", "Scaling_" + name);
  d.column("Image", "Width_" + name, CEL_VALUE_INTEGER);
  d.column("Image", "Height_" + name, CEL_VALUE_INTEGER);
}

}  // namespace cellerate::modules
