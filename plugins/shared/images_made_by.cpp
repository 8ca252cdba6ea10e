// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/images_made_by.hpp"

#include <algorithm>
#include <functional>

namespace cellerate::modules {

namespace {

std::vector<std::string> images_where(const HostContext& context,
                                      const std::function<bool(int module_number)>& wanted) {
  struct Search {
    const std::function<bool(int)>& wanted;
    std::vector<std::string> names;
  } search{wanted, {}};
  context.host()->names(context.c(), CEL_NAME_IMAGE, &search,
                        [](void* user, cel_text name, std::int32_t number) {
                          auto& found = *static_cast<Search*>(user);
                          if (found.wanted(number)) found.names.push_back(to_string(name));
                        });
  return search.names;
}

}  // namespace

std::vector<std::string> images_made_by(const HostContext& context,
                                        const std::vector<std::string_view>& modules) {
  return images_where(context, [&](int number) {
    return std::find(modules.begin(), modules.end(), context.module_name(number)) != modules.end();
  });
}

std::vector<std::string> images_made_before(const HostContext& context) {
  return images_where(context, [&](int number) { return number < context.module_number(); });
}

}  // namespace cellerate::modules
