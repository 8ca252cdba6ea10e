/// One group an object; its pixels go through 32 lanes. Each lane adds up its own pixels in raster order and
/// the lanes are added at the end, so the sums are the same on every device.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/zernike.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kLanes = 32;

/// A polynomial: its coefficients begin at `first`, highest power of the squared radius first.
struct Polynomial {
  std::int32_t m, first, terms;
};

struct Polynomials {
  std::vector<Polynomial> list;
  std::vector<double> coefficients;
};

double factorial(int n) { return n < 2 ? 1.0 : n * factorial(n - 1); }

Polynomials polynomials(int degree) {
  Polynomials all;
  for (const auto [n, m] : zernike_indexes(degree)) {
    const int terms = (n - m) / 2 + 1;
    all.list.push_back({m, static_cast<std::int32_t>(all.coefficients.size()), terms});
    for (int k = 0; k < terms; ++k)
      all.coefficients.push_back((k % 2 ? -1.0 : 1.0) * factorial(n - k) /
                                 (factorial(k) * factorial((n + m) / 2 - k) * factorial((n - m) / 2 - k)));
  }
  return all;
}

/// Horner's scheme over all lanes, times weight and power of z, added to each lane's sums.
/// The number of terms is known to the compiler, so that it vectorises over the lanes.
template <int kTerms>
CEL_FN void add_lanes(const double* c, const double* square, const double* weight, const double* re,
                      const double* im, double* sum_re, double* sum_im) {
  double coefficient[kTerms];
  for (int k = 0; k < kTerms; ++k) coefficient[k] = c[k];
  for (int lane = 0; lane < kLanes; ++lane) {
    double s = coefficient[0];
    for (int k = 1; k < kTerms; ++k) s = s * square[lane] + coefficient[k];
    s *= weight[lane];
    sum_re[lane] += s * re[lane];
    sum_im[lane] += s * im[lane];
  }
}

struct SumPolynomials {
  RegionsView regions;
  const Circle* circles;
  const float* image;        // may be null: weight 1
  const std::uint8_t* mask;  // may be null
  const Polynomial* list;
  const double* coefficients;
  int count, degree;
  double *real, *imaginary;

