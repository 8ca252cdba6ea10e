// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/object_measurements.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "cuda/label/relate.hpp"
#include "cuda/pixel/window.hpp"
#include "cuda/region/object_locations.hpp"

namespace cellerate::modules {
namespace {

std::string children_feature(const std::string& children) { return "Children_" + children + "_Count"; }
std::string parent_feature(const std::string& parents) { return "Parent_" + parents; }

struct Centers {
  std::vector<double> x, y;
};

Centers centers(ImageSet& images, const std::string& name) {
  const RegionsView regions = images.regions(name);
  Buffer<double> x(images.queue(), regions.count), y(images.queue(), regions.count);
  kernel::object_locations(images.queue(), regions, x.view(), y.view());
  return {download(images.queue(), x), download(images.queue(), y)};
}

void drop_nan(std::vector<double>& values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
}

/// A layer's part that lies on a plane of the shape.
class CommonPart {
 public:
  CommonPart(Queue& queue, View2<const std::int32_t> labels, Shape2 shape) : view_(labels) {
    if (labels.shape == shape) return;
    part_ = Buffer<std::int32_t>(queue, shape);
    kernel::copy_window(queue, labels, 0, 0, part_.view(shape));
    view_ = std::as_const(part_).view(shape);
  }
  View2<const std::int32_t> view() const { return view_; }

 private:
  Buffer<std::int32_t> part_;
  View2<const std::int32_t> view_;
};

/// Overlaps of all layers with all layers, in the order of label_overlaps. Of planes of different size
/// CellProfiler compares pixels of the same coordinates.
std::vector<kernel::LabelOverlap> overlaps(Queue& queue, const Objects& parents, const Objects& children) {
  const Shape2 shape{std::min(parents.shape().height, children.shape().height),
                     std::min(parents.shape().width, children.shape().width)};
  std::vector<kernel::LabelOverlap> all;
  for (int p = 0; p < parents.layers(); ++p)
    for (int c = 0; c < children.layers(); ++c) {
      const CommonPart parent(queue, parents.labels(p), shape), child(queue, children.labels(c), shape);
      const auto some = kernel::label_overlaps(queue, parent.view(), child.view());
      all.insert(all.end(), some.begin(), some.end());
    }
  if (parents.layers() * children.layers() == 1) return all;
  const auto pair = [](const kernel::LabelOverlap& o) { return std::tie(o.first, o.second); };
  std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return pair(a) < pair(b); });
  std::vector<kernel::LabelOverlap> merged;
  for (const kernel::LabelOverlap& overlap : all) {
    if (!merged.empty() && pair(merged.back()) == pair(overlap))
      merged.back().pixels += overlap.pixels;
    else
      merged.push_back(overlap);
  }
  return merged;
}

std::vector<double> as_doubles(const std::vector<std::int32_t>& values) {
  return {values.begin(), values.end()};
}

}  // namespace

void declare_object_measurements(Declaration& declaration, const std::string& name,
                                 ObjectLocations locations) {
  declaration.object_columns(name, locations == ObjectLocations::kOfPresentLabels);
}

void measure_objects(ImageSet& images, const std::string& name, ObjectLocations locations) {
  const int count = images.objects(name).count();
  auto [x, y] = centers(images, name);
  if (locations == ObjectLocations::kOfPresentLabels) {
    drop_nan(x);
    drop_nan(y);
    images.measure(name, "Location_Center_Z", std::vector<double>(x.size(), 0.0));
  }
  images.measure(name, "Location_Center_X", x);
  images.measure(name, "Location_Center_Y", y);
  std::vector<double> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 1.0);
  images.measure(name, "Number_Object_Number", numbers, CEL_VALUE_INTEGER);
  images.measure_image("Count_" + name, count, CEL_VALUE_INTEGER);
}

Family relate_children(ImageSet& images, const std::string& parents, const std::string& children) {
  const Objects parent_objects = images.objects(parents), child_objects = images.objects(children);
  const auto shared = overlaps(images.queue(), parent_objects, child_objects);
  Family family;
  family.parents_of_children = kernel::parents_of(shared, child_objects.count());
  family.children_per_parent =
      kernel::children_per_parent(family.parents_of_children, parent_objects.count());
  return family;
}

void declare_family(Declaration& declaration, const std::string& parents, const std::string& children) {
  declaration.column(parents, children_feature(children), CEL_VALUE_INTEGER);
  declaration.column(children, parent_feature(parents), CEL_VALUE_INTEGER);
}

void measure_family(ImageSet& images, const std::string& parents, const std::string& children,
                    const Family& family) {
  images.measure(parents, children_feature(children), as_doubles(family.children_per_parent),
                 CEL_VALUE_INTEGER);
  images.measure(children, parent_feature(parents), as_doubles(family.parents_of_children),
                 CEL_VALUE_INTEGER);
}

void record_family(ImageSet& images, const std::string& relationship, const std::string& parents,
                   const std::string& children, const Family& family) {
  std::vector<std::int64_t> first, second;
  for (std::size_t child = 0; child < family.parents_of_children.size(); ++child) {
    if (family.parents_of_children[child] == 0) continue;
    first.push_back(family.parents_of_children[child]);
    second.push_back(static_cast<std::int64_t>(child) + 1);
  }
  images.relate(relationship, parents, children, first, second);
}

}  // namespace cellerate::modules
