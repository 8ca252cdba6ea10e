/// The contract of the run database: what readers rely on, and what survives kills, retries and odd names.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/run_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <limits>
#include <optional>

#include "sdk/io/output_error.hpp"
#include "sdk/io/run_reader.hpp"

namespace cellerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

class RunDatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "run_database_XXXXXX").string();
    folder_ = mkdtemp(name.data());
    path_ = folder_ + "/cellerate.sqlite";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// What SQL gives, as `type:text`.
  Rows query(const std::string& sql) const {
    sqlite3* database = nullptr;
    sqlite3_open_v2(path_.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    Rows rows;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      rows.emplace_back();
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        constexpr const char* kTypes[] = {"", "integer", "real", "text", "blob", "null"};
        const std::string type = kTypes[sqlite3_column_type(statement, i)];
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        rows.back().push_back(type + (text ? ":" + std::string(text) : ""));
      }
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return rows;
  }
  static std::string single(const Rows& rows) {
    return rows.size() == 1 && rows[0].size() == 1 ? rows[0][0] : "?";
  }

  static RunIdentity identity() {
    return {.pipeline = "CellProfiler Pipeline", .inputs_sha256 = "1f", .settings = {}};
  }
  static DeclaredColumn column(const std::string& object, const std::string& feature,
                               int type = CEL_VALUE_F64) {
    return {.object = object, .feature = feature, .type = type, .module_number = 3, .module = "Measure"};
  }
  static std::vector<DeclaredColumn> columns() {
    return {column("Image", "Count_Cells", CEL_VALUE_INTEGER),
            column("Image", "FileName_DNA", CEL_VALUE_TEXT),
            column("Cells", "AreaShape_Area", CEL_VALUE_INTEGER), column("Cells", "Intensity_Mean")};
  }
  static Measurement numbers(std::vector<double> values, int type = CEL_VALUE_F64) {
    return {.type = type, .values = std::move(values), .module_number = 3};
  }
  static Measurement text(const std::string& value) { return {.type = CEL_VALUE_TEXT, .texts = {value}}; }
  static Measurements cells(std::vector<double> area, std::vector<double> mean) {
    Measurements m;
    m.objects["Image"]["Count_Cells"] = numbers({static_cast<double>(area.size())}, CEL_VALUE_INTEGER);
    m.objects["Image"]["FileName_DNA"] = text("a.tif");
    m.objects["Cells"]["AreaShape_Area"] = numbers(std::move(area), CEL_VALUE_INTEGER);
    m.objects["Cells"]["Intensity_Mean"] = numbers(std::move(mean));
    return m;
  }

  std::string folder_, path_;
};

// Edge: whole numbers are REAL, NaN is NULL, inf is inf, rows lie by key although image set 2 is done first.
TEST_F(RunDatabaseTest, KeepsTheContract) {
  {
    RunDatabase database(path_, identity(), columns());
    database.store(2, ImageSetStatus::kDone, 0.5, "", cells({7}, {-kInf}));
    database.store(1, ImageSetStatus::kDone, 0.5, "", cells({377, 12}, {kNan, kInf}));
    database.finish();
  }
  EXPECT_THAT(query("SELECT * FROM Cells"),
              ElementsAre(ElementsAre("integer:0", "integer:1", "integer:1", "real:377.0", "null"),
                          ElementsAre("integer:0", "integer:1", "integer:2", "real:12.0", "real:Inf"),
                          ElementsAre("integer:0", "integer:2", "integer:1", "real:7.0", "real:-Inf")));
  EXPECT_THAT(query("SELECT * FROM Image"),
              ElementsAre(ElementsAre("integer:0", "integer:1", "real:2.0", "text:a.tif"),
                          ElementsAre("integer:0", "integer:2", "real:1.0", "text:a.tif")));
  EXPECT_THAT(query("SELECT name, type FROM pragma_table_info('Cells')"),
              ElementsAre(ElementsAre("text:TableNumber", "text:INTEGER"),
                          ElementsAre("text:ImageNumber", "text:INTEGER"),
                          ElementsAre("text:ObjectNumber", "text:INTEGER"),
                          ElementsAre("text:Cells_AreaShape_Area", "text:REAL"),
                          ElementsAre("text:Cells_Intensity_Mean", "text:REAL")));
  EXPECT_THAT(
      query("SELECT table_name, column_name, module_number, module FROM Features WHERE object = 'Cells' AND "
            "feature = 'AreaShape_Area'"),
      ElementsAre(ElementsAre("text:Cells", "text:Cells_AreaShape_Area", "integer:3", "text:Measure")));
  EXPECT_THAT(query("SELECT ImageNumber, status, attempt, seconds, error FROM Progress"),
              ElementsAre(ElementsAre("integer:1", "text:done", "integer:1", "real:0.5", "null"),
                          ElementsAre("integer:2", "text:done", "integer:1", "real:0.5", "null")));
}

