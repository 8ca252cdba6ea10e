/// CorrectIlluminationCalculate: an image of how unevenly images are lit, of one or of all images of a group.
/// Meaning, sources and differences from CellProfiler: CorrectIlluminationCalculate.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include "cuda/pixel/masked_mean.hpp"
#include "plugins/CorrectIlluminationCalculate/group_average.hpp"
#include "plugins/shared/image_samples.hpp"
#include "plugins/shared/images_made_by.hpp"

namespace cellerate::modules {
namespace {

using namespace illumination;

/// CellProfiler's pipeline.is_image_from_file: what LoadData and LoadImages load, and what some SaveImages
/// (or SaveCroppedObjects) names its files after; not what NamesAndTypes loads.
bool is_from_file(const HostContext& context, const std::string& image) {
  const std::vector<std::string> loaded = images_made_by(context, {"LoadData", "LoadImages"});
  return std::find(loaded.begin(), loaded.end(), image) != loaded.end() ||
         context.pipeline_text().find(" Select image name for file prefix:" + image + "\n") !=
             std::string::npos;
}

class CorrectIlluminationCalculate {
 public:
  static constexpr ModuleInfo info = {
      .revision = 2,
      .category = "Image Processing",
      .summary = "Calculates how unevenly images are lit, of each or of all images of a group."};
  using Settings = illumination::Settings;

  CorrectIlluminationCalculate(Settings settings, const ModuleEntryInfo&)
      : settings_(std::move(settings)), scope_(settings_.scope) {}

  static void upgrade(Upgrade& u) { illumination::upgrade(u); }

  void declare(Declaration& d) const;
  bool works_on_groups() const { return scope_ != Scope::Each; }
  std::string_view gathers_from() const {
    return scope_ == Scope::AllFirst ? std::string_view(settings_.input) : std::string_view();
  }
  void gather(ImageSet& images) const { average_in(images); }
  void run(ImageSet& images) const;
  void make_image(ImageSet& images, std::string_view name) const;
  void finish_group(ImageSet& images) const;

 private:
  Picture prepared_input(ImageSet& images) const;
  void average_in(ImageSet& images) const;
  void offer_images(ImageSet& images) const;
  void make_from_one(ImageSet& images) const;

  Settings settings_;
  mutable Scope scope_;  ///< found when the module declares what it makes
};

void CorrectIlluminationCalculate::declare(Declaration& d) const {
  d.needs_image(settings_.input, kInputText);
  if (scope_ == Scope::All) scope_ = is_from_file(d, settings_.input) ? Scope::AllFirst : Scope::AllAcross;
  d.makes_image(settings_.output);
  if (settings_.keeps_average) d.makes_image(settings_.average);
  if (settings_.keeps_dilated) d.makes_image(settings_.dilated);
}

/// CellProfiler sets the masked pixels of the input to 0 where they are, for all modules that follow.
Picture CorrectIlluminationCalculate::prepared_input(ImageSet& images) const {
  Image image = images.image(settings_.input);
  if (image.mask() && !settings_.takes_block_minima()) {
    NewImage inside{.shape = image.shape(), .channels = image.channels(), .type = image.type()};
    inside.pixels = samples_inside(images.queue(), image, image.mask());
    inside.parent = settings_.input;
    inside.channel_stack = image.is_channel_stack();
    images.add_image(settings_.input, std::move(inside));
    image = images.image(settings_.input);
  }
  return prepared(images.queue(), settings_, image);
}

void CorrectIlluminationCalculate::average_in(ImageSet& images) const {
  images.group_state<GroupAverage>().add(images.queue(), prepared_input(images));
}

void CorrectIlluminationCalculate::run(ImageSet& images) const {
  if (scope_ == Scope::Each) return make_from_one(images);
  if (scope_ == Scope::AllAcross) average_in(images);
  offer_images(images);
}

void CorrectIlluminationCalculate::offer_images(ImageSet& images) const {
  images.offer_image(settings_.output);
  if (settings_.keeps_average) images.offer_image(settings_.average);
  if (settings_.keeps_dilated) images.offer_image(settings_.dilated);
  images.group_state<GroupAverage>().offered_to = images.number();
}

void CorrectIlluminationCalculate::make_image(ImageSet& images, std::string_view name) const {
  const auto& results = images.group_state<GroupAverage>().results(images.queue(), settings_);
  const Picture& picture = name == settings_.output    ? results.function
                           : name == settings_.average ? results.average
                                                       : results.dilated;
  NewImage image = to_image(images.queue(), picture);
  if (picture.counted) {
    Buffer<std::uint8_t> mask(images.queue(), picture.shape);
    images.queue().copy(mask.data(), picture.counted->data(), mask.size());
    image.mask = hand_over(std::move(mask));
  }
  images.add_image(name, std::move(image));
}

/// The last image set may have been skipped before this module.
void CorrectIlluminationCalculate::finish_group(ImageSet& images) const {
  if (scope_ != Scope::Each && images.group_state<GroupAverage>().offered_to != images.number())
    offer_images(images);
}

void CorrectIlluminationCalculate::make_from_one(ImageSet& images) const {
  Queue& queue = images.queue();
  const Picture average = prepared_input(images);
  const Picture after_dilation = dilated(queue, settings_, average);
  const auto made_of_input = [&](const Picture& picture) {
    NewImage image = to_image(queue, picture);
    image.parent = settings_.input;
    return image;
  };
  NewImage function = made_of_input(rescaled(queue, settings_, smoothed(queue, settings_, after_dilation)));
  // The function goes on beyond the mask of the image
  Buffer<std::uint8_t> everywhere(queue, average.shape);
  kernel::fill(queue, std::uint8_t{1}, everywhere.view());
  function.mask = hand_over(std::move(everywhere));
  // All are made before the first is added, which may take the place of the input
  NewImage kept_average, kept_dilated;
  if (settings_.keeps_average) kept_average = made_of_input(average);
  if (settings_.keeps_dilated) kept_dilated = made_of_input(after_dilation);
  images.add_image(settings_.output, std::move(function));
  if (settings_.keeps_average) images.add_image(settings_.average, std::move(kept_average));
  if (settings_.keeps_dilated) images.add_image(settings_.dilated, std::move(kept_dilated));
}

}  // namespace

CEL_MODULE(CorrectIlluminationCalculate)

}  // namespace cellerate::modules
