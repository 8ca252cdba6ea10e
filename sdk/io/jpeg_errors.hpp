/// libjpeg's errors and warnings as a jump with a message, instead of an exit of the process.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdio>  // jpeglib.h uses FILE without declaring it

#include <jpeglib.h>

#include <csetjmp>

namespace cellerate {

struct JpegErrors {
  jpeg_error_mgr base;
  std::jmp_buf jump;
  char message[JMSG_LENGTH_MAX];
};

/// Makes every error and every warning jump to errors.jump: libjpeg warns where it would invent pixels.
inline jpeg_error_mgr* catch_errors(JpegErrors& errors) {
  jpeg_error_mgr* base = jpeg_std_error(&errors.base);
  base->error_exit = [](j_common_ptr jpeg) {
    auto* caught = reinterpret_cast<JpegErrors*>(jpeg->err);
    jpeg->err->format_message(jpeg, caught->message);
    std::longjmp(caught->jump, 1);
  };
  base->emit_message = [](j_common_ptr jpeg, int level) {
    if (level < 0) jpeg->err->error_exit(jpeg);
  };
  return base;
}

}  // namespace cellerate
