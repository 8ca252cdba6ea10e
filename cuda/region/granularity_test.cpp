// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/granularity.hpp"

#include <cmath>

#include "cuda/region/pixel_index.hpp"
#include "tests/support/kernel_test.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

class Granularity : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(Granularity);

// invariant: the means of objects are those of the stretched plane itself, also where it does not reach.
TEST_P(Granularity, MeansOfStretchedPlanes) {
  const Shape2 coarse{13, 17}, fine{31, 40};
  const int objects = 9, levels = 11;
  const auto pixels = upload(queue(), test::checkered_noise(coarse));
  const auto labels = test::blobs(fine, objects);
  const auto mask = test::sieve_mask(fine);
  const auto on_labels = upload(queue(), labels);
  const auto on_mask = upload(queue(), mask);
  std::vector<double> rows, columns;
  for (int y = 0; y < fine.height; ++y) rows.push_back(y * (12.5 / 30));
  for (int x = 0; x < fine.width; ++x) columns.push_back(x * (15.7 / 39));

  const auto index = kernel::pixel_index(queue(), on_labels.view(fine), objects);
  const auto stretched = kernel::stretched_objects(queue(), index.view(), on_labels.view(fine),
                                                   on_mask.view(fine), rows, columns, coarse);
  const auto openings = kernel::diamond_openings(queue(), pixels.view(coarse), {}, levels);
  Buffer<double> means(queue(), levels * objects);
  kernel::mean_openings(queue(), openings, stretched, means.view());
  const auto found = download(queue(), means);
  const auto of_plane = kernel::mean_openings(queue(), openings, {});

  const auto row_of = download(queue(), openings.rows);
  const auto values = download(queue(), openings.values);
  for (int level = 0; level < levels; ++level) {
    std::vector<float> plane;
    double total = 0;
    for (const std::int32_t row : row_of) {
      plane.push_back(values[row * levels + level]);
      total += plane.back();
    }
    EXPECT_NEAR(of_plane[level], total / coarse.size(), 1e-14);
    const auto on_plane = upload(queue(), std::vector<double>(plane.begin(), plane.end()));
    Buffer<double> large(queue(), fine), expected(queue(), objects);
    kernel::linear_resample(queue(), on_plane.view(coarse), rows, columns, large.view(fine));
    kernel::object_means(queue(), index.view(), std::as_const(large).view(fine), on_mask.view(fine),
                         expected.view());
    const auto wanted = download(queue(), expected);
    for (int k = 0; k < objects; ++k) EXPECT_NEAR(found[level * objects + k], wanted[k], 1e-14);
  }
}

// edge: without objects there is nothing, without pixels there is no mean.
TEST_P(Granularity, MeansOfNothing) {
  const Shape2 shape{2, 2};
  const auto image = upload(queue(), std::vector<float>(4, .5f));
  const auto labels = upload(queue(), std::vector<std::int32_t>{0, 2, 0, 2});
  const auto index = kernel::pixel_index(queue(), labels.view(shape), 2);
  const auto openings = kernel::diamond_openings(queue(), image.view(shape), {}, 1);
  Buffer<double> means(queue(), 2);
  kernel::mean_openings(
      queue(), openings,
      kernel::stretched_objects(queue(), index.view(), labels.view(shape), {}, {0, 1}, {0, 1}, shape),
      means.view());
  EXPECT_TRUE(std::isnan(download(queue(), means)[0]));
  EXPECT_EQ(download(queue(), means)[1], .5);
  const auto none = kernel::pixel_index(queue(), labels.view(shape), 0);
  kernel::stretched_objects(queue(), none.view(), labels.view(shape), {}, {0, 1}, {0, 1}, shape);
}

}  // namespace
}  // namespace cellerate
