/// MedianFilter: the median over a square window.
/// Meaning, sources and differences from CellProfiler: MedianFilter.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>
#include <utility>

#include "cuda/filter/median_window.hpp"

namespace cellerate::modules {
namespace {

constexpr const char* kInputText = "Select the input image";

struct MedianFilterSettings {
  std::string input = "None", output = "MedianFilter";
  int window = 3;

  void bind(Binder& b) {
    b.image(input, kInputText);
    b.new_image(output, "Name the output image");
    b.integer(window, "Window", {.min = 0});
  }
};

class MedianFilter {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Replaces pixels by the median of a window."};
  using Settings = MedianFilterSettings;

  MedianFilter(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, kInputText);
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const;

 private:
  template <class T>
  NewImage filtered(Queue& queue, const Image& image) const;

  Settings settings_;
};

/// The output keeps the type of the input.
template <class T>
NewImage MedianFilter::filtered(Queue& queue, const Image& image) const {
  Buffer<T> pixels(queue, image.samples());
  kernel::median_window(queue, View1<const T>{image.data<T>(), image.samples()}, image.shape(),
                        image.channels(), settings_.window, pixels.view());
  return {.shape = image.shape(),
          .channels = image.channels(),
          .type = image.type(),
          .pixels = hand_over(std::move(pixels))};
}

void MedianFilter::run(ImageSet& images) const {
  if (settings_.window == 0) throw std::invalid_argument("a window of 0 holds no pixel");
  Queue& queue = images.queue();
  const Image image = images.image(settings_.input);
  if (image.type() == CEL_I32)
    throw std::invalid_argument("image '" + settings_.input + "' holds labels, not intensities");
  NewImage output = image.is_binary()         ? filtered<std::uint8_t>(queue, image)
                    : image.type() == CEL_F64 ? filtered<double>(queue, image)
                                              : filtered<float>(queue, image);
  output.parent = settings_.input;
  output.channel_stack = image.is_channel_stack();
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(MedianFilter)

}  // namespace cellerate::modules
