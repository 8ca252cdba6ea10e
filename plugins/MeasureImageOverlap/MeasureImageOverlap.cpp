/// MeasureImageOverlap: how well the foreground of a binary image agrees with that of another one.
/// Meaning, units, columns, sources and differences from CellProfiler: MeasureImageOverlap.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <limits>
#include <map>
#include <stdexcept>

#include "cuda/label/connected_components.hpp"
#include "cuda/label/label_tuples.hpp"
#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/crop.hpp"
#include "cuda/pixel/mask.hpp"
#include "plugins/shared/earth_movers_distance.hpp"
#include "plugins/shared/fitted_image.hpp"
#include "plugins/shared/overlap_measures.hpp"

namespace cellerate::modules {
namespace {

struct MeasureImageOverlapSettings {
  std::string truth = "None", test = "None";
  EarthMoversDistanceSettings distance;

  void bind(Binder& b) {
    b.image(truth, kTruth);
    b.image(test, kTest);
    distance.bind(b);
  }
  bool is_hidden(std::string_view text) const { return distance.is_hidden(text); }

  static constexpr char kTruth[] =
      "Select the image to be used as the ground truth basis for calculating the amount of overlap";
  static constexpr char kTest[] = "Select the image to be used to test for overlap";
};

class MeasureImageOverlap {
 public:
  static constexpr ModuleInfo info = {
      .revision = 5,
      .category = "Measurement",
      .summary = "Measures how well the foreground of a binary image agrees with that of another one."};
  using Settings = MeasureImageOverlapSettings;

  MeasureImageOverlap(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const {
    d.needs_image(settings_.truth, Settings::kTruth);
    d.needs_image(settings_.test, Settings::kTest);
    declare_overlap(d, settings_.test, settings_.distance.is_wanted);
  }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

/// From 1: objects can be compared. From 2: without the images of the objects. From 3: the earth mover's
/// distance. From 4: no objects, which CellProfiler's upgrade leaves in the way where they are not used.
void MeasureImageOverlap::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1 && values.size() >= 2) {
    values = {"Foreground/background segmentation", values[0], values[1]};
    u.revision = 2;
  }
  if (u.revision == 2) u.revision = 3;
  if (u.revision == 3 && values.size() >= 3) {
    values.resize(3);  // without the objects
    values.insert(values.end(), {"No", "250", "K Means", "250", "No"});
    u.revision = 4;
  }
  if (u.revision == 4 && !values.empty() && values[0] != "Segmented objects") {
    values.erase(values.begin());
    u.revision = 5;
  }
}

/// Both foregrounds in the mask, as components of 8 neighbours, and the mask.
struct Foregrounds {
  Shape2 shape;
  Buffer<std::uint8_t> mask;
  Buffer<std::int32_t> truth, test;
};

Image binary_image(ImageSet& images, const std::string& name) {
  const Image image = images.image(name);
  if (!image.is_binary()) throw std::invalid_argument("image '" + name + "' must be binary");
  return image;
}

Foregrounds foregrounds(ImageSet& images, const std::string& truth_name, const std::string& test_name) {
  Queue& queue = images.queue();
  binary_image(images, truth_name);
  const Image test = binary_image(images, test_name);
  const GrayImage truth_image(images, truth_name);
  const FittedImage truth = FittedImage::to_image(queue, truth_image, test);
  const Shape2 shape = test.shape();

  Foregrounds result{shape, Buffer<std::uint8_t>(queue, shape), Buffer<std::int32_t>(queue, shape),
                     Buffer<std::int32_t>(queue, shape)};
  kernel::rectangle_mask(queue, {0, 0, shape.height, shape.width}, result.mask.view(shape));
  for (const View2<const std::uint8_t> mask : {truth.masked().mask, test.mask()})
    if (mask) kernel::intersect(queue, result.mask.view(), {mask.data, mask.size()});

  const auto components = [&](Buffer<std::uint8_t>& foreground, Buffer<std::int32_t>& labels) {
    kernel::intersect(queue, foreground.view(), result.mask.view());
    kernel::connected_components(queue, foreground.view(shape), kernel::Connectivity::Eight,
                                 labels.view(shape));
  };
  Buffer<std::uint8_t> foreground(queue, shape);
  kernel::nonzero(queue, View1<const float>{truth.masked().pixels.data, shape.size()}, foreground.view());
  components(foreground, result.truth);
  queue.copy(foreground.data(), test.data<std::uint8_t>(), shape.size());
  components(foreground, result.test);
  return result;
}

/// Pixels by what they are in the truth and in the test.
struct Confusion {
  double true_positives = 0, false_positives = 0, true_negatives = 0, false_negatives = 0;

