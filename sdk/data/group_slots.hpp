/// What modules gather over the image sets of one group.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>

namespace cellerate {

/// One slot a module, by its number. Whatever is in a slot is destroyed with the group.
class GroupSlots {
 public:
  GroupSlots() = default;
  GroupSlots(const GroupSlots&) = delete;
  GroupSlots& operator=(const GroupSlots&) = delete;
  ~GroupSlots() {
    for (auto& [module, slot] : slots_)
      if (slot.state && slot.destroy) slot.destroy(slot.state);
  }

  void** of(int module_number, void (*destroy)(void*)) {
    Slot& slot = slots_[module_number];
    slot.destroy = destroy;
    return &slot.state;
  }

 private:
  struct Slot {
    void* state = nullptr;
    void (*destroy)(void*) = nullptr;
  };
  std::map<int, Slot> slots_;
};

}  // namespace cellerate
