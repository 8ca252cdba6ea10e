/// Databases of made measurements, against what CellProfiler writes from the same (golden/README.md).
// SPDX-License-Identifier: BSD-3-Clause
#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

#include "plugins/ExportToDatabase/column_names.hpp"
#include "sdk/io/sqlite.hpp"
#include "tests/support/export_test.hpp"

namespace cellerate::test {
namespace {

using modules::database::ColumnNames;
namespace fs = std::filesystem;

constexpr const char* kLong = "Texture_InverseDifferenceMoment_of a very-long name_3_00_256_of_it";

class ExportToDatabaseTest : public ExportTest {
 protected:
  /// The measurements of golden/measure.py.
  static MadeRun made() {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN(),
                     kInf = std::numeric_limits<double>::infinity();
    MadeRun run;
    for (const char* feature : {"Count_Cells", "Count_Nuclei"})
      run.declare("Image", feature, CEL_VALUE_INTEGER);
    for (const char* feature : {"Metadata_Well", "FileName_DNA", "PathName_DNA"})
      run.declare("Image", feature, CEL_VALUE_TEXT, 255);
    for (const char* feature : {"Threshold_Final", "Never", "Description_Of", "ExecutionTime_01Made"})
      run.declare("Image", feature);
    for (const char* object : {"Cells", "Nuclei"}) {
      run.declare(object, "Number_Object_Number", CEL_VALUE_INTEGER);
      run.facts.names.push_back({CEL_NAME_OBJECTS, object, 1});
    }
    for (const char* feature : {"AreaShape_Area", "Intensity_Mean", "AreaShape_Area"})
      run.declare("Cells", feature);
    run.declare("Nuclei", "Parent_Cells", CEL_VALUE_INTEGER);
    run.declare("Nuclei", kLong);
    run.facts.relationships.push_back({1, "Parent", "Cells", "Nuclei"});
    add(run, 1, "A01", "it's.tif", {377, 12, 5}, {0.25, kNan, kInf}, {1, 3}, {0.1f, 0.7f});
    add(run, 2, "B02", "c.tif", {}, {}, {0}, {1e-5f});
    add(run, 3, "A01", "d.tif", {9}, {1.0 / 3}, {}, {});
    run.measure(1, "Image", "Threshold_Final", {0.1f}, CEL_VALUE_F32);
    run.measure(2, "Image", "Threshold_Final", {kNan});
    run.measure(3, "Image", "Threshold_Final", {kInf});
    return run;
  }

  static std::vector<std::string> settings(const std::string& tables,
                                           const std::string& overwrite = "Data and schema") {
    return {"SQLite", "DefaultDB", "Yes", "My_",    "Default Output Folder|",
            "No",     "",          "",    "",       "Made.db",
            "Yes",    "Yes",       "Yes", "No",     "No",
            "No",     "All",       "",    "40",     tables,
            "",       "No",        "",    "Yes",    "None",
            "None",   "Well",      "Yes", "0",      "0",
            "0",      "0",         "Exp", "Cells",  "classes",
            "Yes",    overwrite,   "No",  "Object", "No",
            "No",     "No",        "No"};
  }

  /// As dump() of golden/measure.py.
  std::string dump() const {
    sqlite::Connection database((folder_ / "Made.db").string(), sqlite::Connection::Mode::kRead);
    auto tables = database.prepare(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY "
        "name");
    std::string text;
    while (tables.step()) {
      const std::string name = tables.text(0);
      text += name + "\n";
      auto columns =
          database.prepare("SELECT name, upper(type) FROM pragma_table_info(" + sqlite::quoted(name) + ")");
      int count = 0;
      for (; columns.step(); ++count) text += "  " + columns.text(0) + " " + columns.text(1) + "\n";
      if (name != "My_Per_Experiment") text += rows(database, name, count);
    }
    return text;
  }

  static std::string golden(const std::string& name) {
    std::ifstream in(fs::path(CELLERATE_SOURCE_DIR) / "plugins/ExportToDatabase/golden" / name,
                     std::ios::binary);
    EXPECT_TRUE(in) << name;
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  static std::string rows(sqlite::Connection& database, const std::string& table, int columns) {
    auto select = database.prepare("SELECT * FROM " + sqlite::quoted(table));
    std::vector<std::vector<std::string>> all;
    while (select.step()) {
      auto& row = all.emplace_back();
      for (int i = 0; i < columns; ++i)
        row.push_back(select.is_null(i) ? "NULL" : short_number(select.text(i)));
      if (std::find(row.begin(), row.end(), "db_sqlite_file") != row.end()) all.pop_back();
    }
    std::sort(all.begin(), all.end());
    std::string text;
    for (const auto& row : all) {
      text += "    ";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i ? "|" : "") + row[i];
      text += "\n";
    }
    return text;
  }
  /// SQLite's "9.0" as "9": with 15 digits it prints as Python's %.15g otherwise.
  static std::string short_number(std::string text) {
    if (text.ends_with(".0") && text.find_first_not_of("-0123456789.") == std::string::npos)
      text.resize(text.size() - 2);
    return text == "1.0e-05" ? "1e-05" : text;
  }

