/// The text format: each version and its escapes, headers, module lines, file lists, and damage.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/cppipe_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cellerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kCookie = "CellProfiler Pipeline: http://www.cellprofiler.org\n";
const std::string kModule = "Module:[module_num:1|variable_revision_number:3|enabled:True]\n";

Pipeline read(const std::string& text) { return read_text(text, "test.cppipe"); }

/// The value of the only setting of a text of that version.
std::string value_of(int version, const std::string& raw) {
  return read(kCookie + "Version:" + std::to_string(version) + "\n\n" + kModule + "    Text:" + raw + "\n")
      .modules.at(0)
      .settings.at(0)
      .value;
}

std::string error_of(const std::string& text) {
  try {
    read(text);
  } catch (const PipelineError& error) {
    return error.what();
  }
  return "no error";
}

TEST(TextReader, Version1EscapesOnce) {  // analytic
  EXPECT_EQ(value_of(1, R"(.*\x5B\\\\/\x5D(?P<Date>\\d+)\x7C\x3A\')"), R"(.*[\\/](?P<Date>\d+)|:')");
  EXPECT_EQ(value_of(1, R"(\xc2\xb5m \\g<Well>)"), "µm \\g<Well>");
  EXPECT_EQ(value_of(1, R"(a\nb\ttab\101\0)"), std::string("a\nb\ttabA\0", 9));
  EXPECT_EQ(value_of(1, R"(\xe9t\xe9)"), "été") << "not UTF-8, so Latin-1";
}

TEST(TextReader, Versions2And3EscapeTwice) {  // analytic
  for (const int version : {2, 3}) {
    EXPECT_EQ(value_of(version, R"(\x5B\\\\\\\\/\x5D)"), R"([\\/])");
    EXPECT_EQ(value_of(version, R"(Sub-folder\x7C\\\\g<Run>)"), R"(Sub-folder|\g<Run>)");
    EXPECT_EQ(value_of(version, R"(\\\\d+)"), R"(\d+)");
  }
}

TEST(TextReader, Version4HoldsUtf16OrPlainValues) {  // analytic
  EXPECT_EQ(value_of(4, R"(\xff\xfeD\x00N\x00A\x00)"), "DNA");
  EXPECT_EQ(value_of(4, R"(\xff\xfe\xb5\x00m\x00)"), "µm");
  EXPECT_EQ(value_of(4, R"(\xff\xfe=\xd8,\xdd)"), "\U0001F52C") << "a surrogate pair";
  EXPECT_EQ(value_of(4, R"(\xff\xfe=\xd8)"), "\uFFFD") << "half of one";
  EXPECT_EQ(value_of(4, R"(\xff\xfe)"), "");
  EXPECT_EQ(value_of(4, R"(\x5B0,1\x5D)"), "[0,1]");
}

TEST(TextReader, Version5EscapesNothing) {  // analytic
  EXPECT_EQ(value_of(5, R"([\\/]\x41\n)"), R"([\\/]\x41\n)");
  EXPECT_EQ(value_of(5, "a:b: µ|'\""), "a:b: µ|'\"");
  EXPECT_EQ(value_of(5, "  leading blanks stay, trailing go \t\u3000"), "  leading blanks stay, trailing go");
}

TEST(TextReader, UndoesOurOwnEscapesOnlyWhereTheHeaderSaysSo) {  // analytic
  const std::string module = "\n" + kModule + R"(    Colon\x3a:a\x0ab\u2028\x20)" + "\n    C:\\temp:\\d\n";
  const Pipeline with = read(kCookie + "Version:5\nCellerateEscapes:True\n" + module);
  EXPECT_EQ(with.modules[0].settings[0].text, "Colon:");
  EXPECT_EQ(with.modules[0].settings[0].value, "a\nb\u2028 ");
  EXPECT_EQ(with.modules[0].settings[1].value, "\\temp:\\d");
  const Pipeline without = read(kCookie + "Version:5\n" + module);
  EXPECT_EQ(without.modules[0].settings[0].text, R"(Colon\x3a)");
}

TEST(TextReader, ReadsHeaders) {  // analytic
  const Pipeline pipeline =
      read(kCookie +
           "Version:3\nDateRevision:20140124162645\nGitHash:8d03a9e\nModuleCount:1\n"
           "HasImagePlaneDetails:False\nMessageForUser:Hi|there: you\nSVNRevision:10997\n\n" +
           kModule);
  EXPECT_EQ(pipeline.version, 3);
  EXPECT_EQ(pipeline.date_revision, "20140124162645");
  EXPECT_EQ(pipeline.git_hash, "8d03a9e");
  EXPECT_THAT(pipeline.other_headers, ElementsAre(testing::Pair("MessageForUser", "Hi|there: you"),
                                                  testing::Pair("SVNRevision", "10997")));
  EXPECT_TRUE(pipeline.warnings.empty());
}

