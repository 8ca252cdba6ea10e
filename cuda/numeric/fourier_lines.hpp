/// Discrete Fourier transforms of complex lines, for kernel bodies: lines are transformed a few at a time,
/// side by side, so that the CPU takes a vector of lines for one, and a GPU's threads share the butterflies
/// of a line.
///
/// Source: Stockham's self-sorting transform for mixed radices (Cochran et al. 1967). Only .cu files include
/// this.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>
#include <numbers>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {

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

/// The least product of 2, 3 and 5 from n on.
inline int smooth_length(int n) {
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

inline Stages stages_of(int n, const Roots& roots) {
  Stages stages;
  stages.n = n;
  stages.cosine = roots.cosine.data();
  stages.sine = roots.sine.data();
  for (const int radix : {4, 2, 3, 5})
    for (; n % radix == 0; n /= radix) stages.radix[stages.count++] = radix;
  return stages;
}

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

}  // namespace cellerate::kernel
