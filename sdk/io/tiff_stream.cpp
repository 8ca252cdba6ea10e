// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/tiff_stream.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace cellerate {
namespace {

TiffStream& stream_of(thandle_t handle) { return *static_cast<TiffStream*>(handle); }

tmsize_t read_stream(thandle_t handle, void* to, tmsize_t size) {
  TiffStream& stream = stream_of(handle);
  if (stream.position >= stream.bytes.size() || size <= 0) return 0;
  const std::size_t n = std::min<std::size_t>(size, stream.bytes.size() - stream.position);
  std::memcpy(to, stream.bytes.data() + stream.position, n);
  stream.position += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t refuse_write(thandle_t, void*, tmsize_t) { return 0; }

toff_t seek_stream(thandle_t handle, toff_t offset, int whence) {
  TiffStream& stream = stream_of(handle);
  const std::uint64_t base = whence == SEEK_SET   ? 0
                             : whence == SEEK_CUR ? stream.position
                                                  : stream.bytes.size();
  return stream.position = base + offset;
}

toff_t stream_size(thandle_t handle) { return stream_of(handle).bytes.size(); }
int leave_open(thandle_t) { return 0; }

int map_stream(thandle_t handle, void** base, toff_t* size) {
  TiffStream& stream = stream_of(handle);
  *base = const_cast<std::byte*>(stream.bytes.data());  // libtiff never writes to a file opened with "r"
  *size = stream.bytes.size();
  return 1;
}

void leave_mapped(thandle_t, void*, toff_t) {}

int keep_message(TIFF*, void* user, const char* module, const char* format, va_list arguments) {
  std::string& message = static_cast<TiffMessages*>(user)->first;
  if (!message.empty()) return 1;
  char text[512];
  std::vsnprintf(text, sizeof text, format, arguments);
  message = (module && *module) ? std::string(module) + ": " + text : text;
  return 1;
}

int drop_message(TIFF*, void*, const char*, const char*, va_list) { return 1; }

struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

/// Handlers belong to the handle: a host's own use of libtiff is not disturbed.
std::unique_ptr<TIFFOpenOptions, FreeOptions> keep_messages(TiffMessages& messages) {
  std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_message, &messages);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), drop_message, nullptr);
  return options;
}

}  // namespace

TiffHandle open_tiff_stream(TiffStream& stream) {
  const auto options = keep_messages(stream.messages);
  return TiffHandle(TIFFClientOpenExt("TIFF", "r", &stream, read_stream, refuse_write, seek_stream,
                                      leave_open, stream_size, map_stream, leave_mapped, options.get()));
}

TiffHandle create_tiff(const std::filesystem::path& path, bool big, TiffMessages& messages) {
  const auto options = keep_messages(messages);
  return TiffHandle(TIFFOpenExt(path.c_str(), big ? "w8" : "w", options.get()));
}

}  // namespace cellerate
