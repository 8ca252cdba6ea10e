/// Cellerate in a program in C++: a microscope that decides by what it sees. It looks at every field of a
/// well, then goes back to the one with the most nuclei.
///
///     embed_cpp nuclei.cppipe
///
/// The microscope is simulated: it draws nuclei, so that the program knows where it must go.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cellerate/cellerate.hpp>
#include <cstdio>
#include <map>
#include <random>
#include <vector>

namespace {

constexpr int kHeight = 512, kWidth = 512, kRadius = 9;
constexpr int kFields = 6, kRichest = 4;

/// What there is to see in a field of the well.
std::vector<std::uint16_t> snap(int field) {
  std::vector<std::uint16_t> pixels(kHeight * kWidth);
  std::mt19937 noise(static_cast<unsigned>(field));
  for (std::uint16_t& pixel : pixels) pixel = static_cast<std::uint16_t>(3000 + noise() % 500);
  const int nuclei = field == kRichest ? 30 : 8 + field;
  for (int i = 0; i < nuclei; ++i)
    for (int y = -kRadius; y <= kRadius; ++y)
      for (int x = -kRadius; x <= kRadius; ++x)
        if (x * x + y * y <= kRadius * kRadius)
          pixels[static_cast<std::size_t>((40 + 60 * (i / 6) + y) * kWidth + 40 + 70 * (i % 6) + x)] += 24000;
  return pixels;
}

cellerate::ImageSet image_of(int field) {
  cellerate::ImageSet images;
  images.add("DNA", snap(field), kHeight, kWidth);
  images.add_metadata("Field", std::to_string(field));
  return images;
}

/// Submits every field at once; the table of each comes when it is ready.
std::map<int, std::size_t> count_nuclei(cellerate::Session& session) {
  for (int field = 0; field < kFields; ++field) session.submit(image_of(field));
  std::map<int, std::size_t> nuclei;
  while (const auto result = session.next()) {
    if (!result->ok()) throw std::runtime_error(result->info().error);
    const int field = std::stoi(result->image_text("Metadata_Field"));
    nuclei[field] = result->table("Nuclei").rows;
    std::printf("field %d: %zu nuclei\n", field, nuclei[field]);
  }
  return nuclei;
}

/// Looks again, more closely: only large nuclei, and their intensities.
void look_closer(cellerate::Session& session, const cellerate::Pipeline& pipeline, int field) {
  constexpr int kIdentify = 3;
  session.set(kIdentify,
              pipeline.find_setting(kIdentify, "Typical diameter of objects, in pixel units (Min,Max)"),
              "15,60");
  session.submit(image_of(field));
  const auto result = session.next();
  double brightest = 0;
  for (const double intensity : result->values("Nuclei", "Intensity_MeanIntensity_DNA"))
    brightest = std::max(brightest, intensity);
  std::printf("field %d again: the brightest nucleus has a mean intensity of %.4f\n", field, brightest);
}

int run(const char* file) {
  const cellerate::Pipeline pipeline(file);
  for (const cel_fault_info& fault : pipeline.faults())
    std::fprintf(stderr, "#%d %s: %s\n", fault.module_number, fault.module, fault.message);
  cellerate::SessionOptions options;
  options.max_in_flight = kFields;
  cellerate::Session session(pipeline, options);
  const std::map<int, std::size_t> nuclei = count_nuclei(session);
  const int richest = std::max_element(nuclei.begin(), nuclei.end(), [](const auto& a, const auto& b) {
                        return a.second < b.second;
                      })->first;
  look_closer(session, pipeline, richest);
  session.close();
  return richest == kRichest ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: embed_cpp PIPELINE\n");
    return 2;
  }
  try {
    return run(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "embed_cpp: %s\n", error.what());
    return 1;
  }
}
