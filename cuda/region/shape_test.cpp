// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/shape.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "cuda/region/pixel_index.hpp"
#include "cuda/region/zernike.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Shape;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

struct Measured {
  int count;
  std::vector<double> basic, advanced, zernikes;
  double operator()(Shape feature, int k) const { return basic[static_cast<int>(feature) * count + k]; }
};

class ShapeTest : public test::EveryDevice {
 protected:
  Measured measure(Shape2 shape, const std::vector<std::int32_t>& labels, int count) {
    const auto plane = upload(queue(), labels);
    const auto index = kernel::pixel_index(queue(), plane.view(shape), count);
    const std::int64_t n = count;
    Buffer<double> basic(queue(), kernel::kShapeFeatures * n),
        advanced(queue(), kernel::kAdvancedShapeFeatures * n), zernikes(queue(), 30 * n);
    Buffer<kernel::Circle> circles(queue(), n);
    kernel::object_shapes(queue(), index.view(), plane.view(shape),
                          {basic.view(), advanced.view(), zernikes.view(), circles.view()});
    return {count, download(queue(), basic), download(queue(), advanced), download(queue(), zernikes)};
  }
};
CEL_ON_EVERY_DEVICE(ShapeTest);

/// Equal to 1e-12; sums that cancel to nothing are noise in both, hence the absolute part.
void expect_close(double measured, double golden, const std::string& what) {
  if (std::isnan(golden))
    EXPECT_TRUE(std::isnan(measured)) << what;
  else
    EXPECT_NEAR(measured, golden, 1e-12 * (1 + std::abs(golden))) << what;
}

