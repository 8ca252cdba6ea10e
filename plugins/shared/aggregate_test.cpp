/// Aggregates against NumPy 1.23, and what counts.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/aggregate.hpp"

#include <cellerate/plugin.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plugins/shared/python_text.hpp"

namespace cellerate::modules {
namespace {

/// 300 numbers that are no round sums; the Python expression is 0.1 * ((i * 7919) % 1009) / 3 + 1 / 7.
std::vector<double> values() {
  std::vector<double> all;
  for (int i = 0; i < 300; ++i) all.push_back(0.1 * ((i * 7919) % 1009) / 3 + 1.0 / 7);
  return all;
}

std::string text(Aggregate kind, int type) {
  return python_text(aggregate(kind, values(), type), aggregate_type(type));
}

// Golden: str(numpy.mean(v)) and so on, in both precisions.
TEST(AggregateOfObjects, HasNumpysBits) {
  EXPECT_EQ(text(Aggregate::kMean, CEL_VALUE_F64), "16.977190476190476");
  EXPECT_EQ(text(Aggregate::kMedian, CEL_VALUE_F64), "17.042857142857144");
  EXPECT_EQ(text(Aggregate::kStandardDeviation, CEL_VALUE_F64), "9.735043748118331");
  EXPECT_EQ(text(Aggregate::kMean, CEL_VALUE_F32), "16.97719");
  EXPECT_EQ(text(Aggregate::kMedian, CEL_VALUE_F32), "17.042858");
  EXPECT_EQ(text(Aggregate::kStandardDeviation, CEL_VALUE_F32), "9.735044");
}

// Edge: NaN and inf do not count; nothing has no aggregate; one value has no deviation.
TEST(AggregateOfObjects, TakesFiniteValuesOnly) {
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_EQ(aggregate(Aggregate::kMean, {std::nan(""), 3, inf, -inf, 5}, CEL_VALUE_F64), 4);
  EXPECT_EQ(aggregate(Aggregate::kMedian, {9, 1, 5}, CEL_VALUE_INTEGER), 5);
  EXPECT_EQ(aggregate(Aggregate::kStandardDeviation, {7}, CEL_VALUE_F64), 0);
  EXPECT_TRUE(std::isnan(aggregate(Aggregate::kMedian, {std::nan("")}, CEL_VALUE_F64)));
  EXPECT_TRUE(std::isnan(aggregate(Aggregate::kMean, {}, CEL_VALUE_F64)));
}

// Edge: numbers of objects are no measurement.
TEST(AggregateOfObjects, LeavesOutNumbers) {
  EXPECT_FALSE(is_aggregated("Number_Object_Number"));
  EXPECT_TRUE(is_aggregated("Parent_Cells"));
}

}  // namespace
}  // namespace cellerate::modules
