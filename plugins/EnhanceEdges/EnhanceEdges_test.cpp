// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "tests/support/module_test.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{40, 60};

class EnhanceEdges : public test::ModuleTest {
 protected:
  /// @param thresholds  automatic?, the upper one, factor
  std::vector<float> edges(const std::string& method, const std::string& direction = "All",
                           const std::string& sigma = "Yes\ni:10",
                           const std::string& thresholds = "Yes\nd:0.2\ne:1",
                           const std::string& lower = "Yes\nk:0.1") {
    run("EnhanceEdges", "a:In\nb:Out\nc:" + thresholds + "\nf:" + method + "\ng:" + direction +
                            "\nh:" + sigma + "\nj:" + lower);
    return output();
  }
  /// The samples of any type.
  std::vector<float> output() {
    switch (state().images.at("Out").type) {
      case CEL_F64:
        return output_of<double>();
      case CEL_BOOL:
        return output_of<std::uint8_t>();
      default:
        return output_of<float>();
    }
  }

 private:
  template <class T>
  std::vector<float> output_of() {
    const auto& stored = state().images.at("Out");
    const std::vector<T> samples =
        download(queue(), static_cast<const T*>(stored.pixels.get()), stored.shape.size());
    return {samples.begin(), samples.end()};
  }
};
CEL_ON_EVERY_DEVICE(EnhanceEdges);

// analytic: a step of 1 between rows 1 and 2.
TEST_P(EnhanceEdges, OfAStep) {
  std::vector<float> step(25, 0);
  std::fill(step.begin() + 10, step.end(), 1.f);
  image("In", {5, 5}, step);
  const std::vector<float> both{0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(edges("Sobel"), both);
  EXPECT_EQ(edges("Sobel", "Horizontal"), both);
  EXPECT_EQ(edges("Sobel", "Vertical"), std::vector<float>(25));
  EXPECT_EQ(edges("Prewitt", "Horizontal")[7], 1);
  EXPECT_EQ(edges("Kirsch")[7], 15);
  EXPECT_EQ(edges("Kirsch")[12], 15 - 6);
  EXPECT_EQ(edges("Roberts")[6], 1);
  EXPECT_EQ(edges("Canny", "All", "No\ni:0", "No\nd:1\ne:1", "No\nk:0.5"), both);
}

// analytic: all but Prewitt in all directions and Kirsch take the mask into account.
TEST_P(EnhanceEdges, UnderAMask) {
  std::vector<std::uint8_t> mask(kShape.size(), 1);
  const int hole = 20 * 60 + 30, beside = hole + 1;
  mask[hole] = 0;
  const std::vector<float> noise = test::noise(kShape.size());
  image("In", kShape, noise, mask);
  for (const char* method : {"Sobel", "Roberts", "Canny"}) EXPECT_EQ(edges(method)[beside], 0) << method;
  EXPECT_EQ(edges("Prewitt", "Vertical")[beside], 0);
  EXPECT_GT(edges("Prewitt")[beside], 0);
  EXPECT_EQ(edges("LoG")[hole], noise[hole]);
  const std::vector<float> masked = edges("Kirsch");
  EXPECT_TRUE(state().images.at("Out").mask);
  image("In", kShape, noise);
  EXPECT_EQ(edges("Kirsch"), masked);
}

// analytic: automatic is a sigma of 1 for Canny and of 2 for LoG; a factor of 0 makes every ridge an edge.
TEST_P(EnhanceEdges, AutomaticSettings) {
  image("In", kShape, test::checkered_noise(kShape));
  EXPECT_EQ(edges("LoG"), edges("LoG", "All", "No\ni:2"));
  EXPECT_NE(edges("LoG"), edges("LoG", "All", "No\ni:3"));
  EXPECT_EQ(edges("Canny"), edges("Canny", "All", "No\ni:1"));
  EXPECT_EQ(edges("Canny", "All", "Yes\ni:10", "Yes\nd:0.2\ne:0"),
            edges("Canny", "All", "Yes\ni:10", "No\nd:0\ne:1", "No\nk:0"));
}

// edge: binary images are gray ones of 0 and 1; colors, masks without a pixel and hopeless widths are
// refused.
TEST_P(EnhanceEdges, OtherImages) {
  binary("In", {3, 3}, {0, 0, 0, 0, 0, 0, 1, 1, 1});
  EXPECT_EQ(edges("Sobel")[4], 1);
  EXPECT_EQ(edges("Canny"), (std::vector<float>{0, 0, 0, 0, 1, 0, 0, 0, 0}));
  EXPECT_THROW(edges("LoG", "All", "No\ni:-1"), std::runtime_error);
  image("In", {1, 1}, {.5f}, {0});
  EXPECT_THROW(edges("Canny"), std::runtime_error);
  image("In", {1, 1}, {.5f, .25f, .5f});
  EXPECT_THROW(edges("Sobel"), std::runtime_error);
}

// analytic: revision 1 had a filter size behind the method.
TEST_P(EnhanceEdges, OldRevision) {
  std::vector<float> step(25, 0);
  std::fill(step.begin() + 10, step.end(), 1.f);
  image("In", {5, 5}, step);
  run("EnhanceEdges",
      "a:In\nb:Out\nc:Yes\nd:0.2\ne:1\nf:Prewitt\nx:10\ng:Vertical\nh:Yes\ni:10\nj:Yes\nk:0.1", 1);
  EXPECT_EQ(output(), std::vector<float>(25));
}

}  // namespace
}  // namespace cellerate