// golden: MeasureObjectSizeShape of CellProfiler 4.2.8 on ragged objects in many pieces.
TEST_P(ShapeTest, EqualsCellProfiler) {
  const std::array<std::array<double, 4>, kernel::kShapeFeatures> basic = {
      {{69, 99, 47, 102},
       {1, 0, 5, 0},
       {0, 0, 0, 0},
       {28, 33, 33, 31},
       {31, 29, 25, 31},
       {837, 957, 700, 961},
       {0.082437275985663083, 0.10344827586206896, 0.067142857142857143, 0.10613943808532779},
       {11.420289855072463, 19.828282828282827, 21.021276595744681, 12.088235294117647},
       {7.9855072463768115, 15.777777777777779, 9.2765957446808507, 20.078431372549019},
       {9.3730213158152065, 11.227230955528665, 7.7357778278950491, 11.396070970426017},
       {52.763455967290597, 73.177669529663689, 33.44974746830583, 70.763455967290582},
       {0.31145297758247309, 0.23232070108161976, 0.52786398883811114, 0.25597170772066674},
       {3.2107575524308447, 4.304394723949617, 1.894427392558288, 3.9066817536384377},
       {9, 8, 9, 10},
       {722, 650, 610, 801},
       {0.095567867036011084, 0.15230769230769231, 0.077049180327868852, 0.12734082397003746},
       {25.933943021278406, 26.122298839196663, 24, 27.631868091538578},
       {34.713109915419565, 32.756678708318397, 33.421549934136806, 38.948684188300895},
       {32.216518093111766, 39.710170308777123, 42.638781599204187, 38.196178192555756},
       {22.73902825035686, 27.135687065249993, 32.084012037261836, 23.386890075084892},
       {0.70839229350061961, 0.73009701454901754, 0.65863702676389257, 0.79063828812697334},
       {15.026191856297606, 81.1546602912792, -44.623761209719007, -55.085649673516095},
       {2, 2, 2, 2.2360679774997898},
       {1.0770102681012286, 1.0923448042801107, 1.0300896502632573, 1.1894360344238226},
       {1, 1, 1, 1}}};
  const std::array<double, kernel::kAdvancedShapeFeatures> advanced = {99,
                                                                       1963,
                                                                       48557,
                                                                       1267333,
                                                                       1562,
                                                                       31762,
                                                                       828320,
                                                                       22487770,
                                                                       29324,
                                                                       601856,
                                                                       16007366,
                                                                       441002888,
                                                                       99,
                                                                       8.8817841970012523e-14,
                                                                       9634.0808080808074,
                                                                       -77523.487399244943,
                                                                       -6.3948846218409017e-14,
                                                                       790.22222222222251,
                                                                       30860.945005611669,
                                                                       -275740.28520899214,
                                                                       4679.1111111111113,
                                                                       -4524.4668911335511,
                                                                       296745.62752100115,
                                                                       -1915803.6554489315,
                                                                       kNaN,
                                                                       kNaN,
                                                                       0.98296916723607874,
                                                                       -0.79496006945222109,
                                                                       kNaN,
                                                                       0.080626693421306239,
                                                                       0.31646175640521013,
                                                                       -0.28418073728715804,
                                                                       0.47741160199072658,
                                                                       -0.046395881231277455,
                                                                       0.30582905632284602,
                                                                       -0.19843935944878913,
                                                                       -0.24891125000134304,
                                                                       0.12154047214144953,
                                                                       0.10655166881865458,
                                                                       -0.048022776753115455,
                                                                       1.4603807692268054,
                                                                       0.28159110654502167,
                                                                       1.8659520223525559,
                                                                       0.71244290666595256,
                                                                       0.55454114809648125,
                                                                       0.33723775462811217,
                                                                       0.60600841827346696,
                                                                       97.313947556371787,
                                                                       -7.9820426487093181,
                                                                       -7.9820426487093181,
                                                                       47.263748597081936,
                                                                       98.556101622005244,
                                                                       46.021594531448486};
  const std::array<double, 30> zernikes = {
      0.10272610391939292,   0.019265530298805164,  0.0016893916301677291, 0.019810900805343659,
      0.023051582927787952,  0.021627003270790143,  0.0088476826679870623, 0.01647212612673804,
      0.011976288006732495,  0.0021596885072182712, 0.01858294471510966,   0.00890704576077893,
      0.019125779220346077,  0.010616088688621263,  0.0053558170570071001, 0.0086900133830548152,
      0.0064332146261166252, 0.011389742281092678,  0.0012759523990636453, 0.0099042543342485832,
      0.0039329260398912073, 0.0034253740970999445, 0.0024763654984420289, 0.0043918390003030248,
      0.0053264053116112214, 0.0061329333860645078, 0.0073694585416518568, 0.0067084331362305223,
      0.0068129073643177322, 0.0027388125857260091};
  const Shape2 shape{31, 33};
  const Measured measured = measure(shape, test::blobs(shape, 4), 4);
  for (int f = 0; f < kernel::kShapeFeatures; ++f)
    for (int k = 0; k < 4; ++k)
      expect_close(measured(static_cast<Shape>(f), k), basic[f][k], "feature " + std::to_string(f));
  for (int f = 0; f < kernel::kAdvancedShapeFeatures; ++f)
    expect_close(measured.advanced[f * 4 + 1], advanced[f], "advanced " + std::to_string(f));
  for (int z = 0; z < 30; ++z)
    expect_close(measured.zernikes[z * 4 + 1], zernikes[z], "Zernike " + std::to_string(z));
}

// analytic, edge: one pixel has no perimeter, no axes, no circle, and stands at 45 degrees.
TEST_P(ShapeTest, MeasuresOnePixel) {
  std::vector<std::int32_t> labels(9);
  labels[4] = 1;
  const Measured one = measure({3, 3}, labels, 1);
  EXPECT_EQ(one(Shape::Area, 0), 1);
  EXPECT_EQ(one(Shape::Perimeter, 0), 0);
  EXPECT_EQ(one(Shape::FormFactor, 0), kInf);
  EXPECT_EQ(one(Shape::Compactness, 0), 0);
  EXPECT_EQ(one(Shape::Solidity, 0), 1);
  EXPECT_EQ(one(Shape::EulerNumber, 0), 1);
  EXPECT_EQ(one(Shape::Orientation, 0), 45);
  EXPECT_EQ(one(Shape::MedianRadius, 0), 1);
  EXPECT_EQ(one(Shape::MaxFeretDiameter, 0), 0);
  for (const double z : one.zernikes) EXPECT_TRUE(std::isnan(z));
}