  static void add(MadeRun& run, std::int64_t image, const char* well, const char* file,
                  const std::vector<double>& areas, const std::vector<double>& means,
                  const std::vector<double>& parents, const std::vector<double>& textures) {
    const auto numbers = [&](const char* object, std::size_t count) {
      std::vector<double> all;
      while (all.size() < count) all.push_back(static_cast<double>(all.size() + 1));
      run.measure(image, "Image", std::string("Count_") + object, {static_cast<double>(count)},
                  CEL_VALUE_INTEGER);
      run.measure(image, object, "Number_Object_Number", all, CEL_VALUE_INTEGER);
    };
    numbers("Cells", areas.size());
    numbers("Nuclei", parents.size());
    run.measure(image, "Image", "Group_Number", {1}, CEL_VALUE_INTEGER);
    run.measure(image, "Image", "Group_Index", {static_cast<double>(image)}, CEL_VALUE_INTEGER);
    run.measure_text(image, "Image", "Metadata_Well", well);
    run.measure_text(image, "Image", "FileName_DNA", file);
    run.measure_text(image, "Image", "PathName_DNA", "/images");
    run.measure(image, "Cells", "AreaShape_Area", areas, CEL_VALUE_INTEGER);
    run.measure(image, "Cells", "Intensity_Mean", means);
    run.measure(image, "Nuclei", "Parent_Cells", parents, CEL_VALUE_INTEGER);
    run.measure(image, "Nuclei", kLong, textures, CEL_VALUE_F32);
    for (std::size_t i = 0; i < parents.size(); ++i)
      if (parents[i] > 0)
        run.images[image].relationships.push_back({"Parent", 1, "Cells", 0,
                                                   static_cast<std::int64_t>(parents[i]), "Nuclei", 0,
                                                   static_cast<std::int64_t>(i + 1)});
  }
};

// Golden: all objects side by side.
TEST_F(ExportToDatabaseTest, WritesASingleTable) {
  run_exporter(made(), module("ExportToDatabase", settings("Single object table")));
  EXPECT_EQ(dump(), golden("single.txt"));
}

// Golden: a table an object set; names are shortened, aggregates and relationships are there.
TEST_F(ExportToDatabaseTest, WritesATablePerObject) {
  run_exporter(made(), module("ExportToDatabase", settings("One table per object type")));
  EXPECT_EQ(dump(), golden("per_object.txt"));
}

// Golden: CellProfiler 4.2.8 writes no rows of an image set that FlagImage skipped.
TEST_F(ExportToDatabaseTest, SkippedImageSetsHaveNoRows) {
  MadeRun run = made();
  run.skipped = {1, 3};
  run_exporter(run, module("ExportToDatabase", settings("Single object table")));
  sqlite::Connection database((folder_ / "Made.db").string(), sqlite::Connection::Mode::kRead);
  for (const char* table : {"My_Per_Image", "My_Per_Object"}) {
    EXPECT_EQ(database.integer(std::string("SELECT MIN(ImageNumber) FROM ") + table), 2) << table;
    EXPECT_EQ(database.integer(std::string("SELECT MAX(ImageNumber) FROM ") + table), 2) << table;
  }
}

// Golden: the same with a view; written twice over itself, and from another kind of tables.
TEST_F(ExportToDatabaseTest, WritesAViewOverWhatIsThere) {
  run_exporter(made(), module("ExportToDatabase", settings("One table per object type", "Data only")));
  run_exporter(made(), module("ExportToDatabase", settings("One table per object type", "Data only")));
  EXPECT_EQ(dump(), golden("per_object.txt"));
  fs::remove(folder_ / "Made.db");
  run_exporter(made(), module("ExportToDatabase", settings("Single object view")));
  EXPECT_EQ(dump(), golden("view.txt"));
  EXPECT_NO_THROW(run_exporter(made(), module("ExportToDatabase", settings("Single object table"))));
}

// Invariant: a run that was killed behind its export and goes on leaves what it would have left; another run
// adds its experiment to those that are there.
TEST_F(ExportToDatabaseTest, ARunHasOneExperimentHoweverOftenItExports) {
  const auto experiments = [this] {
    sqlite::Connection database((folder_ / "Made.db").string(), sqlite::Connection::Mode::kRead);
    auto count = database.prepare("SELECT COUNT(*) FROM Experiment");
    return count.step() ? count.integer(0) : -1;
  };
  std::vector<std::string> without_properties = settings("Single object table");
  without_properties[23] = "No";
  for (const auto& values : {settings("Single object table"), without_properties}) {
    fs::remove(folder_ / "Made.db");
    MadeRun run = made();
    run.facts.options["run-id"] = "first";
    const auto exporter = module("ExportToDatabase", values);
    run_exporter(run, exporter);
    const std::string once = dump();
    run_exporter(run, exporter);
    EXPECT_EQ(dump(), once);
    EXPECT_EQ(experiments(), 1);
    run.facts.options["run-id"] = "second";
    run_exporter(run, exporter);
    EXPECT_EQ(experiments(), 2);
  }
}

// Golden: CellProfiler's ColumnNameMapping with 12 characters; all names together decide.
TEST(ColumnNamesTest, ShortensAsCellProfilerDoes) {
  const std::map<std::string, std::string> expected = {
      {"Cells_AreaShape_Area", "Cells_ArSh_A"},
      {"Cells_AreaShape_Orea", "Cells_ArSh_O"},
      {"Cells_AreaShape_Urea", "Cells_ArSh_U"},
      {"ImageNumber", "ImageNumber"},
      {"Mean_Nuclei_Texture_Contrast_DNA_3_00_256", "_____3_00_256"},
      {"a b", "a_b1"},
      {"a-b", "a_b2"},
      {"a_b", "a_b"},
      {"été", "_t_"}};
  std::set<std::string> names;
  for (const auto& [name, column] : expected) names.insert(name);
  const ColumnNames columns(names, 12);
  for (const auto& [name, column] : expected) EXPECT_EQ(columns[name], column) << name;
}

// Edge: where no shortened name is free, that is said.
TEST(ColumnNamesTest, EndsWhereNoNameIsFree) {
  EXPECT_THROW(ColumnNames({std::string(14, 'X'), std::string(15, 'X')}, 12), std::runtime_error);
}

}  // namespace
}  // namespace cellerate::test
