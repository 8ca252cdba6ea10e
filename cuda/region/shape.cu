/// Brings the families of shape measurements together, one launch or a few each.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/shape.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/region/moments.hpp"
#include "cuda/region/moments_formulas.hpp"
#include "cuda/region/perimeter.hpp"
#include "cuda/region/radii.hpp"
#include "cuda/region/zernike.hpp"

namespace cellerate::kernel {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kZernikeDegree = 9;

struct WriteBasic {
  RegionsView regions;
  const OutlineCounts* outlines;
  const std::int32_t* convex_areas;
  const Feret* ferets;
  const Moments* moments;
  const Radii* radii;
  double* features;

  CEL_FN double& at(Shape feature, std::int64_t k) const {
    return features[static_cast<int>(feature) * regions.count + k];
  }

  CEL_FN void operator()(std::int64_t k) const {
    const double area = regions.starts[k + 1] - regions.starts[k];
    write_box(k, area);
    write_outline(k, area);
    write_axes(k);
    at(Shape::Area, k) = area;
    at(Shape::EquivalentDiameter, k) = sqrt(4 * area / kPi);
    at(Shape::ConvexArea, k) = convex_areas[k];
    at(Shape::Solidity, k) = area / convex_areas[k];
    at(Shape::MinFeretDiameter, k) = ferets[k].min;
    at(Shape::MaxFeretDiameter, k) = ferets[k].max;
    at(Shape::MaximumRadius, k) = radii[k].max;
    at(Shape::MeanRadius, k) = radii[k].mean;
    at(Shape::MedianRadius, k) = radii[k].median;
  }

  CEL_FN void write_box(std::int64_t k, double area) const {
    const Box box = regions.boxes[k];
    const double box_area = static_cast<double>(box.height()) * box.width();
    at(Shape::BoundingBoxMinimumX, k) = box.x0;
    at(Shape::BoundingBoxMinimumY, k) = box.y0;
    at(Shape::BoundingBoxMaximumX, k) = box.x1;
    at(Shape::BoundingBoxMaximumY, k) = box.y1;
    at(Shape::BoundingBoxArea, k) = box_area;
    at(Shape::Extent, k) = area / box_area;
    // The sums are whole numbers, so adding the corner's share before the division is exact.
    at(Shape::CenterX, k) = (moments[k].spatial[0][1] + area * box.x0) / area;
    at(Shape::CenterY, k) = (moments[k].spatial[1][0] + area * box.y0) / area;
  }

  CEL_FN void write_outline(std::int64_t k, double area) const {
    const double perimeter = outlines[k].perimeter(), disc = 4.0 * kPi * area;
    at(Shape::Perimeter, k) = perimeter;
    at(Shape::FormFactor, k) = disc / (perimeter * perimeter);
    at(Shape::Compactness, k) = perimeter * perimeter / (disc > 1 ? disc : 1);
    at(Shape::EulerNumber, k) = outlines[k].euler;
  }

  CEL_FN void write_axes(std::int64_t k) const {
    const Inertia inertia = inertia_of(moments[k].central);
    const double major = inertia.eigenvalues[0], minor = inertia.eigenvalues[1];
    at(Shape::MajorAxisLength, k) = 4 * sqrt(major);
    at(Shape::MinorAxisLength, k) = 4 * sqrt(minor);
    at(Shape::Eccentricity, k) = major == 0 ? 0 : sqrt(1 - minor / major);
    at(Shape::Orientation, k) = inertia.orientation * (180 / kPi);
  }
};

struct WriteAdvanced {
  int count;
  const Moments* moments;
  double* features;

  CEL_FN void operator()(std::int64_t k) const {
    const Moments& m = moments[k];
    double* to = features + k;
    for (int p = 0; p < 3; ++p)
      for (int q = 0; q < 4; ++q) to = put(to, m.spatial[p][q]);
    for (int p = 0; p < 3; ++p)
      for (int q = 0; q < 4; ++q) to = put(to, m.central[p][q]);
    double normalised[4][4], hu[7];
    normalise_moments(m.central, normalised);
    hu_moments(normalised, hu);
    for (int p = 0; p < 4; ++p)
      for (int q = 0; q < 4; ++q) to = put(to, normalised[p][q]);
    for (const double value : hu) to = put(to, value);
    const Inertia inertia = inertia_of(m.central);
    to = put(to, inertia.rows);
    to = put(to, inertia.mixed);
    to = put(to, inertia.mixed);
    to = put(to, inertia.columns);
    to = put(to, inertia.eigenvalues[0]);
    put(to, inertia.eigenvalues[1]);
  }
  /// Writes one feature and returns the place of the next.
  CEL_FN double* put(double* to, double value) const {
    *to = value;
    return to + count;
  }
};

}  // namespace

void object_shapes(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                   const ShapeFeatures& features) {
  const int n = regions.count;
  if (n == 0) return;
  const BoxColumns columns = box_columns(queue, regions);
  const ConvexHulls hulls = convex_hulls(queue, regions, labels, columns);
  const HullsView hull = hulls.view(columns);
  Buffer<Moments> moments(queue, n);
  if (features.basic.data || features.advanced.data)
    object_moments(queue, regions, labels, columns, moments.view());
  if (features.basic.data) {
    Buffer<OutlineCounts> outlines(queue, n);
    Buffer<Feret> ferets(queue, n);
    Buffer<Radii> radii(queue, n);
    object_outlines(queue, regions, labels, outlines.view());
    feret_diameters(queue, hull, ferets.view());
    object_radii(queue, regions, labels, radii.view());
    for_each_index(queue, n,
                   WriteBasic{regions, outlines.data(), hulls.areas.data(), ferets.data(), moments.data(),
                              radii.data(), features.basic.data});
  }
  if (features.advanced.data)
    for_each_index(queue, n, WriteAdvanced{n, moments.data(), features.advanced.data});
  if (features.circles.data) enclosing_circles(queue, hull, features.circles);
  if (features.zernikes.data)
    zernike_shapes(queue, regions, features.circles, kZernikeDegree, features.zernikes);
}

}  // namespace cellerate::kernel
