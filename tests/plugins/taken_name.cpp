// A plugin that calls its module as a built-in one.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

namespace cellerate {

struct NoSettings {
  void bind(Binder&) {}
};

class Images {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Test", .summary = "Has a name that is taken."};
  using Settings = NoSettings;
  Images(Settings, const ModuleEntryInfo&) {}
  void declare(Declaration&) const {}
};

CEL_MODULE(Images)

}  // namespace cellerate
