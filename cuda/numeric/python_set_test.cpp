// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/python_set.hpp"

#include <gtest/gtest.h>

namespace cellerate {
namespace {

using Numbers = std::vector<std::int64_t>;

kernel::PythonSet set_of(const Numbers& numbers) {
  kernel::PythonSet set;
  for (const std::int64_t number : numbers) set.add(number);
  return set;
}

// golden: list({...}) of CPython 3.9; the table has 8 places, then 32.
TEST(PythonSet, IteratesInTableOrder) {
  EXPECT_EQ(set_of({8, 1, 0}).items(), (Numbers{8, 1, 0}));
  EXPECT_EQ(set_of({1, 8, 16, 33, 40, 190}).items(), (Numbers{1, 33, 8, 40, 16, 190}));
}

// edge: nothing, doubles.
TEST(PythonSet, HoldsEachNumberOnce) {
  EXPECT_EQ(set_of({}).size(), 0);
  EXPECT_TRUE(set_of({}).items().empty());
  EXPECT_EQ(set_of({3, 3, 3}).items(), (Numbers{3}));
}

// golden: CPython 3.9; a small difference builds a new table, one that loses little keeps a copy of the old.
TEST(PythonSet, DifferenceKeepsTheOrderOfItsTable) {
  EXPECT_EQ(set_of({40, 8, 1, 0}).difference(set_of({0, 1})).items(), (Numbers{40, 8}));
  Numbers many;
  for (std::int64_t i = 0; i < 30; ++i) many.push_back(i * 37 % 101);
  EXPECT_EQ(set_of(many).difference(set_of({0})).items(),
            (Numbers{3,  67, 6,  70, 10, 74, 13, 77, 16, 80, 20, 84, 23, 87, 26,
                     90, 30, 94, 33, 97, 37, 40, 43, 47, 50, 53, 57, 60, 63}));
}

}  // namespace
}  // namespace cellerate