// analytic: a full rectangle on the border of the plane; a ring has a hole.
TEST_P(ShapeTest, MeasuresARectangleAndARing) {
  std::vector<std::int32_t> labels(10 * 12);
  for (int y = 0; y < 10; ++y)
    for (int x = 0; x < 12; ++x) {
      if (y < 4 && x < 7) labels[y * 12 + x] = 1;
      if (y >= 5 && y < 8 && x >= 8 && x < 11 && !(y == 6 && x == 9)) labels[y * 12 + x] = 2;
    }
  const Measured both = measure({10, 12}, labels, 2);
  EXPECT_EQ(both(Shape::ConvexArea, 0), 28);
  EXPECT_EQ(both(Shape::Perimeter, 0), 2 * (3 + 6));
  EXPECT_EQ(both(Shape::MinFeretDiameter, 0), 3);
  EXPECT_EQ(both(Shape::MaxFeretDiameter, 0), std::sqrt(45.0));
  EXPECT_EQ(both(Shape::MaximumRadius, 0), 2);
  EXPECT_EQ(both(Shape::CenterX, 0), 3);
  EXPECT_EQ(both(Shape::EulerNumber, 1), 0);
  EXPECT_EQ(both(Shape::ConvexArea, 1), 9);
  EXPECT_EQ(both(Shape::MaximumRadius, 1), 1);
}

// edge: a diagonal line, whose hull has two vertices, and a label that does not occur.
TEST_P(ShapeTest, MeasuresALineAndNothing) {
  std::vector<std::int32_t> labels(25);
  for (int i = 0; i < 5; ++i) labels[i * 6] = 1;
  const Measured line = measure({5, 5}, labels, 2);
  EXPECT_EQ(line(Shape::ConvexArea, 0), 5);
  EXPECT_EQ(line(Shape::MinFeretDiameter, 0), 0);
  EXPECT_EQ(line(Shape::MaxFeretDiameter, 0), std::sqrt(32.0));
  EXPECT_EQ(line(Shape::EulerNumber, 0), 1);
  EXPECT_EQ(line(Shape::Area, 1), 0);
  EXPECT_EQ(line(Shape::MaximumRadius, 1), 0);
  EXPECT_TRUE(measure({2, 2}, {0, 0, 0, 0}, 0).basic.empty());
}

// invariant: squared distances to the outside equal a search over the whole plane.
TEST_P(ShapeTest, DistancesAreExact) {
  const Shape2 shape{23, 31};
  std::vector<std::int32_t> labels = test::blobs(shape, 3);
  std::fill(labels.begin(), labels.begin() + shape.width * 12, 1);
  const Measured measured = measure(shape, labels, 3);
  for (int k = 0; k < 3; ++k) {
    int greatest = 0;
    for (int i = 0; i < shape.size(); ++i) {
      if (labels[i] != k + 1) continue;
      int nearest = 1 << 30;
      for (int y = -1; y <= shape.height; ++y)
        for (int x = -1; x <= shape.width; ++x)
          if (!shape.contains(y, x) || labels[y * shape.width + x] != k + 1) {
            const int dy = y - i / shape.width, dx = x - i % shape.width;
            nearest = std::min(nearest, dy * dy + dx * dx);
          }
      greatest = std::max(greatest, nearest);
    }
    EXPECT_EQ(measured(Shape::MaximumRadius, k), std::sqrt(greatest));
  }
}

}  // namespace
}  // namespace cellerate
