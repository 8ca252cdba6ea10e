/// Reads the few Python literals that joiners are made of: lists, dictionaries, strings and None.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/python_literal.hpp"

#include <stdexcept>

namespace cellerate::modules {
namespace {

class JoinParser {
 public:
  explicit JoinParser(std::string_view text) : text_(text) {}

  std::vector<MetadataJoin> joins() {
    std::vector<MetadataJoin> all;
    skip_blanks();
    if (at_ == text_.size()) return all;
    list('[', ']', [&] { all.push_back(join()); });
    if (at_ != text_.size()) fail();
    return all;
  }

 private:
  MetadataJoin join() {
    MetadataJoin result;
    list('{', '}', [&] {
      const auto key = string_or_none();
      if (!key) fail();
      expect(':');
      result[*key] = string_or_none();
    });
    return result;
  }

  template <class Item>
  void list(char open, char close, const Item& item) {
    expect(open);
    while (!accept(close)) {
      item();
      if (!accept(',')) {
        expect(close);
        return;
      }
    }
  }

  std::optional<std::string> string_or_none() {
    skip_blanks();
    if (text_.substr(at_).starts_with("None")) {
      at_ += 4;
      skip_blanks();
      return std::nullopt;
    }
    if (at_ < text_.size() && (text_[at_] == 'u' || text_[at_] == 'b')) ++at_;  // Python 2 wrote u'...'
    if (at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) fail();
    const char quote = text_[at_++];
    std::string result;
    for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      result += text_[at_];
    }
    expect(quote);
    return result;
  }

  bool accept(char c) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    skip_blanks();
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail();
  }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  [[noreturn]] void fail() const {
    throw std::invalid_argument("'" + std::string(text_) + "' is no list of metadata to match, as in " +
                                "[{'DNA': 'Plate', 'Illum': None}]");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<MetadataJoin> parse_joins(std::string_view text) { return JoinParser(text).joins(); }

}  // namespace cellerate::modules
