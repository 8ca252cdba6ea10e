/// Time of the main kernels on a field of 1080 x 1080 pixels with about 400 cells, on one CPU thread and on
/// the GPU.
// SPDX-License-Identifier: BSD-3-Clause
#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <string>

#include "cuda/core/buffer.hpp"
#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/grey_morphology.hpp"
#include "cuda/label/connected_components.hpp"
#include "cuda/label/expand.hpp"
#include "cuda/label/fill_holes.hpp"
#include "cuda/label/propagate.hpp"
#include "cuda/label/watershed.hpp"
#include "cuda/region/cooccurrence.hpp"
#include "cuda/region/haralick.hpp"
#include "cuda/region/intensity.hpp"
#include "cuda/region/pixel_index.hpp"
#include "cuda/region/shape.hpp"
#include "cuda/region/zernike.hpp"
#include "cuda/threshold/apply_threshold.hpp"
#include "cuda/threshold/histogram.hpp"
#include "cuda/threshold/li.hpp"
#include "cuda/threshold/otsu.hpp"
#include "samples/synthetic_cells/synthetic_cells.hpp"

namespace cellerate {
namespace {

using namespace kernel;

constexpr Shape2 kField{1080, 1080};
constexpr int kCells = 400;

std::vector<float> pixels_of(const samples::Channel& channel) {
  std::vector<float> pixels;
  for (const std::uint16_t value : channel.pixels) pixels.push_back(static_cast<float>(value) / 65535.f);
  return pixels;
}

/// A field with its nuclei, on a device.
class Scene {
 public:
  explicit Scene(std::unique_ptr<Device> where)
      : device_(std::move(where)), image(queue(), kField), mask(queue(), kField), labels(queue(), kField) {
    samples::Field field;
    field.height = kField.height;
    field.width = kField.width;
    field.cells = kCells;
    image = upload(queue(), pixels_of(samples::draw(field).front()));
    const double threshold = otsu(histogram(queue(), View1<const float>(image.view()), kOtsuBins));
    apply_threshold(queue(), pixels(), {}, 1, threshold, mask.view(kField));
    count = connected_components(queue(), foreground(), Connectivity::Eight, labels.view(kField));
    index = pixel_index(queue(), objects(), count);
  }

  Queue& queue() { return device_->queue(); }
  View2<const float> pixels() const { return image.view(kField); }
  View2<const std::uint8_t> foreground() const { return mask.view(kField); }
  View2<const std::int32_t> objects() const { return labels.view(kField); }

 private:
  std::unique_ptr<Device> device_;

