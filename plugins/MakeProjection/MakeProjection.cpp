/// MakeProjection: the images of a group put together into one, pixel by pixel.
/// Meaning, sources and differences from CellProfiler: MakeProjection.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <memory>
#include <stdexcept>
#include <utility>

#include "plugins/MakeProjection/projection.hpp"

namespace cellerate::modules {
namespace {

struct MakeProjectionSettings {
  std::string image = "None", output = "ProjectionBlue";
  ProjectionType type = ProjectionType::kAverage;
  double frequency = 6;

  void bind(Binder& b) {
    b.image(image, kImage);
    b.choice(type, "Type of projection",
             {"Average", "Maximum", "Minimum", "Sum", "Variance", "Power", "Brightfield", "Mask"});
    b.new_image(output, "Name the output image");
    b.number(frequency, kFrequency, {.min = 1});
  }
  bool is_hidden(std::string_view text) const { return text == kFrequency && type != ProjectionType::kPower; }

  static constexpr char kImage[] = "Select the input image";
  static constexpr char kFrequency[] = "Frequency";
};

struct GroupProjection {
  std::unique_ptr<Projection> images;
  std::int64_t offered_to = 0;  ///< the image set that the projection was last offered to
};

class MakeProjection {
 public:
  static constexpr ModuleInfo info = {.revision = 2,
                                      .category = "Image Processing",
                                      .summary = "Puts the images of a group together into one."};
  using Settings = MakeProjectionSettings;

  MakeProjection(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  /// Revision 1 had no frequency.
  static void upgrade(Upgrade& u) {
    if (u.revision == 1) u.values.push_back("6"), u.revision = 2;
  }

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, Settings::kImage);
    d.makes_image(settings_.output);
  }
  void run(ImageSet& images) const;
  void make_image(ImageSet& images, std::string_view name) const;
  void finish_group(ImageSet& images) const;

 private:
  void offer(ImageSet& images) const {
    images.offer_image(settings_.output);
    images.group_state<GroupProjection>().offered_to = images.number();
  }

  Settings settings_;
};

void MakeProjection::run(ImageSet& images) const {
  const Image image = images.image(settings_.image);
  GroupProjection& group = images.group_state<GroupProjection>();
  if (!group.images)
    group.images = make_projection(images.queue(), settings_.type, settings_.frequency, image);
  group.images->add(images.queue(), image);
  offer(images);
}

/// Most pipelines look only at the last image set's projection.
void MakeProjection::make_image(ImageSet& images, std::string_view name) const {
  const GroupProjection& group = images.group_state<GroupProjection>();
  if (!group.images) throw std::runtime_error("no image of the group came this far");
  images.add_image(name, group.images->image(images.queue()));
}

/// Where the last image set did not come this far, later modules of the group still find the projection.
void MakeProjection::finish_group(ImageSet& images) const {
  if (images.group_state<GroupProjection>().offered_to != images.number()) offer(images);
}

}  // namespace

CEL_MODULE(MakeProjection)

}  // namespace cellerate::modules