// Edge: the end leaves one file, which needs no write-ahead log beside it and no lock.
TEST_F(RunDatabaseTest, LeavesOneFile) {
  {
    RunDatabase database(path_, identity(), columns());
    database.store(1, ImageSetStatus::kDone, 0, "", cells({1}, {2}));
    database.finish();
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
  EXPECT_EQ(single(query("PRAGMA journal_mode")), "text:delete");
}

// Edge: what is over SQLite's limit goes on in further tables with the same rows; an object set of that name
// keeps it.
TEST_F(RunDatabaseTest, SplitsWideTables) {
  std::vector<DeclaredColumn> wide;
  Measurements m;
  for (int i = 0; i < 4500; ++i) {
    wide.push_back(column("Cells", "F_" + std::to_string(i)));
    m.objects["Cells"]["F_" + std::to_string(i)] = numbers({1.0 * i, 2.0 * i});
  }
  wide.push_back(column("Cells_2", "F"));
  {
    RunDatabase database(path_, identity(), wide);
    database.store(1, ImageSetStatus::kDone, 0, "", m);
    database.finish();
  }
  EXPECT_THAT(
      query("SELECT table_name, COUNT(*) FROM Features GROUP BY 1 ORDER BY 1"),
      ElementsAre(ElementsAre("text:Cells", "integer:1997"), ElementsAre("text:Cells_2", "integer:1"),
                  ElementsAre("text:Cells_2_2", "integer:1997"), ElementsAre("text:Cells_3", "integer:506")));
  EXPECT_THAT(query("SELECT ObjectNumber, Cells_F_4499 FROM Cells_3"),
              ElementsAre(ElementsAre("integer:1", "real:4499.0"), ElementsAre("integer:2", "real:8998.0")));
  RunReader reader(path_);
  for (int i = 0; i < 4500; i += 499)
    EXPECT_THAT(reader.find(1, "Cells", "F_" + std::to_string(i))->values, ElementsAre(i, 2 * i));
}

// Edge: SQLite ignores case; names of ours, of keys and of SQLite are taken; names never become SQL.
TEST_F(RunDatabaseTest, TakesAnyName) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"Image", "Metadata_plate"},
      {"Image", "Metadata_Plate"},
      {"Image", "imagenumber"},
      {"cells", "A"},
      {"Cells", "A"},
      {"Cells", "a"},
      {"Features", "A"},
      {"sqlite_x", "A"},
      {"x\"); DROP TABLE Image; --", "y\" REAL, \"z"},
      {"it's", "%d ' \xc3\xa9"},
      {"image", "Count"}};
  std::vector<DeclaredColumn> declared;
  Measurements m;
  for (std::size_t i = 0; i < names.size(); ++i) {
    declared.push_back(column(names[i].first, names[i].second));
    m.objects[names[i].first][names[i].second] = numbers({static_cast<double>(i)});
  }
  {
    RunDatabase database(path_, identity(), declared);
    database.store(1, ImageSetStatus::kDone, 0, "", m);
    database.finish();
  }
  RunReader reader(path_);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Measurement* found = reader.find(1, names[i].first, names[i].second);
    ASSERT_NE(found, nullptr) << names[i].first;
    EXPECT_THAT(found->values, ElementsAre(i)) << names[i].first;
  }
  EXPECT_THAT(
      query("SELECT table_name, column_name FROM Features WHERE object IN ('Cells', 'Features')"),
      ElementsAre(ElementsAre("text:Cells_2", "text:Cells_A"), ElementsAre("text:Cells_2", "text:Cells_a_2"),
                  ElementsAre("text:Features_2", "text:Features_A")));
}

// Invariant: an image set that failed keeps its row and what was known, and is done again by the next run.
TEST_F(RunDatabaseTest, GoesOnWhereItStopped) {
  {
    RunDatabase database(path_, identity(), columns());
    database.store(1, ImageSetStatus::kDone, 0, "", cells({1}, {2}));
    Measurements known;
    known.objects["Image"]["FileName_DNA"] = text("b.tif");
    known.relationships = {{"Parent", 3, "Nuclei", 0, 1, "Cells", 0, 1}};
    database.store(2, ImageSetStatus::kFailed, 0, "#3 Measure: no such image", known);
    database.store(3, ImageSetStatus::kSkipped, 0, "", known);
  }
  EXPECT_THAT(query("SELECT Count_Cells, FileName_DNA FROM Image WHERE ImageNumber = 2"),
              ElementsAre(ElementsAre("null", "text:b.tif")));
  {
    RunDatabase database(path_, identity(), columns());
    EXPECT_THAT(database.finished(), ElementsAre(1, 3));
    database.store(2, ImageSetStatus::kDone, 0, "", cells({5, 6}, {7, 8}));
    EXPECT_THAT(database.finished(), ElementsAre(1, 2, 3));
    database.finish();
  }
  EXPECT_THAT(query("SELECT status, attempt, error FROM Progress WHERE ImageNumber = 2"),
              ElementsAre(ElementsAre("text:done", "integer:2", "null")));
  EXPECT_EQ(single(query("SELECT COUNT(*) FROM Cells WHERE ImageNumber = 2")), "integer:2");
  EXPECT_EQ(single(query("SELECT COUNT(*) FROM Relationships WHERE ImageNumber = 2")), "integer:0");
  EXPECT_EQ(single(query("SELECT COUNT(*) FROM Unmeasured WHERE ImageNumber = 2")), "integer:0");
}

