/// Measurements of objects that are texts.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

/// One text for each object.
inline void measure_texts(ImageSet& images, std::string_view objects, std::string_view feature,
                          const std::vector<std::string>& texts) {
  std::vector<cel_text> values;
  for (const std::string& text : texts) values.push_back(to_c(text));
  const cel_status status =
      images.host()->measure_text(images.c(), to_c(objects), to_c(feature), values.data(), values.size());
  if (status != CEL_OK) throw HostError(to_string(images.host()->last_error(images.c())));
}

}  // namespace cellerate::modules
