// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/secondary_seeds.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class SecondarySeeds : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(SecondarySeeds);

// analytic: 1 touches the border and stays, 2 was discarded and goes, of 3 one pixel is left.
TEST_P(SecondarySeeds, KeepsBorderObjectsAndWhatIsLeft) {
  const Shape2 shape{3, 6};
  const auto unedited = upload<std::int32_t>(queue(), {1, 0, 0, 0, 0, 0, 1, 2, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0});
  const auto segmented =
      upload<std::int32_t>(queue(), {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0});
  Buffer<std::int32_t> seeds(queue(), shape);
  kernel::seeds_of_primaries(queue(), unedited.view(shape), segmented.view(shape), 3, seeds.view(shape));
  EXPECT_EQ(download(queue(), seeds),
            (std::vector<std::int32_t>{1, 0, 0, 0, 0, 0, 1, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0}));
}

// analytic: foreground and seeds under the mask; growth beyond the limit goes, seeds stay.
TEST_P(SecondarySeeds, AreaAndLimit) {
  const Shape2 shape{1, 4};
  const auto foreground = upload<std::uint8_t>(queue(), {1, 0, 1, 0}),
             mask = upload<std::uint8_t>(queue(), {1, 1, 0, 1});
  const auto seeds = upload<std::int32_t>(queue(), {0, 5, 0, 0});
  Buffer<std::uint8_t> area(queue(), shape);
  kernel::growth_area(queue(), foreground.view(shape), seeds.view(shape), mask.view(shape), area.view(shape));
  EXPECT_EQ(download(queue(), area), (std::vector<std::uint8_t>{1, 1, 0, 0}));
  kernel::growth_area(queue(), foreground.view(shape), seeds.view(shape), {}, area.view(shape));
  EXPECT_EQ(download(queue(), area), (std::vector<std::uint8_t>{1, 1, 1, 0}));

  const auto distances = upload<double>(queue(), {2, 9, 3, -1});
  auto labels = upload<std::int32_t>(queue(), {5, 7, 5, 0});
  kernel::limit_growth(queue(), seeds.view(shape), distances.view(shape), 2, labels.view(shape));
  EXPECT_EQ(download(queue(), labels), (std::vector<std::int32_t>{5, 5, 0, 0}));
}

// edge: an empty plane.
TEST_P(SecondarySeeds, EmptyPlane) { kernel::seeds_of_primaries(queue(), {}, {}, 0, {}); }

}  // namespace
}  // namespace cellerate
