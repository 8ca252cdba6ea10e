/// MeasureObjectOverlap: how well objects agree with other ones.
/// Meaning, units, columns, sources and differences from CellProfiler: MeasureObjectOverlap.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include "cuda/label/label_tuples.hpp"
#include "plugins/MeasureObjectOverlap/omega_index.hpp"
#include "plugins/MeasureObjectOverlap/partners.hpp"
#include "plugins/shared/earth_movers_distance.hpp"
#include "plugins/shared/overlap_measures.hpp"

namespace cellerate::modules {
namespace {

struct MeasureObjectOverlapSettings {
  std::string truth = "None", test = "None";
  EarthMoversDistanceSettings distance;

  void bind(Binder& b) {
    b.objects(truth, kTruth);
    b.objects(test, kTest);
    distance.bind(b);
  }
  bool is_hidden(std::string_view text) const { return distance.is_hidden(text); }

  static constexpr char kTruth[] =
      "Select the objects to be used as the ground truth basis for calculating the amount of overlap";
  static constexpr char kTest[] = "Select the objects to be tested for overlap against the ground truth";
};

class MeasureObjectOverlap {
 public:
  static constexpr ModuleInfo info = {.revision = 2,
                                      .category = "Measurement",
                                      .summary = "Measures how well objects agree with other ones."};
  using Settings = MeasureObjectOverlapSettings;

  MeasureObjectOverlap(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { u.revision = info.revision; }
  void declare(Declaration& d) const {
    d.needs_objects(settings_.truth, Settings::kTruth);
    d.needs_objects(settings_.test, Settings::kTest);
    declare_overlap(d, names(), settings_.distance.is_wanted);
  }
  void run(ImageSet& images) const;

 private:
  std::string names() const { return settings_.truth + "_" + settings_.test; }

  Settings settings_;
};

kernel::LabelPlanes planes_of(const Objects& objects) {
  kernel::LabelPlanes planes;
  for (int layer = 0; layer < objects.layers(); ++layer) planes.push_back(objects.labels(layer));
  return planes;
}

void MeasureObjectOverlap::run(ImageSet& images) const {
  const Objects truth = images.objects(settings_.truth), test = images.objects(settings_.test);
  const kernel::LabelPlanes truth_planes = planes_of(truth), test_planes = planes_of(test);
  kernel::LabelPlanes planes = truth_planes;
  planes.insert(planes.end(), test_planes.begin(), test_planes.end());
  const std::vector<LabelSets> sets =
      label_sets(kernel::label_tuples(images.queue(), planes, {}), truth.layers());

  const Agreement agreement(sets, static_cast<double>(truth.shape().size()));
  OverlapMeasures measures = agreement.measures();
  const OmegaIndex omega(sets);
  measures.rand_index = omega.index;
  measures.adjusted_rand_index = omega.adjusted;
  if (settings_.distance.is_wanted)
    measures.earth_movers_distance =
        earth_movers_distance(images.queue(), test_planes, truth_planes, settings_.distance);
  measure_overlap(images, names(), measures);
}

}  // namespace

CEL_MODULE(MeasureObjectOverlap)

}  // namespace cellerate::modules
