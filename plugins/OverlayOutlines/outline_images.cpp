// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/OverlayOutlines/outline_images.hpp"

#include <sstream>
#include <string_view>

namespace cellerate::modules {
namespace {

/// What the settings of a module say about its outlines.
struct Outlines {
  std::string objects, image;
  bool kept = false;

  void read(std::string_view text, std::string_view value) {
    const auto has = [&](std::string_view words) { return text.find(words) != text.npos; };
    if (text == "Name the outline image")
      image = value;
    else if (text.starts_with("Name the ") && has("objects") && objects.empty())
      objects = value;
    else if (text.starts_with("Retain ") && has("outlines") && !has("new primary"))
      kept = value == "Yes";
  }
};

}  // namespace

std::optional<std::string> outlined_objects(const HostContext& context, const std::string& outlines) {
  const std::string own_number = "[module_num:" + std::to_string(context.module_number()) + "|";
  std::istringstream text(context.pipeline_text());
  std::optional<std::string> found;
  Outlines module;
  for (std::string line; std::getline(text, line);) {
    constexpr std::string_view kIndent = "    ";
    const auto colon = line.find(':');
    if (line.starts_with(kIndent) && colon != line.npos) {
      module.read(std::string_view(line).substr(kIndent.size(), colon - kIndent.size()),
                  std::string_view(line).substr(colon + 1));
      continue;
    }
    if (module.kept && module.image == outlines) found = module.objects;
    module = {};
    if (line.find(own_number) != line.npos) break;
  }
  return found;
}

}  // namespace cellerate::modules