// Edge: a run that was killed before its first image set goes on; so does one that had none, and has its
// tables.
TEST_F(RunDatabaseTest, GoesOnWithoutAnyImageSet) {
  { const RunDatabase killed(path_, identity(), columns()); }
  {
    RunDatabase database(path_, identity(), columns());
    Measurements more = cells({7}, {1});
    more.objects["Cells"]["Undeclared"] = numbers({3});
    database.store(1, ImageSetStatus::kDone, 0.5, "", more);
    database.finish();
  }
  EXPECT_THAT(query("SELECT Cells_AreaShape_Area, Cells_Undeclared FROM Cells"),
              ElementsAre(ElementsAre("real:7.0", "real:3.0")));
  std::filesystem::remove(path_);
  RunDatabase(path_, identity(), columns()).finish();
  EXPECT_EQ(single(query("SELECT COUNT(*) FROM Cells")), "integer:0");
}

// Edge: another pipeline, other inputs, another program's file, no database at all, and two writers are
// refused.
TEST_F(RunDatabaseTest, RefusesWhatIsNotItsOwn) {
  const auto complaint = [&](const RunIdentity& other) {
    try {
      RunDatabase database(path_, other, columns());
    } catch (const OutputError& error) {
      return std::string(error.what());
    }
    return std::string("(opened)");
  };
  {
    RunDatabase database(path_, identity(), columns());
    EXPECT_THAT(complaint(identity()), HasSubstr("another run is writing '" + path_ + "'"));
  }
  RunIdentity other = identity();
  other.pipeline += " ";
  EXPECT_THAT(complaint(other), HasSubstr("pipeline_sha256"));
  other = identity();
  other.inputs_sha256 = "2e";
  EXPECT_THAT(complaint(other), HasSubstr("inputs_sha256 is 1f there, 2e now"));
  other = identity();
  other.settings["ties"] = "fast";
  EXPECT_THAT(complaint(other), HasSubstr("ties"));
  EXPECT_EQ(complaint(identity()), "(opened)");

  std::filesystem::remove(path_);
  sqlite::Connection(path_, sqlite::Connection::Mode::kCreate).execute("CREATE TABLE mine(x)");
  EXPECT_THAT(complaint(identity()), HasSubstr("not a run database"));
  EXPECT_EQ(single(query("PRAGMA journal_mode")), "text:delete") << "it was changed";
  path_ = folder_ + "/missing/cellerate.sqlite";
  EXPECT_THAT(complaint(identity()), HasSubstr(path_));
}

// Edge: a process that is killed in the middle of an image set leaves the others, and nothing of this one.
TEST_F(RunDatabaseTest, SurvivesAKill) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Never closed, as after a kill: the destructors do not run.
    auto* database = new RunDatabase(path_, identity(), columns());
    database->store(1, ImageSetStatus::kDone, 0, "", cells({1, 2, 3}, {4, 5, 6}));
    sqlite::Connection writer(path_, sqlite::Connection::Mode::kCreate);
    writer.execute(
        "PRAGMA cache_size=1; BEGIN IMMEDIATE; INSERT INTO Image(TableNumber, ImageNumber) VALUES(0, 2)");
    for (int i = 1; i < 5000; ++i)
      writer.execute("INSERT INTO Cells VALUES(0, 2, " + std::to_string(i) + ", 1.5, 2.5)");
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));

  RunDatabase database(path_, identity(), columns());
  EXPECT_THAT(database.finished(), ElementsAre(1));
  database.store(2, ImageSetStatus::kDone, 0, "", cells({}, {}));
  database.finish();
  EXPECT_THAT(query("PRAGMA integrity_check"), ElementsAre(ElementsAre("text:ok")));
  EXPECT_EQ(single(query("SELECT COUNT(*) FROM Cells")), "integer:3");
  EXPECT_EQ(single(query("SELECT COUNT(*) FROM Image")), "integer:2");
}