  explicit Confusion(const std::vector<kernel::LabelTuple>& tuples) {
    for (const auto& [labels, pixels] : tuples) {
      double& count = labels[0] ? (labels[1] ? true_positives : false_negatives)
                                : (labels[1] ? false_positives : true_negatives);
      count += static_cast<double>(pixels);
    }
  }
};

double ratio(double part, double all, double of_nothing) { return all == 0 ? of_nothing : part / all; }

void compare_pixels(const Confusion& c, OverlapMeasures& m) {
  const double found = c.true_positives + c.false_positives, truth = c.true_positives + c.false_negatives,
               negative = c.false_positives + c.true_negatives;
  m.precision = ratio(c.true_positives, found, 1);
  m.recall = ratio(c.true_positives, truth, 1);
  m.f_factor = ratio(2 * m.precision * m.recall, m.precision + m.recall, 0);
  m.false_positive_rate = ratio(c.false_positives, negative, 0);
  m.true_negative_rate = ratio(c.true_negatives, negative, 1);
  m.false_negative_rate = ratio(c.false_negatives, truth, 0);
  m.true_positive_rate = ratio(c.true_positives, truth, 1);
}

double pairs(double n) { return n * (n - 1) / 2; }

/// Rand index, also adjusted for chance (Santos and Embrechts 2009, equation 6): pairs of pixels that are
/// together, or apart, in both partitions. The background is a part as the components are.
void compare_partitions(const std::vector<kernel::LabelTuple>& tuples, OverlapMeasures& m) {
  if (tuples.empty()) {
    m.rand_index = m.adjusted_rand_index = std::numeric_limits<double>::quiet_NaN();
    return;
  }
  std::map<std::int32_t, double> of_truth, of_test;
  double all = 0, together = 0;
  for (const auto& [labels, pixels] : tuples) {
    const auto n = static_cast<double>(pixels);
    of_truth[labels[0]] += n;
    of_test[labels[1]] += n;
    all += n;
    together += pairs(n);
  }
  double only_truth = 0, only_test = 0, truth_pairs = 0, test_pairs = 0;
  for (const auto& [labels, pixels] : tuples) {
    const auto n = static_cast<double>(pixels);
    only_truth += (of_truth[labels[0]] - n) * n / 2;
    only_test += (of_test[labels[1]] - n) * n / 2;
  }
  for (const auto& [label, n] : of_truth) truth_pairs += pairs(n);
  for (const auto& [label, n] : of_test) test_pairs += pairs(n);
  const double total = pairs(all), apart = total - together - only_truth - only_test;
  m.rand_index = (together + apart) / total;
  const double expected = truth_pairs * test_pairs, most = (truth_pairs + test_pairs) * total / 2;
  m.adjusted_rand_index = (together * total - expected) / (most - expected);
}

void MeasureImageOverlap::run(ImageSet& images) const {
  const Foregrounds found = foregrounds(images, settings_.truth, settings_.test);
  const auto tuples =
      kernel::label_tuples(images.queue(), {found.truth.view(found.shape), found.test.view(found.shape)},
                           found.mask.view(found.shape));
  OverlapMeasures measures;
  compare_pixels(Confusion(tuples), measures);
  compare_partitions(tuples, measures);
  if (settings_.distance.is_wanted)
    measures.earth_movers_distance =
        earth_movers_distance(images.queue(), {std::as_const(found.test).view(found.shape)},
                              {std::as_const(found.truth).view(found.shape)}, settings_.distance);
  measure_overlap(images, settings_.test, measures);
}

}  // namespace

CEL_MODULE(MeasureImageOverlap)

}  // namespace cellerate::modules
