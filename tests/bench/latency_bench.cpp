/// latency_bench [IMAGE_SETS] [DEVICE]: time from submit to result, for a microscope that waits: 2048 x 2048
/// pixels, two channels, 300 nuclei; segmentation with count, and with intensity and shape. Also how much
/// memory grows.
// SPDX-License-Identifier: BSD-3-Clause
#include <sys/resource.h>

#include <algorithm>
#include <cellerate/cellerate.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "samples/synthetic_cells/synthetic_cells.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Pixels = std::vector<std::uint16_t>;

constexpr int kSide = 2048, kNuclei = 300, kFields = 8, kIdentify = 3, kWarmUp = 8;

struct Field {
  Pixels dna, rna;
};

std::vector<Field> draw_fields() {
  std::vector<Field> fields;
  for (unsigned seed = 1; seed <= kFields; ++seed) {
    auto channels =
        cellerate::samples::draw({.height = kSide, .width = kSide, .cells = kNuclei, .seed = seed});
    const auto take = [&](const char* name) {
      return std::find_if(channels.begin(), channels.end(), [&](const auto& c) { return c.name == name; })
          ->pixels;
    };
    fields.push_back({take("DNA"), take("cellbody")});
  }
  return fields;
}

double milliseconds(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

/// Value below which a share of the times is.
double percentile(std::vector<double>& times, double share) {
  const auto place =
      times.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(times.size() - 1));
  std::nth_element(times.begin(), place, times.end());
  return *place;
}

void print(const char* what, std::vector<double>& times) {
  std::printf("%-24s p50 %7.2f ms   p99 %7.2f ms\n", what, percentile(times, 0.5), percentile(times, 0.99));
}

double resident_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

cellerate::Result take(cellerate::Session& session) {
  auto result = session.next();
  if (!result || !result->ok()) throw std::runtime_error(result ? result->info().error : "no result");
  return std::move(*result);
}

void run(int image_sets, const char* device) {
  const std::vector<Field> fields = draw_fields();
  cellerate::SessionOptions options;
  options.device = device;
  options.partial_after = {kIdentify};
  cellerate::Session session(cellerate::Pipeline(CELLERATE_SOURCE_DIR "/tests/bench/latency.cppipe"),
                             options);
  std::vector<double> counted, measured;
  double nuclei = 0, memory = 0;
  for (int i = -kWarmUp; i < image_sets; ++i) {
    if (i == 0) memory = resident_mb();
    const Field& field = fields[static_cast<unsigned>(i + kWarmUp) % kFields];
    cellerate::ImageSet images;
    images.add("DNA", field.dna.data(), kSide, kSide);
    images.add("RNA", field.rna.data(), kSide, kSide);
    const auto start = Clock::now();
    session.submit(std::move(images));
    nuclei = take(session).image_value("Count_Nuclei");
    const auto count = Clock::now();
    take(session);
    if (i < 0) continue;
    counted.push_back(milliseconds(count - start));
    measured.push_back(milliseconds(Clock::now() - start));
  }
  std::printf("%d image sets of %g nuclei on %s\n", image_sets, nuclei, session.device().c_str());
  print("count", counted);
  print("intensity and shape", measured);
  std::printf("peak memory %.0f MB after %d image sets, %.0f MB at the end\n", memory, kWarmUp,
              resident_mb());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(argc > 1 ? std::atoi(argv[1]) : 1000, argc > 2 ? argv[2] : "auto");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "latency_bench: %s\n", error.what());
    return 1;
  }
  return 0;
}
