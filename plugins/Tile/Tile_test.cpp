// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Tile/grid.hpp"
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Pixels = std::vector<float>;

class Tile : public test::ModuleTest {
 protected:
  /// The images A, B and C in a grid.
  Pixels tiled(const std::string& rows, const std::string& columns, const std::string& corner,
               const std::string& direction, const std::string& meander, const std::string& automatic) {
    run("Tile", "a:A\nb:Tiled\nc:Within cycles\nd:" + rows + "\ne:" + columns + "\nf:" + corner + "\ng:" +
                    direction + "\nh:" + meander + "\ni:" + automatic + "\nj:" + automatic + "\nk:B\nk:C");
    return pixels("Tiled");
  }
};
CEL_ON_EVERY_DEVICE(Tile);

// analytic: corners, directions, meanders; tiles have the size of the largest image.
TEST_P(Tile, OrdersImages) {
  image("A", {1, 1}, {1});
  binary("B", {1, 1}, {1});
  image("C", {1, 2}, {3, 4});
  EXPECT_EQ(tiled("2", "2", "top left", "row", "No", "No"), (Pixels{1, 0, 1, 0, 3, 4, 0, 0}));
  EXPECT_EQ(tiled("2", "2", "top left", "column", "No", "No"), (Pixels{1, 0, 3, 4, 1, 0, 0, 0}));
  EXPECT_EQ(tiled("2", "2", "top left", "row", "Yes", "No"), (Pixels{1, 0, 1, 0, 0, 0, 3, 4}));
  EXPECT_EQ(tiled("2", "2", "bottom right", "row", "No", "No"), (Pixels{0, 0, 3, 4, 1, 0, 1, 0}));
  EXPECT_EQ(tiled("bad", "bad", "top left", "row", "No", "Yes"), (Pixels{1, 0, 1, 0, 3, 4}));
}

// analytic: gray images among color ones.
TEST_P(Tile, MixesColors) {
  image("A", {1, 1}, {1, 2, 3});
  image("B", {1, 1}, {4});
  image("C", {1, 1}, {5});
  EXPECT_EQ(tiled("1", "3", "top left", "row", "No", "No"), (Pixels{1, 2, 3, 4, 4, 4, 5, 5, 5}));
}

// edge: more images than places; a grid without any.
TEST_P(Tile, ImagesWithoutPlace) {
  for (const char* name : {"A", "B", "C"}) image(name, {1, 1}, {1});
  EXPECT_THROW(tiled("1", "2", "top left", "row", "No", "No"), std::runtime_error);
  EXPECT_THROW(tiled("0", "2", "top left", "row", "No", "No"), std::runtime_error);
}

// analytic: rows and columns that follow from the number of images.
TEST(TileGrid, CountsRowsAndColumns) {
  modules::GridSettings settings;
  settings.columns = 4;
  settings.counts_rows = true;
  EXPECT_EQ(modules::Grid(settings, 9).rows(), 3);
  settings.counts_columns = true;
  const modules::Grid both(settings, 11);
  EXPECT_EQ(both.rows(), 3);
  EXPECT_EQ(both.columns(), 4);
  settings.counts_rows = false;
  settings.rows = 2;
  EXPECT_EQ(modules::Grid(settings, 9).columns(), 5);
}

}  // namespace
}  // namespace cellerate
