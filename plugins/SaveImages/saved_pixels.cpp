// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/SaveImages/saved_pixels.hpp"

#include <stdexcept>

#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/quantize.hpp"
#include "sdk/io/image_writer.hpp"

namespace cellerate::modules::save_images {
namespace {

/// Samples on the device, whatever their type.
struct Samples {
  int type = CEL_F32;
  const void* data = nullptr;
  Shape2 shape;
  int channels = 1;

  std::int64_t size() const { return shape.size() * channels; }
  template <class T>
  View1<const T> view() const {
    return {static_cast<const T*>(data), size()};
  }
};

template <class T>
RawImage on_host(Queue& queue, const Samples& like, PixelType type, const T* samples) {
  RawImage raw;
  raw.height = like.shape.height;
  raw.width = like.shape.width;
  raw.channels = like.channels;
  raw.type = type;
  raw.pixels = ByteBuffer(like.size() * sizeof(T));
  queue.copy_out(raw.pixels.data(), samples, raw.pixels.size());
  return raw;
}

RawImage unconverted(Queue& queue, const Samples& from) {
  switch (from.type) {
    case CEL_BOOL:
      return on_host(queue, from, PixelType::Bool, from.view<std::uint8_t>().data);
    case CEL_I32:
      return on_host(queue, from, PixelType::Int32, from.view<std::int32_t>().data);
    case CEL_F64:
      return on_host(queue, from, PixelType::Float64, from.view<double>().data);
    default:
      return on_host(queue, from, PixelType::Float32, from.view<float>().data);
  }
}

template <class Out>
RawImage integers(Queue& queue, const Samples& from, PixelType type) {
  Buffer<Out> out(queue, from.size());
  bool fits = true;
  switch (from.type) {
    case CEL_BOOL:
      kernel::quantize_binary(queue, from.view<std::uint8_t>(), out.view());
      break;
    case CEL_I32:
      kernel::quantize_labels(queue, from.view<std::int32_t>(), out.view());
      break;
    case CEL_F64:
      fits = kernel::quantize(queue, from.view<double>(), out.view());
      break;
    default:
      fits = kernel::quantize(queue, from.view<float>(), out.view());
  }
  if (!fits)
    throw std::invalid_argument(
        "intensities outside -1 to 1 cannot be saved as integers: rescale the image, or save it as "
        "32-bit floating point");
  return on_host(queue, from, type, out.data());
}

RawImage floats(Queue& queue, const Samples& from) {
  if (from.type == CEL_F32) return unconverted(queue, from);
  Buffer<float> out(queue, from.size());
  if (from.type == CEL_BOOL)
    kernel::binary_to_gray(queue, from.view<std::uint8_t>(), out.view());
  else if (from.type == CEL_I32)
    kernel::labels_to_float(queue, from.view<std::int32_t>(), out.view());
  else
    kernel::narrow(queue, from.view<double>(), out.view());
  return on_host(queue, from, PixelType::Float32, out.data());
}

RawImage converted(const Settings& settings, Queue& queue, const Samples& from) {
  if (settings.file_format() == Format::Npy) return unconverted(queue, from);
  switch (settings.file_depth()) {
    case Depth::Bits8:
      return integers<std::uint8_t>(queue, from, PixelType::UInt8);
    case Depth::Bits16:
      return integers<std::uint16_t>(queue, from, PixelType::UInt16);
    case Depth::Float:
      return floats(queue, from);
    case Depth::Raw:
      break;
  }
  // scikit-image's imsave makes bytes of a binary image itself
  if (from.type == CEL_BOOL && settings.file_format() == Format::Tiff)
    return integers<std::uint8_t>(queue, from, PixelType::UInt8);
  return unconverted(queue, from);
}

/// The pixels that count; all of them where nobody masked or cropped the image.
RawImage saved_mask(const Settings& settings, Queue& queue, View2<const std::uint8_t> mask, Shape2 shape) {
  Buffer<std::uint8_t> everything;
  Samples from{.type = CEL_BOOL, .data = mask.data, .shape = mask ? mask.shape : shape};
  if (!mask) {
    const std::vector<std::uint8_t> ones(shape.size(), 1);
    everything = upload(queue, ones);
    from.data = everything.data();
  }
  return converted(settings, queue, from);
}

}  // namespace

RawImage saved_pixels(const Settings& settings, Queue& queue, const Image& image) {
  if (settings.subject == Subject::Mask) return saved_mask(settings, queue, image.mask(), image.shape());
  if (settings.subject == Subject::Cropping)
    return saved_mask(settings, queue, image.crop_mask() ? image.crop_mask() : image.mask(), image.shape());
  return converted(settings, queue,
                   {.type = image.type(),
                    .data = image.c().pixels.data,
                    .shape = image.shape(),
                    .channels = image.channels()});
}

void write_file(const Settings& settings, const std::filesystem::path& path, const RawImage& pixels,
                bool stack) {
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
  const PixelView view = view_of(pixels);
  switch (settings.file_format()) {
    case Format::Jpeg:
      return write_jpeg(path, view);
    case Format::Npy:
      return write_npy(path, view);
    case Format::Png:
      return write_png(path, view);
    case Format::Hdf5:
      return write_hdf5(path, view);
    case Format::Tiff:
      break;
  }
  const TiffStack movie = settings.axis == Axis::Time ? TiffStack::Frames : TiffStack::Slices;
  const TiffStack pages = settings.is_movie() ? movie : stack ? TiffStack::Channels : TiffStack::Volume;
  write_tiff(path, view, {.deflate = settings.compress && !settings.is_movie(), .stack = pages});
}

}  // namespace cellerate::modules::save_images
