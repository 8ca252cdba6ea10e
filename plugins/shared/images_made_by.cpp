// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/images_made_by.hpp"

#include <algorithm>

namespace cellerate::modules {

std::vector<std::string> images_made_by(const HostContext& context,
                                        const std::vector<std::string_view>& modules) {
  struct Search {
    const HostContext& context;
    const std::vector<std::string_view>& modules;
    std::vector<std::string> names;
  } search{context, modules, {}};
  context.host()->names(
      context.c(), CEL_NAME_IMAGE, &search, [](void* user, cel_text name, std::int32_t number) {
        auto& found = *static_cast<Search*>(user);
        const std::string module = found.context.module_name(number);
        if (std::find(found.modules.begin(), found.modules.end(), module) != found.modules.end())
          found.names.push_back(to_string(name));
      });
  return search.names;
}

}  // namespace cellerate::modules
