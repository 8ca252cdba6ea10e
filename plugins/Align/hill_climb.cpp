// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Align/hill_climb.hpp"

#include <map>
#include <utility>

#include "cuda/region/mutual_information.hpp"

namespace cellerate::modules {
namespace {

/// Remembers what it has computed: half of the shifts around a step are those of the step before.
class Information {
 public:
  Information(Queue& queue, const kernel::MaskedPlane<double>& first,
              const kernel::MaskedPlane<double>& second)
      : queue_(queue), first_(first), second_(second) {}

  void compute(const std::vector<kernel::Offset>& shifts) {
    std::vector<kernel::Offset> unknown;
    for (const kernel::Offset& shift : shifts)
      if (!known_.contains(key(shift))) unknown.push_back(shift);
    if (unknown.empty()) return;
    const std::vector<double> values = kernel::mutual_information(queue_, first_, second_, unknown);
    for (std::size_t i = 0; i < unknown.size(); ++i) known_[key(unknown[i])] = values[i];
  }
  double at(kernel::Offset shift) const { return known_.at(key(shift)); }

 private:
  static std::pair<int, int> key(kernel::Offset shift) { return {shift.dy, shift.dx}; }

  Queue& queue_;
  kernel::MaskedPlane<double> first_, second_;
  std::map<std::pair<int, int>, double> known_;
};

}  // namespace

kernel::Offset most_informative_shift(Queue& queue, const kernel::MaskedPlane<double>& first,
                                      const kernel::MaskedPlane<double>& second) {
  Information information(queue, first, second);
  kernel::Offset best{0, 0};
  information.compute({best});
  for (;;) {
    const std::vector<kernel::Offset> around = [&] {
      std::vector<kernel::Offset> shifts;
      for (int dy = best.dy - 1; dy <= best.dy + 1; ++dy)
        for (int dx = best.dx - 1; dx <= best.dx + 1; ++dx) shifts.push_back({dy, dx});
      return shifts;
    }();
    information.compute(around);
    const kernel::Offset before = best;
    for (const kernel::Offset shift : around)
      if (information.at(shift) > information.at(best)) best = shift;
    if (best == before) return best;
  }
}

}  // namespace cellerate::modules
