// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/python_set.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::size_t kLinearProbes = 9;
constexpr int kPerturbShift = 5;

}  // namespace

/// The number's place, or the first empty one on its way.
std::size_t PythonSet::find(std::int64_t number) const {
  std::size_t perturb = static_cast<std::size_t>(number), at = perturb & mask();
  for (;;) {
    const std::size_t last = at + kLinearProbes <= mask() ? at + kLinearProbes : at;
    for (std::size_t i = at; i <= last; ++i)
      if (table_[i] == kEmpty || table_[i] == number) return i;
    perturb >>= kPerturbShift;
    at = (at * 5 + 1 + perturb) & mask();
  }
}

void PythonSet::add(std::int64_t number) {
  const std::size_t at = find(number);
  if (table_[at] == number) return;
  table_[at] = number;
  ++used_;
  ++filled_;
  if (static_cast<std::size_t>(filled_) * 5 >= mask() * 3) resize_for_growth();
}

std::vector<std::int64_t> PythonSet::items() const {
  std::vector<std::int64_t> numbers;
  for (const std::int64_t entry : table_)
    if (entry >= 0) numbers.push_back(entry);
  return numbers;
}

/// The first power of two above `at_least`; members move in table order.
void PythonSet::resize(std::int64_t at_least) {
  const std::vector<std::int64_t> numbers = items();
  std::size_t size = 8;
  while (size <= static_cast<std::size_t>(at_least)) size *= 2;
  table_.assign(size, kEmpty);
  for (const std::int64_t number : numbers) table_[find(number)] = number;
  filled_ = used_;
}

PythonSet PythonSet::copy() const {
  PythonSet twin;
  if (used_ * 5 >= static_cast<std::int64_t>(twin.mask()) * 3) twin.resize(used_ * 2);
  if (twin.mask() == mask() && filled_ == used_) return *this;
  for (const std::int64_t number : items()) twin.table_[twin.find(number)] = number;
  twin.used_ = twin.filled_ = used_;
  return twin;
}

void PythonSet::remove(std::int64_t number) {
  const std::size_t at = find(number);
  if (table_[at] != number) return;
  table_[at] = kRemoved;
  --used_;
}

/// A large set is copied and thinned out; else the survivors go into a new set one by one.
PythonSet PythonSet::difference(const PythonSet& other) const {
  if (used_ >> 2 > other.used_) {
    PythonSet rest = copy();
    for (const std::int64_t number : other.items()) rest.remove(number);
    if (static_cast<std::size_t>(rest.filled_ - rest.used_) > rest.mask() / 4) rest.resize_for_growth();
    return rest;
  }
  PythonSet rest;
  for (const std::int64_t number : items())
    if (!other.contains(number)) rest.add(number);
  return rest;
}

}  // namespace cellerate::kernel