  CEL_FN static std::int64_t scratch_bytes(int count, int degree) {
    return static_cast<std::int64_t>(sizeof(double)) * kLanes * (2 + 2 * (degree + 1) + 2 * count);
  }

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], n = regions.starts[k + 1] - begin;
    const SumPolynomials self = *this;
    double* square = block.scratch<double>(kLanes);
    double* weight = block.scratch<double>(kLanes);
    double* re = block.scratch<double>(static_cast<std::int64_t>(kLanes) * (degree + 1));
    double* im = block.scratch<double>(static_cast<std::int64_t>(kLanes) * (degree + 1));
    double* sums = block.scratch<double>(static_cast<std::int64_t>(kLanes) * 2 * count);
    const Circle circle = circles[k];
    block.each(static_cast<std::int64_t>(kLanes) * 2 * count, [=](std::int64_t i) { sums[i] = 0; });
    for (std::int32_t base = 0; base < n; base += kLanes) {
      block.each(kLanes, [=](std::int64_t lane) {
        const bool used = base + lane < n;
        const std::int32_t at = self.regions.pixels[begin + (used ? base + lane : 0)];
        const int width = self.regions.shape.width, row = at / width;
        const double y = (row - circle.y) / circle.radius, x = (at - row * width - circle.x) / circle.radius;
        square[lane] = x * x + y * y;
        weight[lane] = used ? self.weight_of(at, square[lane]) : 0;
        powers(y, x, self.degree, re + lane, im + lane);
      });
      block.each(self.count, [=](std::int64_t j) {
        const Polynomial p = self.list[j];
        self.add(p, square, weight, re + kLanes * p.m, im + kLanes * p.m, sums + 2 * kLanes * j);
      });
    }
    block.each(2 * static_cast<std::int64_t>(count), [=](std::int64_t i) {
      double sum = 0;
      for (int lane = 0; lane < kLanes; ++lane) sum += sums[i * kLanes + lane];
      double* const out = i % 2 ? self.imaginary : self.real;
      out[i / 2 * self.regions.count + k] = sum;
    });
  }

  /// A pixel outside the circle weighs nothing; a circle of radius 0 makes every moment NaN.
  CEL_FN double weight_of(std::int32_t at, double square) const {
    if (square != square) return square;
    if (square > 1 || (mask && !mask[at])) return 0;
    return image ? image[at] : 1;
  }

  /// Powers of y + ix, each the product of one whose exponent is a power of two and the rest: NumPy's order.
  CEL_FN static void powers(double y, double x, int degree, double* re, double* im) {
    re[0] = 1;
    im[0] = 0;
    if (degree > 0) {
      re[kLanes] = y;
      im[kLanes] = x;
    }
    int two = 1;  // the greatest power of two below m
    for (int m = 2; m <= degree; ++m) {
      if (m > 2 * two) two *= 2;
      const double ar = re[(m - two) * kLanes], ai = im[(m - two) * kLanes];
      const double br = re[two * kLanes], bi = im[two * kLanes];
      re[m * kLanes] = ar * br - ai * bi;
      im[m * kLanes] = ar * bi + ai * br;
    }
  }

  CEL_FN void add(const Polynomial& p, const double* square, const double* weight, const double* re,
                  const double* im, double* sums) const {
    const double* c = coefficients + p.first;
    switch (p.terms) {
      case 1:
        return add_lanes<1>(c, square, weight, re, im, sums, sums + kLanes);
      case 2:
        return add_lanes<2>(c, square, weight, re, im, sums, sums + kLanes);
      case 3:
        return add_lanes<3>(c, square, weight, re, im, sums, sums + kLanes);
      case 4:
        return add_lanes<4>(c, square, weight, re, im, sums, sums + kLanes);
      case 5:
        return add_lanes<5>(c, square, weight, re, im, sums, sums + kLanes);
      default:
        break;
    }
    for (int lane = 0; lane < kLanes; ++lane) {  // degrees above 9
      double s = c[0];
      for (int k = 1; k < p.terms; ++k) s = s * square[lane] + c[k];
      s *= weight[lane];
      sums[lane] += s * re[lane];
      sums[kLanes + lane] += s * im[lane];
    }
  }
};

struct Magnitude {
  const Circle* circles;
  int count;
  const double *real, *imaginary;
  double* magnitudes;
  CEL_FN void operator()(std::int64_t i) const {
    const double radius = circles[i % count].radius;
    const double area = radius * radius * 3.14159265358979323846;
    magnitudes[i] = sqrt(real[i] * real[i] + imaginary[i] * imaginary[i]) / area;
  }
};

}  // namespace

std::vector<ZernikeIndex> zernike_indexes(int degree) {
  std::vector<ZernikeIndex> all;
  for (int n = 0; n <= degree; ++n)
    for (int m = n % 2; m <= n; m += 2) all.push_back({n, m});
  return all;
}

void zernike_sums(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
                  const MaskedImage& weights, View1<double> real, View1<double> imaginary) {
  const Polynomials all = polynomials(degree);
  const auto list = upload(queue, all.list);
  const auto coefficients = upload(queue, all.coefficients);
  const int count = static_cast<int>(all.list.size());
  for_each_group(queue, regions.count, SumPolynomials::scratch_bytes(count, degree),
                 SumPolynomials{regions, circles.data, weights.pixels.data, weights.mask.data, list.data(),
                                coefficients.data(), count, degree, real.data, imaginary.data});
}

void zernike_shapes(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
                    View1<double> magnitudes) {
  Buffer<double> real(queue, magnitudes.size), imaginary(queue, magnitudes.size);
  zernike_sums(queue, regions, circles, degree, {}, real.view(), imaginary.view());
  for_each_index(queue, magnitudes.size,
                 Magnitude{circles.data, regions.count, real.data(), imaginary.data(), magnitudes.data});
}

}  // namespace cellerate::kernel
