// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/random_state.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <sstream>
#include <utility>

namespace cellerate::kernel {

RandomState::RandomState(const std::vector<std::uint32_t>& seeds) {
  constexpr std::uint32_t kSize = std::mt19937::state_size;
  std::array<std::uint32_t, kSize> state;
  state[0] = 19650218u;
  for (std::uint32_t i = 1; i < kSize; ++i)
    state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + i;
  std::uint32_t i = 1;
  const auto next = [&] {
    if (++i < kSize) return;
    state[0] = state[kSize - 1];
    i = 1;
  };
  const auto n = static_cast<std::uint32_t>(seeds.size());
  for (std::uint32_t k = 0; k < std::max(kSize, n); ++k) {
    const std::uint32_t j = k % n;
    state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1664525u)) + seeds[j] + j;
    next();
  }
  for (std::uint32_t k = 0; k < kSize - 1; ++k) {
    state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) * 1566083941u)) - i;
    next();
  }
  state[0] = 0x80000000u;
  // The standard sets the generator's state through its textual form only; this is libstdc++'s: the words,
  // then the position.
  std::stringstream text;
  for (const std::uint32_t word : state) text << word << ' ';
  text << kSize;
  text >> generator_;
}

double RandomState::uniform() {
  const std::uint32_t high = generator_() >> 5;
  const std::uint32_t low = generator_() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

double RandomState::normal() {
  if (std::exchange(has_normal_, false)) return next_normal_;
  double x1, x2, r2;
  do {
    x1 = 2.0 * uniform() - 1.0;
    x2 = 2.0 * uniform() - 1.0;
    r2 = x1 * x1 + x2 * x2;
  } while (r2 >= 1.0 || r2 == 0.0);
  const double f = std::sqrt(-2.0 * std::log(r2) / r2);
  next_normal_ = f * x1;
  has_normal_ = true;
  return f * x2;
}

std::uint32_t RandomState::interval(std::uint32_t max) {
  if (max == 0) return 0;
  std::uint32_t mask = max;
  for (const int shift : {1, 2, 4, 8, 16}) mask |= mask >> shift;
  std::uint32_t value;
  do {
    value = generator_() & mask;
  } while (value > max);
  return value;
}

std::vector<std::int32_t> RandomState::permutation(std::int32_t n) {
  std::vector<std::int32_t> values(n);
  std::iota(values.begin(), values.end(), 0);
  for (std::int32_t i = n - 1; i > 0; --i) std::swap(values[i], values[interval(i)]);
  return values;
}

}  // namespace cellerate::kernel