 public:
  Buffer<float> image;
  Buffer<std::uint8_t> mask;
  Buffer<std::int32_t> labels;
  int count = 0;
  PixelIndex index;
};

void run_gaussian(Scene& scene) {
  Buffer<float> out(scene.queue(), kField);
  gaussian(scene.queue(), scene.pixels(), 5, Border::kReflect, out.view(kField));
}

void run_otsu(Scene& scene) {
  benchmark::DoNotOptimize(otsu(histogram(scene.queue(), View1<const float>(scene.image.view()), kOtsuBins)));
}

void run_li(Scene& scene) {
  const View1<const float> values = scene.image.view();
  benchmark::DoNotOptimize(li(scene.queue(), values, li_tolerance(scene.queue(), values)));
}

void run_opening(Scene& scene) {
  Buffer<float> out(scene.queue(), kField);
  opening(scene.queue(), scene.pixels(), disk(5), out.view(kField));
}

void run_components(Scene& scene) {
  Buffer<std::int32_t> out(scene.queue(), kField);
  connected_components(scene.queue(), scene.foreground(), Connectivity::Eight, out.view(kField));
}

void run_distance(Scene& scene) {
  Buffer<double> out(scene.queue(), kField);
  euclidean_distance(scene.queue(), scene.foreground(), out.view(kField));
}

void run_fill_holes(Scene& scene) {
  Buffer<std::int32_t> out(scene.queue(), kField);
  fill_labeled_holes(scene.queue(), scene.objects(), scene.count, FillOver::Everything, out.view(kField));
}

void run_expand(Scene& scene) {
  Buffer<std::int32_t> out(scene.queue(), kField);
  expand_labels(scene.queue(), scene.objects(), 10, out.view(kField));
}

void run_propagate(Scene& scene) {
  Buffer<std::int32_t> out(scene.queue(), kField);
  Buffer<double> distances(scene.queue(), kField);
  Buffer<std::uint8_t> everywhere = upload(scene.queue(), std::vector<std::uint8_t>(kField.size(), 1));
  propagate(scene.queue(), scene.pixels(), scene.objects(), everywhere.view(kField), .05, out.view(kField),
            distances.view(kField));
}

void run_watershed(Scene& scene) {
  Buffer<std::int32_t> out(scene.queue(), kField);
  Buffer<std::uint8_t> everywhere = upload(scene.queue(), std::vector<std::uint8_t>(kField.size(), 1));
  watershed(scene.queue(), scene.pixels(), scene.objects(), everywhere.view(kField), {Connectivity::Eight},
            out.view(kField));
}

void run_pixel_index(Scene& scene) { pixel_index(scene.queue(), scene.objects(), scene.count); }

void run_intensity(Scene& scene) {
  Buffer<std::uint8_t> edges(scene.queue(), scene.index.pixels.size());
  Buffer<double> features(scene.queue(), std::int64_t{kIntensityFeatures} * scene.count);
  object_edges(scene.queue(), scene.index.view(), scene.objects(), edges.view());
  object_intensity(scene.queue(), scene.index.view(), scene.objects(), edges.view(), {{scene.pixels(), {}}},
                   features.view());
}

void run_shapes(Scene& scene) {
  Buffer<double> basic(scene.queue(), std::int64_t{kShapeFeatures} * scene.count);
  object_shapes(scene.queue(), scene.index.view(), scene.objects(), {.basic = basic.view()});
}

void run_zernikes(Scene& scene) {
  const auto moments = static_cast<std::int64_t>(zernike_indexes(9).size());
  Buffer<double> basic(scene.queue(), std::int64_t{kShapeFeatures} * scene.count);
  Buffer<double> zernikes(scene.queue(), moments * scene.count);
  Buffer<Circle> circles(scene.queue(), scene.count);
  object_shapes(scene.queue(), scene.index.view(), scene.objects(),
                {.basic = basic.view(), .zernikes = zernikes.view(), .circles = circles.view()});
}

void run_textures(Scene& scene) {
  Buffer<std::uint8_t> grey(scene.queue(), kField);
  Buffer<double> features(scene.queue(), std::int64_t{kTextureDirections} * kHaralickFeatures * scene.count);
  quantize(scene.queue(), scene.pixels(), {}, 256, grey.view(kField));
  object_textures(scene.queue(), scene.index.view(), scene.objects(), grey.view(kField), {3},
                  features.view());
}

void add_benchmarks(const std::string& device, const std::function<std::unique_ptr<Device>()>& make) {
  const auto scene = std::make_shared<std::unique_ptr<Scene>>();  // made when the first benchmark runs
  const auto add = [&](const char* name, void (*run)(Scene&)) {
    benchmark::RegisterBenchmark((name + ("/" + device)).c_str(),
                                 [=](benchmark::State& state) {
                                   if (!*scene) *scene = std::make_unique<Scene>(make());
                                   for ([[maybe_unused]] auto _ : state) {
                                     run(**scene);
                                     (*scene)->queue().synchronize();
                                   }
                                 })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  };
  add("gaussian_sigma_5", run_gaussian);
  add("otsu", run_otsu);
  add("li", run_li);
  add("opening_disk_5", run_opening);
  add("connected_components", run_components);
  add("euclidean_distance", run_distance);
  add("fill_holes", run_fill_holes);
  add("expand_10", run_expand);
  add("propagate", run_propagate);
  add("watershed", run_watershed);
  add("pixel_index", run_pixel_index);
  add("intensity", run_intensity);
  add("shapes", run_shapes);
  add("shapes_and_zernikes", run_zernikes);
  add("textures_scale_3", run_textures);
}

const bool kRegistered = [] {
  add_benchmarks("cpu", [] { return Device::cpu(1); });
  if (cuda_device_count() > 0) add_benchmarks("cuda", [] { return Device::cuda(0); });
  return true;
}();

}  // namespace
}  // namespace cellerate
