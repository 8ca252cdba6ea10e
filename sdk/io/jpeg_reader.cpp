/// JPEG by libjpeg, from memory: grey or RGB, as Java's ImageIO decodes it for Bio-Formats (the accurate
/// integer transform and smooth upsampling: libjpeg's defaults).
// SPDX-License-Identifier: BSD-3-Clause
#include <cstdio>  // jpeglib.h uses FILE without declaring it

#include <jpeglib.h>

#include <csetjmp>

#include "sdk/io/image_decoder.hpp"

namespace cellerate {
namespace {

/// libjpeg's error manager with the place to jump to and the message.
struct ErrorManager {
  jpeg_error_mgr base;
  std::jmp_buf jump;
  char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void leave(j_common_ptr jpeg) {
  auto* errors = reinterpret_cast<ErrorManager*>(jpeg->err);
  jpeg->err->format_message(jpeg, errors->message);
  std::longjmp(errors->jump, 1);
}

/// A warning means that data is corrupt or missing, and that libjpeg would invent pixels.
void warning_is_error(j_common_ptr jpeg, int level) {
  if (level < 0) leave(jpeg);
}

// libjpeg leaves by longjmp, which must not pass over destructors: these two functions own nothing.

bool read_header(jpeg_decompress_struct& jpeg, ErrorManager& errors, const FileBytes& file) {
  if (setjmp(errors.jump)) return false;
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(file.bytes.data()), file.bytes.size());
  jpeg_read_header(&jpeg, TRUE);
  return true;
}

bool read_rows(jpeg_decompress_struct& jpeg, ErrorManager& errors, std::byte* pixels, std::size_t row_bytes) {
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
    with_jpeg([this](jpeg_decompress_struct& jpeg, ErrorManager&) {
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
    with_jpeg([&](jpeg_decompress_struct& jpeg, ErrorManager& errors) {
      if (!read_rows(jpeg, errors, image.pixels.data(), std::size_t(s.width) * s.samples))
        throw ImageError(file_.path, errors.message);
    });
    return image;
  }

 private:
  /// Calls `use` with the header read. @throws ImageError
  template <class Use>
  void with_jpeg(Use&& use) {
    ErrorManager errors;
    jpeg_decompress_struct jpeg{};
    jpeg.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = leave;
    errors.base.emit_message = warning_is_error;
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
