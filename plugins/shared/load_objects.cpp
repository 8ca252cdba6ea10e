/// Several planes are layers of objects that may overlap; each layer's numbers follow the layer before.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/load_objects.hpp"

#include <numeric>

#include "cuda/label/connected_components.hpp"
#include "cuda/label/object_table.hpp"
#include "cuda/pixel/label_samples.hpp"
#include "cuda/region/object_locations.hpp"
#include "plugins/shared/source_samples.hpp"

namespace cellerate::modules {
namespace {

/// Closes gaps in the numbering. CellProfiler then also takes the objects apart into connected pieces.
int close_gaps(Queue& queue, View2<std::int32_t> labels, int highest) {
  Buffer<std::int32_t> closed(queue, labels.shape);
  if (kernel::relabel(queue, labels, highest, closed.view(labels.shape)) == highest) return highest;
  return kernel::equal_value_components(queue, closed.view(labels.shape), 0, kernel::Connectivity::Eight,
                                        labels);
}

void measure_locations(ImageSet& images, const std::string& name, int count) {
  const RegionsView regions = images.regions(name);
  Buffer<double> x(images.queue(), count), y(images.queue(), count);
  kernel::object_locations(images.queue(), regions, x.view(), y.view());
  images.measure(name, "Location_Center_X", download(images.queue(), x));
  images.measure(name, "Location_Center_Y", download(images.queue(), y));
}

}  // namespace

void load_objects(ImageSet& images, const std::string& name, ObjectSource source) {
  Queue& queue = images.queue();
  const SourceImage file = images.read_source(name);
  const SourceSamples samples(queue, file);
  NewObjects objects{.shape = samples.shape, .labels = Buffer<std::int32_t>(queue, samples.shape)};
  const View2<std::int32_t> labels = objects.labels.view(samples.shape);
  objects.count = kernel::labels_of_samples(queue, samples.view(), samples.channels,
                                            source == ObjectSource::Image, labels);
  if (source == ObjectSource::Labels) {
    objects.count = close_gaps(queue, labels, objects.count);
    if (file.c().md5.size) images.measure_image("MD5Digest_" + name, to_view(file.c().md5));
    images.measure_image("Width_" + name, samples.shape.width, CEL_VALUE_INTEGER);
    images.measure_image("Height_" + name, samples.shape.height, CEL_VALUE_INTEGER);
  }
  const int count = objects.count;
  images.add_objects(name, std::move(objects));
  measure_locations(images, name, count);
  std::vector<double> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 1);
  images.measure(name, "Number_Object_Number", numbers, CEL_VALUE_INTEGER);
  images.measure_image("Count_" + name, count);
}

void declare_loaded_objects(Declaration& d, const std::string& name) {
  d.column("Image", "ObjectsFileName_" + name, CEL_VALUE_TEXT, 128);
  d.column("Image", "ObjectsPathName_" + name, CEL_VALUE_TEXT, 256);
  d.column("Image", "ObjectsURL_" + name, CEL_VALUE_TEXT, 256);
  d.column("Image", "MD5Digest_" + name, CEL_VALUE_TEXT, 32);
  d.column("Image", "Width_" + name, CEL_VALUE_INTEGER);
  d.column("Image", "Height_" + name, CEL_VALUE_INTEGER);
  d.object_columns(name, false);
}

}  // namespace cellerate::modules
