/// One group an object; its pixels go through 32 lanes. Each lane adds up its own pixels in raster order and
/// the lanes are added at the end, so the sums are the same on every device.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/zernike.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kLanes = 32;
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

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

/// Horner's scheme over all lanes, times the power of z.
/// The number of terms is known to the compiler, so that it vectorises over the lanes.
template <int kTerms>
CEL_FN void evaluate_lanes(const double* c, const double* square, const double* re, const double* im,
                           double* value_re, double* value_im) {
  double coefficient[kTerms];
  for (int k = 0; k < kTerms; ++k) coefficient[k] = c[k];
  for (int lane = 0; lane < kLanes; ++lane) {
    double s = coefficient[0];
    for (int k = 1; k < kTerms; ++k) s = s * square[lane] + coefficient[k];
    value_re[lane] = s * re[lane];
    value_im[lane] = s * im[lane];
  }
}

/// What the pixels weigh in one sum: those of an image, or 1 without; only where there is a mask it counts.
template <class T>
struct Weights {
  const T* image;
  const std::uint8_t* mask;
};

template <class T>
struct SumPolynomials {
  RegionsView regions;
  const Circle* circles;
  const Weights<T>* weights;
  int images;
  const Polynomial* list;
  const double* coefficients;
  int count, degree;
  double *real, *imaginary;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], n = regions.starts[k + 1] - begin;
    const SumPolynomials self = *this;
    const std::int64_t sum_count = 2 * static_cast<std::int64_t>(images) * count;
    double* square = block.scratch<double>(kLanes);
    double* weight = block.scratch<double>(static_cast<std::int64_t>(kLanes) * images);
    double* re = block.scratch<double>(static_cast<std::int64_t>(kLanes) * (degree + 1));
    double* im = block.scratch<double>(static_cast<std::int64_t>(kLanes) * (degree + 1));
    double* sums = block.scratch<double>(kLanes * sum_count);
    const Circle circle = circles[k];
    const bool is_point = !(circle.radius > 0);
    block.each(kLanes * sum_count, [=](std::int64_t i) { sums[i] = 0; });
    for (std::int32_t base = 0; base < n; base += kLanes) {
      block.each(kLanes, [=](std::int64_t lane) {
        const bool used = base + lane < n;
        const std::int32_t at = self.regions.pixels[begin + (used ? base + lane : 0)];
        const int width = self.regions.shape.width, row = at / width;
        const double y = is_point ? 0 : (row - circle.y) / circle.radius,
                     x = is_point ? 0 : (at - row * width - circle.x) / circle.radius;
        square[lane] = x * x + y * y;
        for (int image = 0; image < self.images; ++image)
          weight[image * kLanes + lane] =
              used ? weight_of(self.weights[image], at, is_point ? kNotANumber : square[lane]) : 0;
        powers(y, x, self.degree, re + lane, im + lane);
      });
      block.each(self.count, [=](std::int64_t j) {
        const Polynomial p = self.list[j];
        double value_re[kLanes], value_im[kLanes];
        self.evaluate(p, square, re + kLanes * p.m, im + kLanes * p.m, value_re, value_im);
        for (int image = 0; image < self.images; ++image) {
          double* const sum = sums + 2 * kLanes * (image * self.count + j);
          const double* const w = weight + image * kLanes;
          for (int lane = 0; lane < kLanes; ++lane) {
            sum[lane] += w[lane] * value_re[lane];
            sum[kLanes + lane] += w[lane] * value_im[lane];
          }
        }
      });
    }
    block.each(sum_count, [=](std::int64_t i) {
      double sum = 0;
      for (int lane = 0; lane < kLanes; ++lane) sum += sums[i * kLanes + lane];
      double* const out = i % 2 ? self.imaginary : self.real;
      out[i / 2 * self.regions.count + k] = sum;
    });
  }

  /// A pixel outside the circle weighs nothing; in a circle of radius 0 a pixel that is visible makes every
  /// moment NaN.
  CEL_FN static double weight_of(const Weights<T>& weights, std::int32_t at, double square) {
    if (square > 1 || (weights.mask && !weights.mask[at])) return 0;
    if (square != square) return square;
    return weights.image ? static_cast<double>(weights.image[at]) : 1.0;
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

  CEL_FN void evaluate(const Polynomial& p, const double* square, const double* re, const double* im,
                       double* value_re, double* value_im) const {
    const double* c = coefficients + p.first;
    switch (p.terms) {
      case 1:
        return evaluate_lanes<1>(c, square, re, im, value_re, value_im);
      case 2:
        return evaluate_lanes<2>(c, square, re, im, value_re, value_im);
      case 3:
        return evaluate_lanes<3>(c, square, re, im, value_re, value_im);
      case 4:
        return evaluate_lanes<4>(c, square, re, im, value_re, value_im);
      case 5:
        return evaluate_lanes<5>(c, square, re, im, value_re, value_im);
      default:
        break;
    }
    for (int lane = 0; lane < kLanes; ++lane) {  // degrees above 9
      double s = c[0];
      for (int k = 1; k < p.terms; ++k) s = s * square[lane] + c[k];
      value_re[lane] = s * re[lane];
      value_im[lane] = s * im[lane];
    }
  }
};

