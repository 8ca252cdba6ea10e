/// Escapes, literals and encodings that the readers and writers are made of.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/escapes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "pipelines/file_list_tree.hpp"
#include "pipelines/python_literal.hpp"
#include "pipelines/unicode.hpp"

namespace cellerate {
namespace {

const std::vector<std::string> kAwkwardTexts = {
    "it's", "say \"a\"", "it's \"b\"", std::string("a\\b\n\t\r\0\x7F", 8), "é\u00A0\u00AD\u2028\u200B—細"};

TEST(PythonLiteral, ReprIsPythons) {  // golden: repr() of Python 3.9
  EXPECT_EQ(python_repr(kAwkwardTexts),
            R"(["it's", 'say "a"', 'it\'s "b"', 'a\\b\n\t\r\x00\x7f', 'é\xa0\xad\u2028\u200b—細'])");
}

TEST(PythonLiteral, ReadsItsOwnRepr) {  // invariant
  EXPECT_EQ(parse_python_list(python_repr(kAwkwardTexts), PythonVersion::Three), kAwkwardTexts);
  EXPECT_TRUE(parse_python_list("[]", PythonVersion::Three).empty());
}

TEST(PythonLiteral, RefusesDamage) {  // edge
  for (const char* list : {"", "[", "['a'", "['a]", "['a'] ", "[a]", "['a', 3]", "'a'"})
    EXPECT_THROW(parse_python_list(list, PythonVersion::Three), std::invalid_argument) << list;
  EXPECT_THROW(parse_python_string("'a'b", PythonVersion::Three), std::invalid_argument);
}

TEST(Escapes, EscapedLinePartsComeBack) {  // invariant
  constexpr char32_t kSigns[] = {'a',  '\\', 'x', 'u',  ':',    ' ',    '\n',
                                 '\r', '\t', 0,   0xB5, 0x2028, 0x3000, 0x1F52C};
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (auto length = random() % 8; length > 0; --length)
      append_utf8(text, kSigns[random() % std::size(kSigns)]);
    const std::string escaped = escape_line_part(text);
    EXPECT_EQ(unescape_line_part(escaped), text);
    EXPECT_FALSE(value_needs_escapes(escaped) || text_needs_escapes(escaped)) << escaped;
  }
}

TEST(Unicode, StripsWhatPythonStrips) {  // analytic
  EXPECT_EQ(strip(" \t\r\n\x1F\u0085\u00A0\u2003\u3000a b\u3000 "), "a b");
  EXPECT_EQ(strip("\u200Ba\u200B"), "\u200Ba\u200B") << "the zero-width space is no white space";
  EXPECT_EQ(strip(" \u3000 "), "");
}

TEST(Unicode, KnowsWellFormedText) {  // analytic
  EXPECT_TRUE(is_utf8("aé—\U0001F52C"));
  for (const char* bytes :
       {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"})
    EXPECT_FALSE(is_utf8(bytes));
  EXPECT_EQ(utf8_or_latin1("\xB5m"), "µm");
}

TEST(FileListTree, NamesGroupsAsCellProfilerDoes) {  // golden: HDF5FileList.encode of CellProfiler 4.2.8
  EXPECT_EQ(encode_group_name("///C:"), R"(\2f\2f\2fC\3a)");
  EXPECT_EQ(encode_group_name("data"), R"(\64ata)");
  EXPECT_EQ(encode_group_name("a b(1)%20=+-_."), R"(a\20b\281\29%20=+-_.)");
  EXPECT_EQ(decode_group_name(R"(\2f\2fhost)"), "//host");
  EXPECT_THROW(decode_group_name(R"(\2)"), std::invalid_argument);
}

}  // namespace
}  // namespace cellerate
