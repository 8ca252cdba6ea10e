/// Two real rows make one complex line; lines are transformed a few at a time, side by side, so that the CPU
/// takes a vector of lines for one, and a GPU's threads share the butterflies of a line.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/fourier.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kCpuLines = 4, kGpuLines = 1;

/// One sample of several lines.
template <int kLines>
struct Lines {
  double re[kLines], im[kLines];

  CEL_FN Lines operator+(const Lines& other) const {
    Lines sum;
    for (int l = 0; l < kLines; ++l) {
      sum.re[l] = re[l] + other.re[l];
      sum.im[l] = im[l] + other.im[l];
    }
    return sum;
  }
  CEL_FN Lines operator-(const Lines& other) const {
    Lines difference;
    for (int l = 0; l < kLines; ++l) {
      difference.re[l] = re[l] - other.re[l];
      difference.im[l] = im[l] - other.im[l];
    }
    return difference;
  }
  /// Multiplied by c - i s: a root of unity.
  CEL_FN Lines turned(double c, double s) const {
    Lines product;
    for (int l = 0; l < kLines; ++l) {
      product.re[l] = re[l] * c + im[l] * s;
      product.im[l] = im[l] * c - re[l] * s;
    }
    return product;
  }
  CEL_FN void add_scaled(const Lines& b, double factor) {
    for (int l = 0; l < kLines; ++l) {
      re[l] += b.re[l] * factor;
      im[l] += b.im[l] * factor;
    }
  }
  CEL_FN Lines conjugate() const {
    Lines mirrored;
    for (int l = 0; l < kLines; ++l) {
      mirrored.re[l] = re[l];
      mirrored.im[l] = -im[l];
    }
    return mirrored;
  }
  CEL_FN Lines times_minus_i() const {
    Lines turned;
    for (int l = 0; l < kLines; ++l) {
      turned.re[l] = im[l];
      turned.im[l] = -re[l];
    }
    return turned;
  }
};

/// How n points are transformed: one stage for each radix, 4, 2, 3 or 5.
struct Stages {
  static constexpr int kMost = 32;
  int n = 1, count = 0;
  int radix[kMost];
  const double *cosine, *sine;  ///< of 2 pi i / n, n of each
};

/// How the lowest frequencies of a line are found. A length with other factors goes by way of a longer one:
/// as a convolution with a chirp, of which as much is kept as there are frequencies (Bluestein 1970).
struct LinePlan {
  int points = 1, frequencies = 0;
  Stages stages;
  const double *chirp_cosine, *chirp_sine;       ///< of pi i^2 / points
  const double *filter_real, *filter_imaginary;  ///< the chirp's transform, one for each point of the stages
  CEL_FN bool direct() const { return stages.n == points; }
};

/// One butterfly of radix R: y_k = (sum over r of x_r exp(-2 pi i r k / R)) exp(-2 pi i phase k / n).
template <int R, int kLines>
CEL_FN void butterfly(const Stages& stages, const Lines<kLines>* from, std::int64_t from_step,
                      Lines<kLines>* to, std::int64_t to_step, std::int64_t phase) {
  const int step = stages.n / R;
  Lines<kLines> sum[(R + 1) / 2], difference[(R + 1) / 2], first = from[0];
  for (int r = 1; r <= (R - 1) / 2; ++r) {
    sum[r] = from[r * from_step] + from[(R - r) * from_step];
    difference[r] = from[r * from_step] - from[(R - r) * from_step];
  }
  const auto put = [&](int k, const Lines<kLines>& value) {
    to[k * to_step] = value.turned(stages.cosine[phase * k], stages.sine[phase * k]);
  };
  if constexpr (R % 2 == 0) {
    const Lines<kLines> middle = from[R / 2 * from_step];
    const Lines<kLines> even = first + middle, odd = first - middle;
    if constexpr (R == 2) {
      put(0, even);
      put(1, odd);
    } else {
      const Lines<kLines> turned = difference[1].times_minus_i();
      put(0, even + sum[1]);
      put(1, odd + turned);
      put(2, even - sum[1]);
      put(3, odd - turned);
    }
  } else {
    Lines<kLines> all = first;
    for (int r = 1; r <= R / 2; ++r) all = all + sum[r];
    put(0, all);
    for (int k = 1; k <= R / 2; ++k) {
      Lines<kLines> even = first, odd{};
      for (int r = 1; r <= R / 2; ++r) {
        const int root = r * k % R * step;
        even.add_scaled(sum[r], stages.cosine[root]);
        odd.add_scaled(difference[r], stages.sine[root]);
      }
      const Lines<kLines> turned = odd.times_minus_i();
      put(k, even + turned);
      put(R - k, even - turned);
    }
  }
}

