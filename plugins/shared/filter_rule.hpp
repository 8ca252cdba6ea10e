/// The rules that choose files and image planes, as in: and (file does contain "_w1") (extension does
/// isimage) (CellProfiler's Filter setting, evaluated as org.cellprofiler.imageset.filter.Filter does).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

/// What rules ask of an image plane.
struct RulePlane {
  std::string_view file, directory;
  const std::map<std::string, std::string>* metadata = nullptr;
};

/// What a rule is asked about: one plane, or those that make one image. A condition holds for an image if it
/// holds for each of its planes.
struct RuleSubject {
  std::vector<RulePlane> planes;
  bool is_color = false;
};

class FilterRule {
 public:
  enum class About {
    Files,  ///< file, directory and extension
    Images  ///< also metadata and image
  };
  /// @throws std::invalid_argument with what is wrong.
  FilterRule(std::string_view expression, About about);

  bool accepts(const RuleSubject& subject) const { return test_(subject); }

 private:
  std::function<bool(const RuleSubject&)> test_;
};

/// The rule behind "Images only": a known image extension, outside of hidden folders.
constexpr std::string_view kImagesOnlyRule =
    R"rule(and (extension does isimage) (directory doesnot containregexp "[\\\\/]\\."))rule";

}  // namespace cellerate::modules
