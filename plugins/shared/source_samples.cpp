/// The types of the module API and those of the kernels.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/source_samples.hpp"

#include <stdexcept>

namespace cellerate::modules {
namespace {

kernel::Sample sample_type(int type) {
  using kernel::Sample;
  switch (type) {
    case CEL_BOOL:
      return Sample::Bool;
    case CEL_U8:
      return Sample::U8;
    case CEL_I8:
      return Sample::I8;
    case CEL_U16:
      return Sample::U16;
    case CEL_I16:
      return Sample::I16;
    case CEL_U32:
      return Sample::U32;
    case CEL_I32:
      return Sample::I32;
    case CEL_U64:
      return Sample::U64;
    case CEL_I64:
      return Sample::I64;
    case CEL_F32:
      return Sample::F32;
    case CEL_F64:
      return Sample::F64;
  }
  throw std::runtime_error("unknown type of pixels: " + std::to_string(type));
}

}  // namespace

SourceSamples::SourceSamples(Queue& queue, const SourceImage& file)
    : shape(file.shape()),
      channels(file.c().channels),
      scale(file.c().scale),
      file_name(to_string(file.c().file_name)),
      type_(sample_type(file.c().type)) {
  if (file.c().planes > 1)
    throw std::runtime_error(file_name + " is a volume of " + std::to_string(file.c().planes) +
                             " planes: only images of one plane are supported");
  data_ = file.c().pixels;
  if (!queue.on_gpu()) return;
  bytes_ = upload(queue, static_cast<const unsigned char*>(data_), size() * kernel::sample_size(type_));
  data_ = bytes_.data();
}

}  // namespace cellerate::modules
