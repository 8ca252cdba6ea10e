/// The texts that Python 3.9 and NumPy 1.23 print.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/python_text.hpp"

#include <cellerate/plugin.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace cellerate::modules {
namespace {

// Golden: str() of float and of numpy.float32.
TEST(PythonText, PrintsTheShortestDigits) {
  EXPECT_EQ(python_text(0.1, CEL_VALUE_F64), "0.1");
  EXPECT_EQ(python_text(0.1f, CEL_VALUE_F64), "0.10000000149011612");
  EXPECT_EQ(python_text(0.1f, CEL_VALUE_F32), "0.1");
  EXPECT_EQ(python_text(1.0 / 3, CEL_VALUE_F64), "0.3333333333333333");
  EXPECT_EQ(python_text(100.0, CEL_VALUE_F64), "100.0");
  EXPECT_EQ(python_text(123456789.0, CEL_VALUE_F32), "123456790.0");
  EXPECT_EQ(python_text(-2.5, CEL_VALUE_F64), "-2.5");
}

// Edge: exponents begin below 1e-4 and at 1e16.
TEST(PythonText, TurnsToExponents) {
  EXPECT_EQ(python_text(1e-4, CEL_VALUE_F64), "0.0001");
  EXPECT_EQ(python_text(1e-4f, CEL_VALUE_F32), "1e-04");
  EXPECT_EQ(python_text(9.9e-5, CEL_VALUE_F64), "9.9e-05");
  EXPECT_EQ(python_text(1e15, CEL_VALUE_F64), "1000000000000000.0");
  EXPECT_EQ(python_text(1e16, CEL_VALUE_F64), "1e+16");
  EXPECT_EQ(python_text(5e-324, CEL_VALUE_F64), "5e-324");
}

// Edge: whole numbers, zero, and what is no number.
TEST(PythonText, PrintsTheRest) {
  EXPECT_EQ(python_text(377, CEL_VALUE_INTEGER), "377");
  EXPECT_EQ(python_text(-1, CEL_VALUE_INTEGER), "-1");
  EXPECT_EQ(python_text(2.5, CEL_VALUE_INTEGER), "2.5");
  EXPECT_EQ(python_text(0, CEL_VALUE_F64), "0.0");
  EXPECT_EQ(python_text(std::nan(""), CEL_VALUE_INTEGER), "nan");
  EXPECT_EQ(python_text(-std::numeric_limits<double>::infinity(), CEL_VALUE_F32), "-inf");
}

}  // namespace
}  // namespace cellerate::modules