TEST(TextReader, ReadsModuleAttributes) {  // analytic
  const ModuleEntry module = read(kCookie + "Version:5\n\n" + kModule +
                                  "\nSaveImages:[module_num:7|svn_version:'Unknown'|variable_revision_number:"
                                  "16|show_window:True|notes:['a|b', "
                                  "\"it's]|\", 'tab\\t\\xb5\\u2013']|batch_state:array(b'', "
                                  "dtype='|S1')|enabled:False|wants_pause:True]\n")
                                 .modules.at(1);
  EXPECT_EQ(module.name, "SaveImages");
  EXPECT_EQ(module.number, 2) << "its place, not what the file says";
  EXPECT_EQ(module.line, 6);
  EXPECT_EQ(module.revision, 16);
  EXPECT_TRUE(module.show_window);
  EXPECT_FALSE(module.enabled);
  EXPECT_TRUE(module.wants_pause);
  EXPECT_THAT(module.notes, ElementsAre("a|b", "it's]|", "tab\tµ–"));
  EXPECT_EQ(module.batch_state, "array(b'', dtype='|S1')");
}

TEST(TextReader, ReadsEscapedModuleAttributes) {  // analytic
  const ModuleEntry module =
      read(
          kCookie + "Version:3\n\n" +
          R"(Crop:[module_num:1|svn_version:\'9969\'|variable_revision_number:2|show_window:True|notes:\x5B\'it\\\'s\', u\'\\xb5\', \'\\xc2\\xb5\'\x5D|batch_state:array(\'\', \n      dtype=\'\x7CS1\')|enabled:True])")
          .modules.at(0);
  EXPECT_EQ(module.svn_version, "9969");
  EXPECT_THAT(module.notes, ElementsAre("it's", "µ", "µ"));
  EXPECT_EQ(module.batch_state, "array('', dtype='|S1')") << "in one line";
}

TEST(TextReader, SplitsNotesWithDamagedQuotesAtCommas) {  // edge
  const std::string line =
      "Crop:[module_num:1|variable_revision_number:2|notes:['it's so', 'b']|enabled:False]\n";
  const ModuleEntry module = read(kCookie + "Version:5\n\n" + line).modules.at(0);
  EXPECT_THAT(module.notes, ElementsAre("its so", " b"));
  EXPECT_FALSE(module.enabled);
}

TEST(TextReader, FillsInWhatVersion1LeavesOut) {  // edge
  const ModuleEntry module =
      read(
          kCookie +
          "Version:1\nSVNRevision:9969\n\nAlign:[module_num:1|svn_version:\\'1\\'|variable_revision_number:1|"
          "show_window:True|notes:\\x5B\\x5D]\n    Filename prefix\\x3A:x")
          .modules.at(0);
  EXPECT_TRUE(module.enabled);
  EXPECT_FALSE(module.wants_pause);
  EXPECT_TRUE(module.batch_state.empty());
  EXPECT_EQ(module.settings.at(0).text, "Filename prefix:");
}

TEST(TextReader, TakesAnyLineEndAndIndentation) {  // invariant
  const std::string text =
      kCookie + "Version:5\nModuleCount:2\n\n" + kModule + "    a:1\n    :\n\n" + kModule + "    b:2";
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    std::string changed;
    for (const char c : text) changed += c == '\n' ? end : std::string(1, c);
    const Pipeline pipeline = read(changed);
    ASSERT_EQ(pipeline.modules.size(), 2u);
    EXPECT_EQ(pipeline.modules[0].settings.size(), 2u);
    EXPECT_EQ(pipeline.modules[1].settings.at(0).value, "2");
    EXPECT_EQ(pipeline.modules[1].line, 9);
  }
  EXPECT_EQ(read(kCookie + "Version:5\n\n\n" + kModule + "\t\ta:1\nb:2\n").modules.at(0).settings.size(), 2u);
}

