/* Cellerate in a program in C: frames of a camera go in as they come, a table of nuclei comes out of each.
 *
 *   embed_c nuclei.cppipe
 *
 * The camera is simulated: it draws nuclei, so that the program knows how many there must be. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <cellerate/cellerate.h>
#include <stdio.h>
#include <stdlib.h>

enum { kHeight = 512, kWidth = 512, kFrames = 8, kRadius = 9 };

/** A frame on its way: what the camera drew, and how many nuclei that are. */
typedef struct frame {
  uint16_t pixels[kHeight * kWidth];
  int nuclei;
} frame;

static void draw_nucleus(frame* to, int center_y, int center_x) {
  for (int y = -kRadius; y <= kRadius; ++y)
    for (int x = -kRadius; x <= kRadius; ++x)
      if (x * x + y * y <= kRadius * kRadius) to->pixels[(center_y + y) * kWidth + center_x + x] += 1500;
}

/** A frame of 12 bits with another number of nuclei each time. */
static frame* snap(int number) {
  frame* snapped = calloc(1, sizeof *snapped);
  if (!snapped) exit(1);
  unsigned noise = (unsigned)number + 1;
  for (int i = 0; i < kHeight * kWidth; ++i) {
    noise = noise * 1664525u + 1013904223u;
    snapped->pixels[i] = (uint16_t)(200 + (noise >> 27));
  }
  snapped->nuclei = 10 + number;
  for (int i = 0; i < snapped->nuclei; ++i) draw_nucleus(snapped, 40 + 60 * (i / 6), 40 + 70 * (i % 6));
  return snapped;
}

static void fail(const char* what) {
  fprintf(stderr, "%s: %s\n", what, cel_last_error());
  exit(1);
}

static cel_pipeline* open_pipeline(const char* file) {
  cel_pipeline* pipeline = NULL;
  const cel_status status = cel_pipeline_open(file, NULL, &pipeline);
  for (uint64_t i = 0; i < cel_pipeline_fault_count(pipeline); ++i) {
    cel_fault_info fault = {.struct_size = sizeof fault};
    cel_pipeline_fault(pipeline, i, &fault);
    fprintf(stderr, "#%d %s, %s: %s\n", fault.module_number, fault.module, fault.setting, fault.message);
  }
  if (status != CEL_OK) fail(file);
  return pipeline;
}

/** The pixels may be used again: here the whole frame goes. */
static void release_frame(void* owner) { free(owner); }

/** Hands a frame over. @return 0 if the session has no room */
static int submit(cel_session* session, frame* snapped) {
  const cel_channel channel = {.struct_size = sizeof channel,
                               .name = "DNA",
                               .type = CEL_U16,
                               .significant_bits = 12,
                               .pixels = snapped->pixels,
                               .height = kHeight,
                               .width = kWidth};
  const cel_metadata well = {"Well", "A01"};
  const cel_image_set image_set = {.struct_size = sizeof image_set,
                                   .channel_count = 1,
                                   .channels = &channel,
                                   .metadata_count = 1,
                                   .metadata = &well,
                                   .user_tag = (void*)(intptr_t)snapped->nuclei,
                                   .release = release_frame,
                                   .owner = snapped};
  const cel_status status = cel_session_submit(session, &image_set, 0, NULL);
  if (status != CEL_OK && status != CEL_BUSY) fail("submit");
  return status == CEL_OK;
}

/** Prints what came of a frame. @return whether all nuclei were found */
static int report(cel_result* result) {
  cel_result_info info = {.struct_size = sizeof info};
  cel_table nuclei = {.struct_size = sizeof nuclei};
  cel_table_column areas = {.struct_size = sizeof areas};
  if (cel_result_get_info(result, &info) != CEL_OK || info.status != CEL_OK) {
    fprintf(stderr, "%s\n", info.error);
    return 0;
  }
  if (cel_result_find_table(result, "Nuclei", &nuclei) != CEL_OK ||
      cel_result_find_column(result, "Nuclei", "AreaShape_Area", &areas) != CEL_OK)
    fail("result");
  double sum = 0;
  for (uint64_t i = 0; i < nuclei.rows; ++i) sum += areas.values[i];
  printf("frame %d: %d nuclei, mean area %.1f pixels\n", (int)info.number, (int)nuclei.rows,
         sum / (double)nuclei.rows);
  return (intptr_t)info.user_tag == (intptr_t)nuclei.rows;
}

/** Waits for a result. @return -1 if there is none to come, else whether all nuclei were found */
static int take_result(cel_session* session) {
  cel_result* result = NULL;
  if (cel_session_next(session, -1, &result) == CEL_ABSENT) return -1;
  const int found = report(result);
  cel_result_free(result);
  return found;
}

int main(int argc, char** argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: embed_c PIPELINE\n");
    return 2;
  }
  cel_pipeline* pipeline = open_pipeline(argv[1]);
  cel_session* session = NULL;
  if (cel_session_open(pipeline, NULL, &session) != CEL_OK) fail("session");
  cel_pipeline_close(pipeline);
  printf("Cellerate %s on %s\n", cel_version(), cel_session_device(session));
  int all_found = 1;
  for (int number = 0; number < kFrames; ++number) {
    frame* snapped = snap(number);
    /* The camera is faster than the session: make room, then try again. */
    while (!submit(session, snapped)) all_found &= take_result(session) == 1;
  }
  for (int found; (found = take_result(session)) >= 0;) all_found &= found;
  if (cel_session_close(session) != CEL_OK) fail("close");
  return all_found ? 0 : 1;
}
