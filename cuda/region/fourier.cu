/// Two real rows make one complex line.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/fourier.hpp"

#include <cmath>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/fourier_lines.hpp"

namespace cellerate::kernel {
namespace {

/// How the lowest frequencies of a line are found. A length with other factors goes by way of a longer one:
/// as a convolution with a chirp, of which as much is kept as there are frequencies (Bluestein 1970).
struct LinePlan {
  int points = 1, frequencies = 0;
  Stages stages;
  const double *chirp_cosine, *chirp_sine;       ///< of pi i^2 / points
  const double *filter_real, *filter_imaginary;  ///< the chirp's transform, one for each point of the stages
  CEL_FN bool direct() const { return stages.n == points; }
};

/// The same for the points of a plan: frequency k is found at k, -k at points - k.
template <int kLines>
CEL_FN const Lines<kLines>* transform_line(Block& block, const LinePlan& line, Lines<kLines>* a,
                                           Lines<kLines>* b) {
  if (line.direct()) return transform(block, line.stages, a, b);
  const LinePlan plan = line;
  const int m = plan.stages.n;
  block.each(m, [=](std::int64_t i) {
    a[i] = i < plan.points ? a[i].turned(plan.chirp_cosine[i], plan.chirp_sine[i]) : Lines<kLines>{};
  });
  Lines<kLines>* const spectrum = transform(block, plan.stages, a, b);
  Lines<kLines>* const room = spectrum == a ? b : a;
  // The inverse transform is the transform of the conjugate.
  block.each(m, [=](std::int64_t i) {
    spectrum[i] = spectrum[i].turned(plan.filter_real[i], -plan.filter_imaginary[i]).conjugate();
  });
  Lines<kLines>* const convolved = transform(block, plan.stages, spectrum, room);
  Lines<kLines>* const found = convolved == a ? b : a;
  block.each(2 * plan.frequencies - 1, [=](std::int64_t i) {
    const std::int64_t k = i - (plan.frequencies - 1), absolute = k < 0 ? -k : k;
    found[k < 0 ? plan.points + k : k] = convolved[k < 0 ? m + k : k].conjugate().turned(
        plan.chirp_cosine[absolute], plan.chirp_sine[absolute]);
  });
  return found;
}

/// Rows of the image, two to a line, to the first frequencies of each row: [rows][frequencies].
template <int kLines>
struct TransformRows {
  View2<const float> image;
  LinePlan plan;
  Room<kLines> room;
  View2<double> real, imaginary;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const TransformRows self = *this;
    const int n = plan.points, first = static_cast<int>(group) * 2 * kLines;
    Lines<kLines>*a = room.copy(block, group, 0), *b = room.copy(block, group, 1);
    block.each(n, [=](std::int64_t x) {
      for (int l = 0; l < kLines; ++l) {
        a[x].re[l] = self.pixel(first + 2 * l, static_cast<int>(x));
        a[x].im[l] = self.pixel(first + 2 * l + 1, static_cast<int>(x));
      }
    });
    const Lines<kLines>* found = transform_line(block, plan, a, b);
    block.each(real.shape.width, [=](std::int64_t v) {
      // The transform of a real line is symmetric, that of an imaginary one antisymmetric.
      const Lines<kLines>&up = found[v], &down = found[v ? n - v : 0];
      for (int l = 0; l < kLines; ++l) {
        self.put(first + 2 * l, v, up.re[l] + down.re[l], up.im[l] - down.im[l]);
        self.put(first + 2 * l + 1, v, up.im[l] + down.im[l], down.re[l] - up.re[l]);
      }
    });
  }
  CEL_FN double pixel(int y, int x) const { return y < image.shape.height ? image(y, x) : 0.0f; }
  CEL_FN void put(int y, std::int64_t v, double twice_re, double twice_im) const {
    if (y >= image.shape.height) return;
    real.row(y)[v] = twice_re / 2;
    imaginary.row(y)[v] = twice_im / 2;
  }
};

/// Columns of those, to the magnitudes.
template <int kLines>
struct TransformColumns {
  View2<const double> real, imaginary;  // [rows][frequencies]
  LinePlan plan;
  Room<kLines> room;
  View2<float> up, down;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const TransformColumns self = *this;
    const int n = plan.points, first = static_cast<int>(group) * kLines, frequencies = up.shape.width;
    const int lines = frequencies - first < kLines ? frequencies - first : kLines;
    Lines<kLines>*a = room.copy(block, group, 0), *b = room.copy(block, group, 1);
    block.each(n, [=](std::int64_t y) {
      a[y] = {};
      for (int l = 0; l < lines; ++l) {
        a[y].re[l] = self.real.row(static_cast<int>(y))[first + l];
        a[y].im[l] = self.imaginary.row(static_cast<int>(y))[first + l];
      }
    });
    const Lines<kLines>* found = transform_line(block, plan, a, b);
    block.each(frequencies, [=](std::int64_t u) {
      for (int l = 0; l < lines; ++l) {
        self.up(static_cast<int>(u), first + l) = magnitude(found[u], l);
        self.down(static_cast<int>(u), first + l) = magnitude(found[u ? n - u : 0], l);
      }
    });
  }
  static CEL_FN float magnitude(const Lines<kLines>& value, int l) {
    return static_cast<float>(sqrt(value.re[l] * value.re[l] + value.im[l] * value.im[l]));
  }
};

