/// Older revisions of ImageMath (CellProfiler 4.2.8 imagemath.py, upgrade_settings).
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ImageMath/image_math_settings.hpp"

namespace cellerate::modules::image_math {

void upgrade(Upgrade& u) {
  auto& values = u.values;
  constexpr std::size_t kFixed = 7, kMask = 6;
  const auto insert = [&](const char* value) {
    values.insert(values.begin() + std::min(kMask, values.size()), value);
  };
  if (u.revision == 1) {  // image and factor only
    std::vector<std::string> now(values.begin(), values.begin() + std::min(kFixed, values.size()));
    for (std::size_t i = kFixed; i + 1 < values.size(); i += 2)
      now.insert(now.end(), {"Image", values[i], values[i + 1], ""});
    values = std::move(now);
    u.revision = 2;
  }
  if (u.revision == 2) {
    insert("No");  // ignore the masks
    u.revision = 3;
  }
  if (u.revision == 3) {
    if (!values.empty() && values[0] == "Log transform (base 2)") values[0] = "Log transform (legacy)";
    u.revision = 4;
  }
  if (u.revision == 4) {
    insert("Yes");  // replace invalid values
    u.revision = 5;
  }
}

}  // namespace cellerate::modules::image_math