// Edge: for exports NaN is a value and absence is none, objects or not; types are those of the values. A
// measurement of the image that has no value is known, but absent.
TEST_F(RunDatabaseTest, TellsNanFromNothing) {
  RunDatabase database(path_, identity(), columns());
  Measurements m = cells({1, 2}, {kNan, kNan});
  m.objects["Image"]["Threshold"] = numbers({0.1f}, CEL_VALUE_F32);
  database.store(2, ImageSetStatus::kDone, 0, "", m);
  m = cells({}, {});
  m.objects["Image"]["Threshold"] = numbers({kNan});
  m.objects["Image"]["Count_Cells"] = numbers({});
  database.store(1, ImageSetStatus::kDone, 0, "", m);
  Measurements nothing;
  nothing.objects["Late"]["F"] = numbers({1});
  database.store(3, ImageSetStatus::kFailed, 0, "broken", nothing);
  database.store_experiment("Exit_Status", text("Complete"));

  RunReader reader(path_);
  EXPECT_THAT(reader.image_numbers(), ElementsAre(1, 2, 3));
  EXPECT_EQ(reader.find(1, "Image", "Count_Cells"), nullptr);
  EXPECT_TRUE(std::isnan(reader.find(1, "Image", "Threshold")->values.at(0)));
  EXPECT_EQ(reader.find(2, "Image", "Threshold")->type, CEL_VALUE_F32);
  EXPECT_EQ(reader.find(3, "Image", "Threshold"), nullptr);
  EXPECT_EQ(reader.find(1, "Cells", "Intensity_Mean")->size(), 0u);
  EXPECT_EQ(reader.find(2, "Cells", "Intensity_Mean")->size(), 2u);
  EXPECT_EQ(reader.find(2, "Cells", "AreaShape_Area")->type, CEL_VALUE_INTEGER);
  EXPECT_EQ(reader.find(3, "Cells", "Intensity_Mean"), nullptr);
  EXPECT_EQ(reader.find(1, "Late", "F"), nullptr);
  EXPECT_THAT(reader.find(3, "Late", "F")->values, ElementsAre(1));
  EXPECT_THAT(reader.find(1, "Experiment", "Exit_Status")->texts, ElementsAre("Complete"));
}

// Invariant: relationships keep their order; image numbers of 0 are the image set's own.
TEST_F(RunDatabaseTest, KeepsRelationships) {
  RunDatabase database(path_, identity(), columns());
  Measurements m = cells({1}, {1});
  m.relationships = {{"Parent", 3, "Cells", 0, 2, "Nuclei", 0, 1},
                     {"Parent", 3, "Cells", 6, 1, "Nuclei", 0, 2}};
  database.store(7, ImageSetStatus::kDone, 0, "", m);
  database.finish();
  EXPECT_THAT(
      query("SELECT Module, FirstImageNumber, FirstObjectNumber, SecondImageNumber, SecondObjectNumber FROM "
            "Relationships"),
      ElementsAre(ElementsAre("text:Measure", "integer:7", "integer:2", "integer:7", "integer:1"),
                  ElementsAre("text:Measure", "integer:6", "integer:1", "integer:7", "integer:2")));
  EXPECT_THAT(query("PRAGMA integrity_check"), ElementsAre(ElementsAre("text:ok")));
  RunReader reader(path_);
  EXPECT_EQ(reader.relationships(7).at(1).first_image, 6);
  EXPECT_TRUE(reader.relationships(8).empty());
}

// Edge: somebody looks on while the run ends; what was written is whole for them and for those who come
// later.
TEST_F(RunDatabaseTest, AnOpenReaderDoesNotDisturbTheEnd) {
  RunDatabase database(path_, identity(), columns());
  database.store(1, ImageSetStatus::kDone, 0.5, "", cells({7}, {1}));
  sqlite::Connection reader(path_, sqlite::Connection::Mode::kRead);
  const auto count = [&] {
    auto rows = reader.prepare("SELECT COUNT(*) FROM Cells");
    EXPECT_TRUE(rows.step());
    return rows.integer(0);
  };
  EXPECT_EQ(count(), 1);
  EXPECT_NO_THROW(database.finish());
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(single(query("SELECT COUNT(*) FROM Cells")), "integer:1");
}

// Analytic: the numbers of the processes of a run, by which their temporary files are known.
TEST_F(RunDatabaseTest, KnowsTheProcessesThatWroteIt) {
  {
    const RunDatabase database(path_, identity(), columns());
    EXPECT_TRUE(database.is_new());
    EXPECT_TRUE(database.earlier_processes().empty());
  }
  const RunDatabase database(path_, identity(), columns());
  EXPECT_FALSE(database.is_new());
  EXPECT_THAT(database.earlier_processes(), ElementsAre(std::to_string(getpid())));
}

}  // namespace
}  // namespace cellerate
