// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/loaded_images.hpp"

namespace cellerate::modules {

std::vector<std::string> loaded_images(const HostContext& context) {
  struct Search {
    const HostContext& context;
    std::vector<std::string> names;
  } search{context, {}};
  context.host()->names(context.c(), CEL_NAME_IMAGE, &search,
                        [](void* user, cel_text name, std::int32_t number) {
                          auto& found = *static_cast<Search*>(user);
                          const std::string module = found.context.module_name(number);
                          if (module == "NamesAndTypes" || module == "LoadData")
                            found.names.push_back(to_string(name));
                        });
  return search.names;
}

}  // namespace cellerate::modules
