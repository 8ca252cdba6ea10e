// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/plane_names.hpp"

#include "sdk/io/file_url.hpp"

namespace cellerate::modules {

PlaneNames names_of(const Plane& plane) {
  const bool local = !plane.path.empty();
  const std::string name = local ? plane.path : percent_decoded(plane.url);
  const auto slash = name.rfind('/');
  if (slash == std::string::npos) return {name, ""};
  return {name.substr(slash + 1), slash == 0 ? "/" : name.substr(0, slash)};
}

}  // namespace cellerate::modules
