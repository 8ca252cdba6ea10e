// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/radix_sort.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <utility>

namespace cellerate::kernel {
namespace {

constexpr int kPasses = 3, kBits = 11;
constexpr std::uint32_t kBuckets = 1u << kBits;

/// Bits in the order of the values: the negative ones turned over, the others after them.
std::uint32_t key_of(float v) {
  if (v != v) return ~0u;
  const auto bits = std::bit_cast<std::uint32_t>(v);
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}
float value_of(std::uint32_t key) {
  return std::bit_cast<float>(key & 0x80000000u ? key & 0x7fffffffu : ~key);
}
std::uint32_t digit(std::uint32_t key, int pass) { return key >> (pass * kBits) & (kBuckets - 1); }

}  // namespace

void radix_sort(std::vector<float>& values) {
  std::vector<std::uint32_t> keys(values.size()), sorted(values.size());
  std::array<std::array<std::uint32_t, kBuckets>, kPasses> places{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    keys[i] = key_of(values[i]);
    for (int pass = 0; pass < kPasses; ++pass) ++places[pass][digit(keys[i], pass)];
  }
  for (int pass = 0; pass < kPasses; ++pass) {
    std::uint32_t begin = 0;
    for (std::uint32_t& place : places[pass]) begin += std::exchange(place, begin);
    for (const std::uint32_t key : keys) sorted[places[pass][digit(key, pass)]++] = key;
    keys.swap(sorted);
  }
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = value_of(keys[i]);
}

}  // namespace cellerate::kernel
