// SPDX-License-Identifier: BSD-3-Clause
#include "tests/conformance/scene.hpp"

#include <algorithm>
#include <numeric>

#include "tests/support/kernel_test.hpp"

namespace cellerate::conformance {
namespace {

constexpr int kPitch = 10, kNucleus = 4, kCell = 8;

/// Squares of a size in the middle of the grid's places, labelled in their order.
std::vector<std::int32_t> squares(Shape2 shape, int objects, int size) {
  std::vector<std::int32_t> labels(shape.size());
  const int columns = std::max(1, shape.width / kPitch), margin = (kPitch - size) / 2;
  for (int label = 1; label <= objects; ++label) {
    const int y0 = (label - 1) / columns * kPitch + margin, x0 = (label - 1) % columns * kPitch + margin;
    for (int y = y0; y < y0 + size; ++y)
      std::fill_n(labels.begin() + static_cast<std::int64_t>(y) * shape.width + x0, size, label);
  }
  return labels;
}

std::vector<float> gray(const std::vector<std::int32_t>& labels, unsigned seed) {
  std::vector<float> pixels = test::noise(static_cast<std::int64_t>(labels.size()), seed);
  for (std::size_t i = 0; i < labels.size(); ++i)
    pixels[i] = labels[i] ? .6f + .2f * pixels[i] : .1f + .05f * pixels[i];
  return pixels;
}

void measure_objects(test::ModuleRun& run, const std::string& name, const std::string& parent, int objects,
                     int size) {
  std::vector<double> numbers(objects);
  std::iota(numbers.begin(), numbers.end(), 1.0);
  run.measurement(name, "AreaShape_Area", std::vector<double>(objects, size * size));
  run.measurement(name, "Location_Center_X", numbers);
  run.measurement(name, "Location_Center_Y", numbers);
  run.measurement(name, "Number_Object_Number", numbers);
  run.measurement(name, "Parent_" + parent, numbers);
  run.measurement(name, "Children_" + parent + "_Count", std::vector<double>(objects, 1));
  run.measurement("Image", "Count_" + name, {static_cast<double>(objects)});
}

/// Where an image would have been loaded from.
void name_files(test::ModuleRun& run, const std::string& image) {
  const std::pair<const char*, std::string> texts[] = {{"FileName_", image + ".tif"},
                                                       {"PathName_", "images"}};
  for (const auto& [category, text] : texts) {
    run.state().measurements.objects["Image"][category + image] = {CEL_VALUE_TEXT, {}, {text}, 0};
    run.text_column("Image", category + image);
  }
}

void draw_images(test::ModuleRun& run, Shape2 shape, const std::vector<std::int32_t>& labels,
                 const std::string& suffix, unsigned seed) {
  const std::vector<float> pixels = gray(labels, seed);
  std::vector<float> color;
  std::vector<std::uint8_t> binary;
  for (const float value : pixels) {
    color.insert(color.end(), {value, value / 2, 1 - value});
    binary.push_back(value > .5f);
  }
  run.image("Gray" + suffix, shape, pixels);
  run.image("Color" + suffix, shape, color);
  run.binary("Binary" + suffix, shape, binary);
  for (const char* image : {"Gray", "Color", "Binary"}) name_files(run, image + suffix);
}

template <class T>
std::string bytes(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

std::string memory_bytes(Queue& queue, const SharedMemory& memory, std::int64_t size) {
  return memory ? bytes(download(queue, static_cast<const char*>(memory.get()), size)) : std::string();
}

int sample_bytes(int type) {
  switch (type) {
    case CEL_BOOL:
      return 1;
    case CEL_F64:
      return 8;
    default:
      return 4;
  }
}

}  // namespace

int room_for_objects(Shape2 shape) { return shape.height / kPitch * (shape.width / kPitch); }

void draw_scene(test::ModuleRun& run, Shape2 shape, int objects) {
  const std::vector<std::int32_t> nuclei = squares(shape, objects, kNucleus),
                                  cells = squares(shape, objects, kCell);
  draw_images(run, shape, nuclei, "", 1);
  draw_images(run, shape, cells, "2", 2);
  run.objects("Nuclei", shape, nuclei);
  run.objects("Cells", shape, cells);
  measure_objects(run, "Nuclei", "Cells", objects, kNucleus);
  measure_objects(run, "Cells", "Nuclei", objects, kCell);
}

std::map<std::string, std::string> contents(test::ModuleRun& run, Queue& queue) {
  std::map<std::string, std::string> all;
  for (const auto& [name, image] : run.state().images) {
    all["image " + name] =
        memory_bytes(queue, image.pixels, image.shape.size() * image.channels * sample_bytes(image.type));
    all["mask of " + name] = memory_bytes(queue, image.mask, image.shape.size());
  }
  for (const auto& [name, objects] : run.state().objects)
    all["objects " + name] = memory_bytes(
        queue, objects.labels, objects.shape.size() * objects.layers * std::int64_t{sizeof(std::int32_t)});
  for (const auto& [object, features] : run.state().measurements.objects)
    for (const auto& [feature, measurement] : features) {
      std::string& value = all[object + " " + feature] = bytes(measurement.values);
      for (const std::string& text : measurement.texts) value += text + '\0';
    }
  for (const Relationship& row : run.state().measurements.relationships)
    all["relationships"] += row.relationship + " " + row.first_object + " " + std::to_string(row.first) +
                            " " + row.second_object + " " + std::to_string(row.second) + "\n";
  return all;
}

}  // namespace cellerate::conformance
