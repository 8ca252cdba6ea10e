// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectIntensityDistribution/channels.hpp"

#include <algorithm>

#include "cuda/pixel/window.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules::distribution {

Channel::Channel(ImageSet& images, const std::string& name) : name_(name), gray_(images, name) {
  if (!is_double()) return;
  if (gray_.image().type() == CEL_F64) {
    wide_ = gray_.image().plane<double>();
    return;
  }
  widened_ = Buffer<double>(images.queue(), shape());
  kernel::widen(images.queue(), samples_of(gray_.image()), widened_.view());
  wide_ = std::as_const(widened_).view(shape());
}

ObjectPart::ObjectPart(ImageSet& images, const std::string& name, Shape2 plane) {
  const Objects objects = images.objects(name);
  const Shape2 whole = objects.shape(),
               common{std::min(whole.height, plane.height), std::min(whole.width, plane.width)};
  if (common == whole) {
    regions_ = images.regions(name);
    labels_ = objects.labels();
    return;
  }
  Queue& queue = images.queue();
  cropped_ = Buffer<std::int32_t>(queue, common);
  kernel::copy_window(queue, objects.labels(), 0, 0, cropped_.view(common));
  labels_ = std::as_const(cropped_).view(common);
  index_ = kernel::pixel_index(queue, labels_, objects.count());
  regions_ = index_.view();
}

}  // namespace cellerate::modules::distribution
