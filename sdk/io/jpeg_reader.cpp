/// JPEG by libjpeg, from memory: grey or RGB, as Java's ImageIO decodes it for Bio-Formats (the accurate
/// integer transform and smooth upsampling: libjpeg's defaults).
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/image_decoder.hpp"
#include "sdk/io/jpeg_errors.hpp"

namespace cellerate {
namespace {

// libjpeg leaves by longjmp, which must not pass over destructors: these two functions own nothing.

bool read_header(jpeg_decompress_struct& jpeg, JpegErrors& errors, const FileBytes& file) {
  if (setjmp(errors.jump)) return false;
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(file.bytes.data()), file.bytes.size());
  jpeg_read_header(&jpeg, TRUE);
  return true;
}

bool read_rows(jpeg_decompress_struct& jpeg, JpegErrors& errors, std::byte* pixels, std::size_t row_bytes) {
  if (setjmp(errors.jump)) return false;
  jpeg_start_decompress(&jpeg);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = reinterpret_cast<JSAMPROW>(pixels + jpeg.output_scanline * row_bytes);
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

class JpegDecoder final : public ImageDecoder {
 public:
  explicit JpegDecoder(const FileBytes& file) : file_(file) {
    with_jpeg([this](jpeg_decompress_struct& jpeg, JpegErrors&) {
      SeriesInfo series;
      series.width = static_cast<int>(jpeg.image_width);
      series.height = static_cast<int>(jpeg.image_height);
      series.samples = series.channels = jpeg.num_components;
      info_.series.push_back(std::move(series));
    });
  }

  RawImage plane(int, int) override {
    const SeriesInfo& s = info_.series.front();
    RawImage image = allocate_image(file_, s.height, s.width, s.samples, s.type);
    with_jpeg([&](jpeg_decompress_struct& jpeg, JpegErrors& errors) {
      if (!read_rows(jpeg, errors, image.pixels.data(), std::size_t(s.width) * s.samples))
        throw ImageError(file_.path, errors.message);
    });
    return image;
  }

 private:
  /// Calls `use` with the header read. @throws ImageError
  template <class Use>
  void with_jpeg(Use&& use) {
    JpegErrors errors;
    jpeg_decompress_struct jpeg{};
    jpeg.err = catch_errors(errors);
    struct Destroy {
      jpeg_decompress_struct& jpeg;
      ~Destroy() { jpeg_destroy_decompress(&jpeg); }
    } const destroy{jpeg};
    if (!read_header(jpeg, errors, file_)) throw ImageError(file_.path, errors.message);
    if (jpeg.num_components != 1 && jpeg.num_components != 3)
      throw ImageError(file_.path, "JPEG with " + std::to_string(jpeg.num_components) + " components");
    use(jpeg, errors);
  }

  const FileBytes& file_;
};

}  // namespace

std::unique_ptr<ImageDecoder> open_jpeg(const FileBytes& file) { return std::make_unique<JpegDecoder>(file); }

}  // namespace cellerate
