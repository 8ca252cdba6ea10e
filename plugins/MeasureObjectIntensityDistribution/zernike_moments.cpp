// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectIntensityDistribution/zernike_moments.hpp"

#include <algorithm>
#include <cmath>

#include "cuda/region/visible_pixels.hpp"
#include "cuda/region/zernike.hpp"
#include "plugins/shared/fitted_image.hpp"

namespace cellerate::modules::distribution {
namespace {

/// Sums of the polynomials over the objects, and how many pixels of each a channel shows.
struct Sums {
  std::vector<double> real, imaginary;  ///< moments x objects
  std::vector<std::int64_t> pixels;

  bool any() const {
    return std::any_of(pixels.begin(), pixels.end(), [](std::int64_t n) { return n > 0; });
  }
};

/// An object set with the circles around its objects.
struct CircledObjects {
  CircledObjects(ImageSet& images, const std::string& name)
      : labels(images.objects(name).labels()),
        regions(images.regions(name)),
        circles(images.queue(), regions.count) {
    const kernel::BoxColumns columns = kernel::box_columns(images.queue(), regions);
    const kernel::ConvexHulls hulls = kernel::convex_hulls(images.queue(), regions, labels, columns);
    kernel::enclosing_circles(images.queue(), hulls.view(columns), circles.view());
  }
  View2<const std::int32_t> labels;
  RegionsView regions;
  Buffer<kernel::Circle> circles;
};

template <class T>
std::vector<Sums> sums_of(Queue& queue, const CircledObjects& objects,
                          const std::vector<kernel::MaskedPlane<T>>& planes, int degree) {
  const RegionsView& regions = objects.regions;
  const auto moments = static_cast<std::int64_t>(kernel::zernike_indexes(degree).size());
  const std::int64_t n = moments * regions.count;
  Buffer<double> real(queue, n * std::ssize(planes)), imaginary(queue, n * std::ssize(planes));
  kernel::zernike_sums(queue, regions, objects.circles.view(), degree, planes, real.view(), imaginary.view());
  std::vector<Sums> sums;
  for (std::int64_t c = 0; c < std::ssize(planes); ++c) {
    Buffer<std::int64_t> pixels(queue, regions.count);
    kernel::count_visible(queue, regions, planes[c].mask, pixels.view());
    sums.push_back({download(queue, real.data() + c * n, n), download(queue, imaginary.data() + c * n, n),
                    download(queue, pixels)});
  }
  return sums;
}

/// Of all channels, those of one precision together. An image of another size is fitted in single precision.
std::vector<Sums> sums_of(ImageSet& images, const std::string& name, const std::vector<Channel>& channels,
                          int degree) {
  Queue& queue = images.queue();
  const CircledObjects objects(images, name);
  const auto is_wide = [&](const Channel& channel) {
    return channel.is_double() && channel.shape() == objects.labels.shape;
  };
  std::vector<FittedImage> fitted;
  std::vector<kernel::MaskedImage> single;
  std::vector<kernel::MaskedPlane<double>> wide;
  for (const Channel& channel : channels)
    if (is_wide(channel)) {
      wide.push_back({channel.wide_pixels(), channel.gray().mask()});
    } else {
      fitted.push_back(FittedImage::to_shape(queue, channel.gray(), objects.labels.shape));
      single.push_back(fitted.back().masked());
    }
  std::vector<Sums> of_single = sums_of(queue, objects, single, degree),
                    of_wide = sums_of(queue, objects, wide, degree), all;
  auto next_single = of_single.begin(), next_wide = of_wide.begin();
  for (const Channel& channel : channels)
    all.push_back(std::move(is_wide(channel) ? *next_wide++ : *next_single++));
  return all;
}

}  // namespace

std::vector<std::string> zernike_columns(const std::string& kind, const std::string& image, int degree) {
  std::vector<std::string> names;
  for (const auto [n, m] : kernel::zernike_indexes(degree))
    names.push_back("RadialDistribution_" + kind + "_" + image + "_" + std::to_string(n) + "_" +
                    std::to_string(m));
  return names;
}

void measure_zernikes(ImageSet& images, const std::string& objects, const std::vector<Channel>& channels,
                      int degree, bool wants_phase) {
  const int count = images.objects(objects).count();
  std::vector<Sums> sums(channels.size());
  if (count > 0) sums = sums_of(images, objects, channels, degree);
  for (std::size_t c = 0; c < channels.size(); ++c) {
    const auto magnitude_names = zernike_columns("ZernikeMagnitude", channels[c].name(), degree);
    const auto phase_names = zernike_columns("ZernikePhase", channels[c].name(), degree);
    const int n = sums[c].any() ? count : 0;  // where nothing is visible there are no values at all
    std::vector<double> magnitudes(n), phases(n);
    for (std::size_t moment = 0; moment < magnitude_names.size(); ++moment) {
      for (int k = 0; k < n; ++k) {
        const double real = sums[c].real[moment * count + k],
                     imaginary = sums[c].imaginary[moment * count + k];
        magnitudes[k] =
            std::sqrt(real * real + imaginary * imaginary) / static_cast<double>(sums[c].pixels[k]);
        phases[k] = std::atan2(real, imaginary);  // the arguments in CellProfiler's order
      }
      images.measure(objects, magnitude_names[moment], magnitudes);
      if (wants_phase) images.measure(objects, phase_names[moment], phases);
    }
  }
}

}  // namespace cellerate::modules::distribution