/// Of one object.
std::int64_t scratch_bytes(int images, int count, int degree) {
  return static_cast<std::int64_t>(sizeof(double)) * kLanes *
         (1 + images + 2 * (degree + 1) + 2 * static_cast<std::int64_t>(images) * count);
}

/// Images for whose sums there is scratch memory at once, on a GPU too.
int images_at_once(int count, int degree) {
  constexpr std::int64_t kScratchBytes = 160 * 1024;
  int images = 1;
  while (scratch_bytes(images + 1, count, degree) <= kScratchBytes) ++images;
  return images;
}

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

template <class T>
void add_up(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
            const std::vector<MaskedPlane<T>>& images, View1<double> real, View1<double> imaginary) {
  const Polynomials all = polynomials(degree);
  const auto list = upload(queue, all.list);
  const auto coefficients = upload(queue, all.coefficients);
  std::vector<Weights<T>> planes;
  for (const MaskedPlane<T>& image : images) planes.push_back({image.pixels.data, image.mask.data});
  const auto weights = upload(queue, planes);
  const int count = static_cast<int>(all.list.size()), most = images_at_once(count, degree);
  for (int first = 0; first < static_cast<int>(images.size()); first += most) {
    const int used = std::min(most, static_cast<int>(images.size()) - first);
    const std::int64_t before = static_cast<std::int64_t>(first) * count * regions.count;
    for_each_group(
        queue, regions.count, scratch_bytes(used, count, degree),
        SumPolynomials<T>{regions, circles.data, weights.data() + first, used, list.data(),
                          coefficients.data(), count, degree, real.data + before, imaginary.data + before});
  }
}

}  // namespace

std::vector<ZernikeIndex> zernike_indexes(int degree) {
  std::vector<ZernikeIndex> all;
  for (int n = 0; n <= degree; ++n)
    for (int m = n % 2; m <= n; m += 2) all.push_back({n, m});
  return all;
}

void zernike_sums(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
                  const std::vector<MaskedImage>& images, View1<double> real, View1<double> imaginary) {
  add_up(queue, regions, circles, degree, images, real, imaginary);
}
void zernike_sums(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
                  const std::vector<MaskedPlane<double>>& images, View1<double> real,
                  View1<double> imaginary) {
  add_up(queue, regions, circles, degree, images, real, imaginary);
}

void zernike_shapes(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
                    View1<double> magnitudes) {
  Buffer<double> real(queue, magnitudes.size), imaginary(queue, magnitudes.size);
  zernike_sums(queue, regions, circles, degree, std::vector<MaskedImage>(1), real.view(), imaginary.view());
  for_each_index(queue, magnitudes.size,
                 Magnitude{circles.data, regions.count, real.data(), imaginary.data(), magnitudes.data});
}

}  // namespace cellerate::kernel
