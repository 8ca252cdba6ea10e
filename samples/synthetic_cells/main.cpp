/// make_images FOLDER [FIELDS]: writes synthetic fields of view as field_<n>_<channel>.tif.
// SPDX-License-Identifier: BSD-3-Clause
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>

#include "samples/synthetic_cells/synthetic_cells.hpp"
#include "sdk/io/image_writer.hpp"

int main(int argc, char** argv) {
  using namespace cellerate;
  if (argc < 2 || argc > 3) {
    std::fprintf(stderr, "usage: make_images FOLDER [FIELDS]\n");
    return 2;
  }
  try {
    const std::filesystem::path folder = argv[1];
    const int fields = argc == 3 ? std::atoi(argv[2]) : 2;
    std::filesystem::create_directories(folder);
    for (int number = 1; number <= fields; ++number) {
      samples::Field field;
      field.seed = static_cast<unsigned>(number);
      for (const samples::Channel& channel : samples::draw(field))
        write_tiff(folder / ("field_" + std::to_string(number) + "_" + channel.name + ".tif"),
                   {.height = field.height,
                    .width = field.width,
                    .type = PixelType::UInt16,
                    .pixels = channel.pixels.data()});
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_images: %s\n", error.what());
    return 1;
  }
  return 0;
}
