/// The inverse of a matrix of three columns. Source: numpy.matrix.I 1.23: the inverse of a square matrix, the
/// pseudo-inverse (Moore-Penrose) of all others, by one-sided Jacobi rotations (Hestenes 1958).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <vector>

namespace cellerate::modules {

/// Column k of the result belongs to row k of the matrix.
/// @throws std::runtime_error for a square matrix that is singular
std::vector<std::array<double, 3>> inverse_columns(const std::vector<std::array<double, 3>>& rows);

}  // namespace cellerate::modules
