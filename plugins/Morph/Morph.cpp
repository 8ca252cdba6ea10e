/// Morph: operations on the shapes of an image, one after the other.
/// Meaning, sources and differences from CellProfiler: Morph.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>

#include "plugins/Morph/morph_plane.hpp"

namespace cellerate::modules {
namespace {

enum class Repeats { kOnce, kForever, kCustom };

struct OperationSettings {
  MorphOperation operation = MorphOperation::kBranchpoints;
  Repeats repeats = Repeats::kOnce;
  int custom_repeats = 2;
  bool rescales = true;

  void bind(Binder& b) {
    b.choice(
        operation, "Select the operation to perform",
        {"branchpoints", "bridge", "clean", "convex hull", "diag", "distance", "endpoints", "fill", "hbreak",
         "majority", "openlines", "remove", "shrink", "skelpe", "spur", "thicken", "thin", "vbreak"});
    b.choice(repeats, "Number of times to repeat operation", {"Once", "Forever", "Custom"});
    b.integer(custom_repeats, kRepetitions, {.min = 1});
    b.binary(rescales, "Rescale values from 0 to 1?");
  }
  bool shows_repetitions() const {
    return operation == MorphOperation::kOpenLines ||
           (repeats == Repeats::kCustom && operation != MorphOperation::kDistance);
  }
  int rounds() const {
    constexpr int kForever = 10000;
    return repeats == Repeats::kOnce ? 1 : repeats == Repeats::kForever ? kForever : custom_repeats;
  }

  static constexpr char kRepetitions[] = "Repetition number";
};

struct MorphSettings {
  std::string image = "None", output = "MorphBlue";
  std::vector<OperationSettings> operations;

  void bind(Binder& b) {
    constexpr std::uint64_t kSettingsOfOperation = 4;
    b.image(image, "Select the input image");
    b.new_image(output, "Name the output image");
    b.each_to_end(operations, kSettingsOfOperation);
  }
  bool is_hidden(std::string_view text) const {
    return text == OperationSettings::kRepetitions &&
           std::none_of(operations.begin(), operations.end(),
                        [](const OperationSettings& o) { return o.shows_repetitions(); });
  }
};

class Morph {
 public:
  static constexpr ModuleInfo info = {.revision = 6,
                                      .category = "Image Processing",
                                      .summary = "Operates on the shapes of a binary or gray image."};
  using Settings = MorphSettings;

  Morph(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select the input image");
    d.makes_image(settings_.output);
  }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

/// Older revisions had more settings for each operation, which no operation has any more: of 1 a scale was
/// missing, of 2 structuring elements, of 3 whether distances are rescaled. Revision 5 had one more
/// operation.
void Morph::upgrade(Upgrade& u) {
  constexpr std::size_t kBefore = 2, kSizes[] = {3, 4, 11, 12}, kRescale = 11;
  if (u.revision >= 1 && u.revision <= 4) {
    const std::size_t size = kSizes[u.revision - 1];
    std::vector<std::string> values(u.values.begin(), u.values.begin() + std::min(kBefore, u.values.size()));
    for (std::size_t begin = kBefore; begin + size <= u.values.size(); begin += size) {
      const std::string* group = &u.values[begin];
      values.insert(values.end(), {group[0], group[1], group[2], size > kRescale ? group[kRescale] : "Yes"});
    }
    u.values = values;
    u.revision = 5;
  }
  if (u.revision == 5) u.revision = 6;
}

void Morph::run(ImageSet& images) const {
  MorphPlane plane(images.queue(), images.image(settings_.image));
  for (const OperationSettings& o : settings_.operations)
    plane.apply(o.operation, o.rounds(), o.custom_repeats, o.rescales);
  NewImage output = plane.image();
  output.parent = settings_.image;
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(Morph)

}  // namespace cellerate::modules
