/// Recursive descent over a rule's text; each step gives a test of what it is about: an image, a plane, a
/// text.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/filter_rule.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <stdexcept>

#include "plugins/shared/file_extensions.hpp"
#include "plugins/shared/regexp.hpp"

namespace cellerate::modules {
namespace {

template <class T>
using Test = std::function<bool(const T&)>;

[[noreturn]] void fail(const std::string& what) { throw std::invalid_argument("not a rule: " + what); }

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return result;
}

/// The words, literals and parentheses of a rule, from left to right. A backslash takes away the meaning of
/// the character after it.
class RuleText {
 public:
  explicit RuleText(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

  std::string word() {
    std::string result;
    std::size_t i = 0;
    while (i < rest_.size() && rest_[i] != ' ' && rest_[i] != ')') result += character(i);
    if (i == 0) fail("a word is missing at '" + std::string(rest_) + "'");
    drop(i);
    return result;
  }

  std::string literal(const std::string& word) {
    if (rest_.empty() || rest_[0] != '"') fail("'" + word + "' needs a text in double quotes after it");
    std::string result;
    std::size_t i = 1;
    while (i < rest_.size() && rest_[i] != '"') result += character(i);
    if (i >= rest_.size()) fail("the double quote after '" + word + "' is not closed");
    drop(i + 1);
    return result;
  }

  bool open_parenthesis() {
    if (rest_.empty() || rest_[0] != '(') return false;
    rest_.remove_prefix(1);
    return true;
  }
  void close_parenthesis() {
    if (rest_.empty() || rest_[0] != ')')
      fail("a closing parenthesis is missing at '" + std::string(rest_) + "'");
    drop(1);
  }

 private:
  char character(std::size_t& i) const {
    if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
    return rest_[i++];
  }
  /// Leaves out n characters, and the blank that ends a word.
  void drop(std::size_t n) {
    rest_.remove_prefix(n);
    if (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
  }
  std::string_view rest_;
};

/// One test of a T: "and", "or", "does" and "doesnot" with the tests after them, or what `leaf` makes of the
/// word.
template <class T, class Leaf>
Test<T> parse_test(RuleText& text, const Leaf& leaf) {
  const std::string word = text.word();
  if (word != "and" && word != "or" && word != "does" && word != "doesnot") return leaf(text, word);
  std::vector<Test<T>> tests;
  while (text.open_parenthesis()) {
    tests.push_back(parse_test<T>(text, leaf));
    text.close_parenthesis();
  }
  if (tests.empty()) tests.push_back(parse_test<T>(text, leaf));
  if (word == "does") return tests[0];
  if (word == "doesnot") return [test = tests[0]](const T& t) { return !test(t); };
  if (word == "and")
    return [tests](const T& t) {
      return std::all_of(tests.begin(), tests.end(), [&](const auto& f) { return f(t); });
    };
  return [tests](const T& t) {
    return std::any_of(tests.begin(), tests.end(), [&](const auto& f) { return f(t); });
  };
}

/// A test in parentheses, or just a test.
template <class T, class Leaf>
Test<T> parse_argument(RuleText& text, const Leaf& leaf) {
  const bool in_parentheses = text.open_parenthesis();
  Test<T> test = parse_test<T>(text, leaf);
  if (in_parentheses) text.close_parenthesis();
  return test;
}

Test<std::string> text_test(RuleText& text, const std::string& word) {
  const std::string literal = text.literal(word);
  if (word == "contain")
    return [literal](const std::string& s) { return s.find(literal) != std::string::npos; };
  if (word == "startwith") return [literal](const std::string& s) { return s.starts_with(literal); };
  if (word == "endwith") return [literal](const std::string& s) { return s.ends_with(literal); };
  if (word == "eq") return [literal](const std::string& s) { return s == literal; };
  if (word == "containregexp")
    return [regexp = Regexp(literal)](const std::string& s) { return regexp.is_in(s); };
  fail("'" + word + "' is not one of contain, startwith, endwith, eq, containregexp");
}

Test<std::string> extension_test(RuleText&, const std::string& word) {
  const ExtensionKind kind = extension_kind(word);
  if (kind == ExtensionKind::Unknown)
    fail("'" + word + "' is not one of isimage, istif, isjpeg, ispng, ismovie, isflex");
  return [kind](const std::string& extension) { return is_extension(kind, lower(extension)); };
}

/// Holds if the test holds for one of the file's endings: a.ome.tif has tif and ome.tif.
bool any_extension(std::string_view file, const Test<std::string>& test) {
  for (std::size_t dot = file.rfind('.'); dot != std::string_view::npos; dot = file.rfind('.', dot - 1)) {
    if (test(std::string(file.substr(dot + 1)))) return true;
    if (dot == 0) break;
  }
  return false;
}

Test<RulePlane> metadata_test(RuleText& text, const std::string& key) {
  return [key, value = text.literal(key)](const RulePlane& plane) {
    if (!plane.metadata) return false;
    const auto found = plane.metadata->find(key);
    return found != plane.metadata->end() && found->second == value;
  };
}

Test<RuleSubject> image_test(RuleText&, const std::string& word) {
  if (word == "iscolor") return [](const RuleSubject& subject) { return subject.is_color; };
  if (word == "ismonochrome") return [](const RuleSubject& subject) { return !subject.is_color; };
  if (word == "isstack") return [](const RuleSubject& subject) { return subject.planes.size() > 1; };
  if (word == "isstackframe") return [](const RuleSubject& subject) { return subject.planes.size() <= 1; };
  fail("'" + word + "' is not one of iscolor, ismonochrome, isstack, isstackframe");
}

Test<RuleSubject> for_each_plane(Test<RulePlane> test) {
  return [test = std::move(test)](const RuleSubject& subject) {
    return std::all_of(subject.planes.begin(), subject.planes.end(), test);
  };
}

Test<RuleSubject> subject_test(RuleText& text, const std::string& word, FilterRule::About about) {
  if (word == "file") {
    return for_each_plane([test = parse_argument<std::string>(text, text_test)](const RulePlane& plane) {
      return test(std::string(plane.file));
    });
  }
  if (word == "directory") {
    return for_each_plane([test = parse_argument<std::string>(text, text_test)](const RulePlane& plane) {
      return test(std::string(plane.directory));
    });
  }
  if (word == "extension") {
    // "extension doesnot istif" asks each ending in turn, as CellProfiler does: a.ome.tif has one that is not
    // tif.
    return for_each_plane([test = parse_argument<std::string>(text, extension_test)](const RulePlane& plane) {
      return any_extension(plane.file, test);
    });
  }
  if (about == FilterRule::About::Images) {
    if (word == "metadata") return for_each_plane(parse_argument<RulePlane>(text, metadata_test));
    if (word == "image") return parse_argument<RuleSubject>(text, image_test);
  }
  fail("'" + word + "' is not one of and, or, file, directory, extension" +
       (about == FilterRule::About::Images ? ", metadata, image" : ""));
}

}  // namespace

FilterRule::FilterRule(std::string_view expression, About about) {
  RuleText text(expression);
  test_ = parse_test<RuleSubject>(
      text, [about](RuleText& t, const std::string& word) { return subject_test(t, word, about); });
  if (!text.at_end()) fail("'" + std::string(text.rest()) + "' is left over");
}

}  // namespace cellerate::modules