/// A plan with its tables on the device.
class Plan {
 public:
  Plan(Queue& queue, int points, int frequencies) {
    const int n = smooth_length(points) == points ? points : smooth_length(points + 2 * frequencies - 2);
    const Roots roots(n, n, [](int i) { return 2 * i; });
    plan_.points = points;
    plan_.frequencies = frequencies;
    plan_.stages = stages_of(n, roots);
    if (!plan_.direct()) add_chirp(queue);
    plan_.stages.cosine = keep(queue, roots.cosine);
    plan_.stages.sine = keep(queue, roots.sine);
  }
  const LinePlan& operator*() const { return plan_; }
  std::int64_t samples() const { return plan_.stages.n; }

 private:
  void add_chirp(Queue& queue) {
    const int points = plan_.points, n = plan_.stages.n;
    const int reach = points + plan_.frequencies - 1;  // of the distances between a frequency and a point
    const Roots chirp(reach, points, [&](std::int64_t i) { return i * i % (2 * points); });
    std::vector<Lines<1>> filter(n), room(n);
    for (int i = 0; i < reach; ++i) {
      const Lines<1> value = {{chirp.cosine[i] / n}, {chirp.sine[i] / n}};
      if (i < plan_.frequencies) filter[i] = value;
      filter[(n - i) % n] = value;
    }
    Block block(nullptr, 0);
    const Lines<1>* spectrum = transform(block, plan_.stages, filter.data(), room.data());
    std::vector<double> real(n), imaginary(n);
    for (int i = 0; i < n; ++i) {
      real[i] = spectrum[i].re[0];
      imaginary[i] = spectrum[i].im[0];
    }
    plan_.chirp_cosine = keep(queue, chirp.cosine);
    plan_.chirp_sine = keep(queue, chirp.sine);
    plan_.filter_real = keep(queue, real);
    plan_.filter_imaginary = keep(queue, imaginary);
  }
  const double* keep(Queue& queue, const std::vector<double>& table) {
    tables_.push_back(upload(queue, table));
    return tables_.back().data();
  }

  LinePlan plan_;
  std::vector<Buffer<double>> tables_;
};

template <int kLines>
void transform_plane(Queue& queue, View2<const float> image, View2<float> up, View2<float> down) {
  const int height = image.shape.height, width = image.shape.width, frequencies = up.shape.width;
  const Plan rows(queue, width, frequencies), columns(queue, height, frequencies);
  const Shape2 along_rows = {height, frequencies};
  Buffer<double> real(queue, along_rows), imaginary(queue, along_rows);
  for_each_lines<kLines>(
      queue, (height + 2 * kLines - 1) / (2 * kLines), rows.samples(), [&](Room<kLines> room) {
        return TransformRows<kLines>{image, *rows, room, real.view(along_rows), imaginary.view(along_rows)};
      });
  for_each_lines<kLines>(queue, (frequencies + kLines - 1) / kLines, columns.samples(),
                         [&](Room<kLines> room) {
                           return TransformColumns<kLines>{std::as_const(real).view(along_rows),
                                                           std::as_const(imaginary).view(along_rows),
                                                           *columns,
                                                           room,
                                                           up,
                                                           down};
                         });
}

}  // namespace

void low_frequencies(Queue& queue, View2<const float> image, View2<float> up, View2<float> down) {
  if (up.shape.empty()) return;
  if (queue.on_gpu())
    transform_plane<kGpuLines>(queue, image, up, down);
  else
    transform_plane<kCpuLines>(queue, image, up, down);
}

}  // namespace cellerate::kernel
