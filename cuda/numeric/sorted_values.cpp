// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/sorted_values.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>

#include "cuda/core/segmented_sort.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kPasses = 3, kBits = 11;
constexpr std::uint32_t kBuckets = 1u << kBits;

std::uint32_t digit(std::uint32_t key, int pass) { return key >> (pass * kBits) & (kBuckets - 1); }

/// Counts of the levels of a camera of 16 bits, which are loaded as k / 65535.
class CameraLevels {
 public:
  /// False where a value is no such level.
  bool count(const std::vector<float>& values) {
    std::array<std::uint32_t, kAtOnce> levels;
    for (std::size_t begin = 0; begin < values.size(); begin += kAtOnce) {
      const std::size_t n = std::min(kAtOnce, values.size() - begin);
      if (!find_levels(&values[begin], n, levels.data())) return false;
      for (std::size_t i = 0; i < n; ++i) ++counts_[levels[i]];
    }
    return true;
  }
  std::vector<float> ascending(std::size_t size) const {
    std::vector<float> values;
    values.reserve(size);
    for (std::size_t level = 0; level < counts_.size(); ++level)
      values.insert(values.end(), counts_[level], static_cast<float>(level) / kGreatest);
    return values;
  }

 private:
  static constexpr std::size_t kAtOnce = 1024;
  static constexpr float kGreatest = 65535.0f;

  /// -0 is no level: it sorts as itself.
  static bool find_levels(const float* values, std::size_t n, std::uint32_t* levels) {
    bool all = true;
    for (std::size_t i = 0; i < n; ++i) {
      const float inside = values[i] >= 0.0f && values[i] <= 1.0f ? values[i] : 0.0f;
      levels[i] = static_cast<std::uint32_t>(static_cast<std::int32_t>(inside * kGreatest + 0.5f));
      const float level = static_cast<float>(static_cast<std::int32_t>(levels[i])) / kGreatest;
      all &= std::bit_cast<std::uint32_t>(level) == std::bit_cast<std::uint32_t>(values[i]);
    }
    return all;
  }
  std::vector<std::uint32_t> counts_ = std::vector<std::uint32_t>(1u << 16);
};

/// Counts of the different values, in a hash table: there are few thousand at most in what was 12 bits.
class Counts {
 public:
  /// False where there are too many.
  bool count(const std::vector<float>& values) {
    for (const float v : values)
      if (!add(ordered_bits(v))) return false;
    return true;
  }
  std::vector<float> ascending(std::size_t size) {
    std::sort(used_.begin(), used_.end());
    std::vector<float> values;
    values.reserve(size);
    for (const std::uint32_t key : used_)
      values.insert(values.end(), slots_[slot_of(key)].count, key_value(key));
    return values;
  }

 private:
  struct Slot {
    std::uint32_t key, count;
  };
  static constexpr int kSlotBits = 14;
  static constexpr std::size_t kMost = 1u << (kSlotBits - 2);

  std::size_t slot_of(std::uint32_t key) const {
    std::size_t at = key * 2654435769u >> (32 - kSlotBits);
    while (slots_[at].count > 0 && slots_[at].key != key) at = (at + 1) % slots_.size();
    return at;
  }
  bool add(std::uint32_t key) {
    Slot& slot = slots_[slot_of(key)];
    if (slot.count++ > 0) return true;
    slot.key = key;
    used_.push_back(key);
    return used_.size() < kMost;
  }
  std::vector<Slot> slots_ = std::vector<Slot>(1u << kSlotBits);
  std::vector<std::uint32_t> used_;
};

std::vector<float> sorted_by_digits(const std::vector<float>& values) {
  std::vector<std::uint32_t> keys(values.size()), sorted(values.size());
  std::array<std::array<std::uint32_t, kBuckets>, kPasses> places{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    keys[i] = ordered_bits(values[i]);
    for (int pass = 0; pass < kPasses; ++pass) ++places[pass][digit(keys[i], pass)];
  }
  for (int pass = 0; pass < kPasses; ++pass) {
    std::uint32_t begin = 0;
    for (std::uint32_t& place : places[pass]) begin += std::exchange(place, begin);
    for (const std::uint32_t key : keys) sorted[places[pass][digit(key, pass)]++] = key;
    keys.swap(sorted);
  }
  std::vector<float> ascending(values.size());
  std::transform(keys.begin(), keys.end(), ascending.begin(),
                 [](std::uint32_t key) { return key_value(key); });
  return ascending;
}

}  // namespace

std::vector<float> sorted_values(const std::vector<float>& values) {
  constexpr std::size_t kFewValues = 1u << 15;  // up to which sorting is as fast
  if (values.size() > kFewValues) {
    if (CameraLevels levels; levels.count(values)) return levels.ascending(values.size());
    if (Counts counts; counts.count(values)) return counts.ascending(values.size());
  }
  return sorted_by_digits(values);
}

}  // namespace cellerate::kernel