/// Transforms what `a` holds, with `b` as room; returns the one of them that holds the result.
template <int kLines>
CEL_FN Lines<kLines>* transform(Block& block, const Stages& stages, Lines<kLines>* a, Lines<kLines>* b) {
  const Stages self = stages;
  std::int64_t stride = 1;
  for (int stage = 0; stage < self.count; ++stage) {
    const int radix = self.radix[stage];
    const std::int64_t butterflies = self.n / radix, parts = butterflies / stride, s = stride;
    const Lines<kLines>* from = a;
    Lines<kLines>* to = b;
    block.each(butterflies, [=](std::int64_t i) {
      const std::int64_t part = i / s, at = i % s;
      const Lines<kLines>* x = from + at + s * part;
      Lines<kLines>* y = to + at + s * part * radix;
      const std::int64_t phase = part * s;
      switch (radix) {
        case 2:
          return butterfly<2>(self, x, s * parts, y, s, phase);
        case 3:
          return butterfly<3>(self, x, s * parts, y, s, phase);
        case 4:
          return butterfly<4>(self, x, s * parts, y, s, phase);
        default:
          return butterfly<5>(self, x, s * parts, y, s, phase);
      }
    });
    Lines<kLines>* const done = b;
    b = a;
    a = done;
    stride *= radix;
  }
  return a;
}

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

/// Where a group keeps its lines twice: in the block's scratch, or in its part of `memory` where that is too
/// small.
template <int kLines>
struct Room {
  Lines<kLines>* memory;
  std::int64_t samples;
  CEL_FN Lines<kLines>* copy(Block& block, std::int64_t group, int which) const {
    return memory ? memory + (2 * group + which) * samples : block.scratch<Lines<kLines>>(samples);
  }
};

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

/// The least product of 2, 3 and 5 from n on.
int smooth_length(int n) {
  for (;; ++n) {
    int rest = n;
    for (const int factor : {2, 3, 5})
      while (rest % factor == 0) rest /= factor;
    if (rest == 1) return n;
  }
}

/// cos and sin of pi times the fractions numerator / denominator.
struct Roots {
  std::vector<double> cosine, sine;
  template <class Numerator>
  Roots(int n, double denominator, const Numerator& numerator) : cosine(n), sine(n) {
    for (int i = 0; i < n; ++i) {
      const double angle = std::numbers::pi * static_cast<double>(numerator(i)) / denominator;
      cosine[i] = std::cos(angle);
      sine[i] = std::sin(angle);
    }
  }
};

Stages stages_of(int n, const Roots& roots) {
  Stages stages;
  stages.n = n;
  stages.cosine = roots.cosine.data();
  stages.sine = roots.sine.data();
  for (const int radix : {4, 2, 3, 5})
    for (; n % radix == 0; n /= radix) stages.radix[stages.count++] = radix;
  return stages;
}

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

/// Launches make_body(room) for so many groups of lines.
template <int kLines, class MakeBody>
void for_each_lines(Queue& queue, std::int64_t groups, std::int64_t samples, const MakeBody& make_body) {
  constexpr std::int64_t kScratch = 64 << 10;  // every GPU's blocks have that much
  const std::int64_t needed = 2 * samples * static_cast<std::int64_t>(sizeof(Lines<kLines>));
  const bool fits = !queue.on_gpu() || needed <= kScratch;
  Buffer<Lines<kLines>> memory(queue, fits ? 0 : groups * 2 * samples);
  for_each_group(queue, groups, fits ? needed : 0,
                 make_body(Room<kLines>{fits ? nullptr : memory.data(), samples}));
}

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
