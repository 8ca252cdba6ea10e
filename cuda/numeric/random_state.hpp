/// numpy.random.RandomState: the legacy generator, whose streams CellProfiler uses to break ties.
/// Source: numpy 1.23 (mt19937.c, legacy-distributions.c, mtrand.pyx); Matsumoto and Nishimura 1998.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace cellerate::kernel {

class RandomState {
 public:
  explicit RandomState(std::uint32_t seed) : generator_(seed) {}
  /// Seeded by a list of at least one number (init_by_array).
  explicit RandomState(const std::vector<std::uint32_t>& seeds);

  /// Uniform in [0, 1) with 53 bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Standard normal by the polar method; every second value comes from the pair before.
  double normal();
  /// Uniform in 0 ... max, by masked rejection.
  std::uint32_t interval(std::uint32_t max);
  /// permutation(n): 0 ... n-1, shuffled from the end.
  std::vector<std::int32_t> permutation(std::int32_t n);

 private:
  std::mt19937 generator_;  // the seeding by one integer is the standard's
  bool has_normal_ = false;
  double next_normal_ = 0;
};

}  // namespace cellerate::kernel