TEST(TextReader, ReadsFileLists) {  // analytic
  const std::string header = kCookie + "Version:5\nModuleCount:1\nHasImagePlaneDetails:True\n\n";
  const std::string list =
      "\"Version\":\"1\",\"PlaneCount\":\"2\"\n\"URL\",\"Series\",\"Index\",\"Channel\"\n"
      "\"file:/a,b.tif\",,,\n\"http://c/d%20.tif\",\"1\",\"2\",\n";
  EXPECT_THAT(read(header + kModule + "\n" + list).file_list,
              ElementsAre("file:/a,b.tif", "http://c/d%20.tif"));
  EXPECT_THAT(error_of(header + kModule), HasSubstr("before its file list"));
  EXPECT_THAT(error_of(header + kModule + "\n" + list + "no quotes\n"),
              HasSubstr("a quoted URL is expected"));
}

TEST(TextReader, RecognisesTheFirstLineThatMailFiltersChange) {  // analytic
  const std::string line =
      "CellProfiler Pipeline: https://urldefense.proofpoint.com/v2/url?u=http-3A__www.cellprofiler.org&d=x\n";
  EXPECT_EQ(read(line + "Version:5\n\n" + kModule).modules.size(), 1u);
  EXPECT_FALSE(is_pipeline_text("CellProfiler Pipeline: http://www.nucleus.org\n"));
}

TEST(TextReader, WarnsOfAWrongModuleCount) {  // edge
  const auto read_count = [](const std::string& count) {
    return read(kCookie + "Version:5\nModuleCount:" + count + "\n\n" + kModule + "\n" + kModule);
  };
  EXPECT_EQ(read_count("3").modules.size(), 2u);
  EXPECT_THAT(read_count("3").warnings, ElementsAre("ModuleCount is 3, but there are 2"));
  EXPECT_EQ(read_count("1").modules.size(), 1u);
  EXPECT_THAT(read_count("1").warnings, ElementsAre(HasSubstr("more follow")));
  EXPECT_TRUE(read_count("2").warnings.empty());
}

TEST(TextReader, NamesFileAndLineOfDamage) {  // edge
  const std::string start = kCookie + "Version:5\n\n";
  EXPECT_EQ(error_of(start + kModule + "    no colon\n"),
            "test.cppipe:5: a line \"text:value\" is expected, not \"no colon\"");
  EXPECT_THAT(error_of(start + "Module\n"), HasSubstr("test.cppipe:4: a module line"));
  EXPECT_THAT(error_of(start + "Module:[module_num:1|enabled:True]\n"),
              HasSubstr("no variable_revision_number"));
  EXPECT_THAT(error_of(start + "Module:[variable_revision_number:x]\n"), HasSubstr("not a number"));
  EXPECT_THAT(error_of(start + "Module:[variable_revision_number:1|enabled:Maybe]\n"),
              HasSubstr("not True or False"));
  EXPECT_THAT(error_of(start + "Module:[variable_revision_number]\n"), HasSubstr("no colon"));
  EXPECT_THAT(error_of(kCookie + "Version:6\n\n"), HasSubstr("test.cppipe:2: format version 6 is unknown"));
  EXPECT_THAT(error_of(kCookie + "ModuleCount:X\n\n"), HasSubstr("not a sensible number"));
  EXPECT_THAT(error_of(kCookie + "ModuleCount:99999999999\n\n"), HasSubstr("not a sensible number"));
  EXPECT_THAT(error_of(kCookie + "Version:5\n"), HasSubstr("ends before its first module"));
  EXPECT_THAT(error_of(kCookie + "Version:1\n\n" + kModule + "    a:\\x4\n"),
              HasSubstr("test.cppipe:5: damaged escape"));
  EXPECT_THAT(error_of(kCookie + "Version:4\n\n" + kModule + "    a:\\xff\\xfeD\n"), HasSubstr("UTF-16"));
  EXPECT_THAT(error_of(""), HasSubstr("no CellProfiler pipeline"));
}

TEST(TextReader, SurvivesCutTexts) {  // edge
  const std::string text =
      kCookie + "Version:4\nModuleCount:1\nHasImagePlaneDetails:True\n\n" +
      "Crop:[module_num:1|variable_revision_number:2|notes:\\x5B\\'a\\', u\\'b\\'\\x5D]\n" +
      "    a:\\xff\\xfeD\\x00\n\n\"Version\":\"1\",\"PlaneCount\":\"1\"\n\"URL\"\n\"file:/a\",,,\n";
  for (std::size_t length = 0; length < text.size(); ++length) {
    try {
      read(text.substr(0, length));
    } catch (const PipelineError&) {
    }
  }
}

}  // namespace
}  // namespace cellerate
