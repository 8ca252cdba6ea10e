/// What tables and settings are read with: CSV records, numbers, joins, names of files.
// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "plugins/shared/csv.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/metadata_order.hpp"
#include "plugins/shared/plane_names.hpp"
#include "plugins/shared/python_literal.hpp"
#include "plugins/shared/python_number.hpp"
#include "tests/support/pipeline_test.hpp"

namespace cellerate::modules {
namespace {

using Record = std::vector<std::string>;

std::vector<Record> records(const std::string& text) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "table.csv", text);
  CsvReader reader(folder / "table.csv");
  std::vector<Record> all;
  for (Record record; reader.next(record);) all.push_back(record);
  return all;
}

// analytic: quotes hold commas, line ends and doubled quotes; every line end counts; a blank line has no
// fields.
TEST(Csv, ReadsRecords) {
  EXPECT_EQ(records("a,b\n1,2\n"), (std::vector<Record>{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(records("\"a,\"\"x\"\"\r\ny\",b\r\n\r\n,\n"),
            (std::vector<Record>{{"a,\"x\"\r\ny", "b"}, {}, {"", ""}}));
  EXPECT_EQ(records("\xEF\xBB\xBF"
                    "a\rb"),
            (std::vector<Record>{{"a"}, {"b"}}));
  EXPECT_EQ(records("a\"b,\"c\"d\n"), (std::vector<Record>{{"a\"b", "cd"}}));
  EXPECT_TRUE(records("").empty());
}

// edge: a file that is not there is named.
TEST(Csv, MissingFile) {
  try {
    CsvReader reader("/nowhere/table.csv");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("/nowhere/table.csv"), std::string::npos);
  }
}

// golden: Python's int() and float() on the same texts.
TEST(PythonNumber, ReadsWhatPythonReads) {
  EXPECT_EQ(python_int(" 002 "), 2);
  EXPECT_EQ(python_int("1_000"), 1000);
  EXPECT_EQ(python_int("-7"), -7);
  EXPECT_EQ(python_int("+7"), 7);
  for (const char* text : {"", "1.0", "1__0", "_1", "1_", "- 1", "+-1", "a"})
    EXPECT_FALSE(python_int(text)) << text;
  EXPECT_TRUE(is_python_int("99999999999999999999"));
  EXPECT_EQ(python_float("1e5"), 1e5);
  EXPECT_EQ(python_float(" .5"), 0.5);
  EXPECT_EQ(python_float("-INF"), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(python_float("NaN").value()));
  EXPECT_EQ(python_float("1e999"), std::numeric_limits<double>::infinity());
  for (const char* text : {"", "1,5", "nan(1)", "1e", "--1", "0x10"})
    EXPECT_FALSE(python_float(text)) << text;
}

// analytic: joins as Python 2 and 3 wrote them.
TEST(PythonLiteral, ReadsJoins) {
  const auto joins = parse_joins("[{'DNA': u'Plate', \"Ill\\'um\": None}, {}]");
  ASSERT_EQ(joins.size(), 2u);
  EXPECT_EQ(joins[0].at("DNA"), "Plate");
  EXPECT_EQ(joins[0].at("Ill'um"), std::nullopt);
  EXPECT_TRUE(joins[1].empty());
  EXPECT_TRUE(parse_joins("").empty());
  EXPECT_TRUE(parse_joins("[]").empty());
  for (const char* text : {"[", "{'a': 'b'}", "[{'a'}]", "[{'a': b}]", "[] x"})
    EXPECT_THROW(parse_joins(text), std::invalid_argument) << text;
}

// golden: java.text.Collator of strength IDENTICAL, as CellProfiler 4.2.8 takes it, sorts these texts like
// this.
TEST(MetadataOrder, TextsAsInADictionary) {
  const std::vector<std::string> sorted = {
      "",    "_x",  "10",          "2",       "A.1",      "a1",          "A1", "A1 ",
      "A1-", "A 1", "A-1",         "-A1",     "A10",      "A-1b",        "A2", "b",
      "B",   "B02", "plate_01_s1", "plate01", "Plate 01", "plate-01_s1", "Z"};
  for (std::size_t i = 0; i < sorted.size(); ++i)
    for (std::size_t j = 0; j < sorted.size(); ++j)
      EXPECT_EQ(compare_metadata(sorted[i], sorted[j], MetadataOrder::Text), i < j   ? -1
                                                                             : i > j ? 1
                                                                                     : 0)
          << sorted[i] << " and " << sorted[j];
}

// analytic: numbers by size; equal ones may be written differently.
TEST(MetadataOrder, NumbersBySize) {
  EXPECT_LT(compare_metadata("2", "10", MetadataOrder::Number), 0);
  EXPECT_EQ(compare_metadata("02", "2.0", MetadataOrder::Number), 0);
  EXPECT_THROW(compare_metadata("a", "1", MetadataOrder::Number), std::runtime_error);
}

// analytic: names of a path and of a URL.
TEST(PlaneNames, OfPathsAndUrls) {
  const PlaneNames local = names_of({.url = "file:/data/a%20b.tif", .path = "/data/a b.tif"});
  EXPECT_EQ(local.file, "a b.tif");
  EXPECT_EQ(local.directory, "/data");
  const PlaneNames remote = names_of({.url = "https://host/x/a%20b.tif", .path = ""});
  EXPECT_EQ(remote.file, "a b.tif");
  EXPECT_EQ(remote.directory, "https://host/x");
}

// analytic: today's choices, those of older versions, and none.
TEST(FolderSetting, KnowsChoices) {
  EXPECT_EQ(FolderSetting("Default Image Directory|x").choice, "Default Input Folder");
  EXPECT_EQ(FolderSetting("Default output directory sub-folder|x").choice,
            "Default Output Folder sub-folder");
  EXPECT_EQ(FolderSetting("Elsewhere...|/a|b").custom, "/a|b");
  EXPECT_EQ(folder_fault("None|"), "");
  EXPECT_NE(folder_fault("Somewhere|x"), "");
  EXPECT_EQ(join_path("/a", "b"), "/a/b");
  EXPECT_EQ(join_path("/a/", "b"), "/a/b");
  EXPECT_EQ(join_path("/a", "/b"), "/b");
  EXPECT_EQ(join_path("", "b"), "b");
}

}  // namespace
}  // namespace cellerate::modules
