// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Bits = std::vector<std::uint8_t>;

class Align : public test::ModuleTest {
 protected:
  /// Parts of one plane of noise; B begins two rows below and three columns to the right of A.
  void put_images() {
    image("A", {40, 40}, part(0, 0, {40, 40}));
    image("B", {36, 40}, part(2, 3, {36, 40}));
  }
  static std::vector<float> part(int y0, int x0, Shape2 shape) {
    const std::vector<float> all = test::noise(64 * 64);
    std::vector<float> out;
    for (int y = y0; y < y0 + shape.height; ++y)
      for (int x = x0; x < x0 + shape.width; ++x) out.push_back(all[y * 64 + x]);
    return out;
  }
  void align(const std::string& crop, const std::string& more = "",
             const std::string& method = "Normalized Cross Correlation") {
    run("Align", "a:" + method + "\nb:" + crop + "\nc:A\nd:OutA\ne:B\nf:OutB" + more);
  }
  Values shift(const std::string& name) const {
    return {values("Image", "Align_Xshift_" + name)[0], values("Image", "Align_Yshift_" + name)[0]};
  }
  Shape2 shape(const std::string& name) { return state().images.at(name).shape; }
};
CEL_ON_EVERY_DEVICE(Align);

// analytic: the common part of both images.
TEST_P(Align, CropsToTheCommonPart) {
  put_images();
  align("Crop to aligned region");
  EXPECT_EQ(shift("OutA"), (Values{3, 2}));
  EXPECT_EQ(shift("OutB"), (Values{0, 0}));
  EXPECT_EQ(shape("OutA"), (Shape2{36, 37}));
  EXPECT_EQ(pixels("OutA"), part(2, 3, {36, 37}));
  EXPECT_EQ(pixels("OutB"), part(2, 3, {36, 37}));
  EXPECT_EQ(state().images.at("OutB").mask, nullptr);
  EXPECT_EQ(state().images.at("OutA").crop_shape, (Shape2{40, 40}));
  expect_declared_columns_are_measured();
}

// analytic: both images wholly, masked where they end; a third one goes with the second.
TEST_P(Align, PadsToAll) {
  put_images();
  binary("C", {1, 2}, {1, 1});
  align("Pad images", "\ng:C\nh:OutC\ni:Similarly");
  EXPECT_EQ(shift("OutA"), (Values{0, 0}));
  EXPECT_EQ(shift("OutB"), (Values{-3, -2}));
  EXPECT_EQ(shift("OutC"), (Values{-3, -2}));
  EXPECT_EQ(shape("OutB"), (Shape2{40, 43}));
  const Bits third = bits("OutC");
  EXPECT_EQ(std::count(third.begin(), third.end(), 1), 2);
  EXPECT_EQ(third[2 * 43 + 3], 1);
  EXPECT_EQ(third[2 * 43 + 4], 1);
  EXPECT_EQ(state().images.at("OutB").crop_mask, nullptr);
  EXPECT_NE(state().images.at("OutA").mask, nullptr);
}

// analytic: images keep their sizes, and the first its place.
TEST_P(Align, KeepsSizes) {
  put_images();
  align("Keep size", "\ng:A\nh:OutC\ni:Separately");
  EXPECT_EQ(shape("OutB"), (Shape2{36, 40}));
  EXPECT_EQ(shift("OutB"), (Values{-3, -2}));
  EXPECT_EQ(shift("OutC"), (Values{0, 0}));
  EXPECT_EQ(pixels("OutB")[2 * 40 + 3], part(2, 3, {1, 1})[0]);
  EXPECT_EQ(pixels("OutB")[0], 0.0f);
}

// invariant: mutual information finds the same shift when a smooth plane is moved by a pixel.
TEST_P(Align, ByMutualInformation) {
  const auto smooth = [](int dy, int dx) {
    std::vector<float> out;
    for (int y = dy; y < dy + 30; ++y)
      for (int x = dx; x < dx + 30; ++x)
        out.push_back(static_cast<float>((y - 16) * (y - 16) + 2 * (x - 14) * (x - 14)) / 1000);
    return out;
  };
  image("A", {30, 30}, smooth(0, 0));
  image("B", {30, 30}, smooth(1, 1));
  align("Pad images", "", "Mutual Information");
  EXPECT_EQ(shift("OutB"), (Values{-1, -1}));
}

// edge: an image of one row has no pixels in common with itself once shifted; images without a common part.
TEST_P(Align, ImagesThatCannotBeAligned) {
  image("A", {1, 4}, {0, 1, 2, 3});
  image("B", {1, 4}, {0, 1, 2, 3});
  EXPECT_THROW(align("Keep size", "", "Mutual Information"), std::runtime_error);
}

// analytic: older revisions have the method at the end, and Yes or No for cropping.
TEST_P(Align, OldRevisionsAreUpgraded) {
  put_images();
  run("Align", "c:A\nd:OutA\ne:B\nf:OutB\na:Normalized Cross Correlation\nb:Yes", 1);
  EXPECT_EQ(shape("OutB"), (Shape2{36, 37}));
  run("Align", "a:Normalized Cross Correlation\nb:No\nc:A\nd:OutA\ne:B\nf:OutB", 2);
  EXPECT_EQ(shape("OutB"), (Shape2{36, 40}));
}

}  // namespace
}  // namespace cellerate
