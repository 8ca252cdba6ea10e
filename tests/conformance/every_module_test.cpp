/// What holds for every built-in module, whatever it does. A module that needs other settings than its
/// defaults with the test's names, or that is an exception, says so in its own folder: see Notes in
/// generic_settings.hpp.
// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/conformance/generic_settings.hpp"
#include "tests/conformance/scene.hpp"
#include "tests/support/pipeline_test.hpp"

namespace cellerate::conformance {
namespace {

constexpr Shape2 kShape{160, 160};
constexpr int kFewObjects = 5, kManyObjects = 200;

ModuleLibrary built_in() {
  ModuleLibrary library;
  library.add_builtin(cel_builtin_modules);
  return library;
}

/// A module made of settings, without the rest of a pipeline: faults of the settings alone.
struct Creation {
  std::vector<Fault> faults;
  bool made = false;

  Creation(const cel_module_class& module, int revision, const std::vector<SettingLine>& settings) {
    std::vector<cel_text> values;
    for (const SettingLine& line : settings) values.push_back({line.value.data(), line.value.size()});
    cel_module_entry entry{};
    entry.struct_size = sizeof entry;
    entry.number = 1;
    entry.revision = revision;
    entry.name = {module.name, std::string(module.name).size()};
    entry.values = values.data();
    entry.value_count = values.size();
    cel_context context;
    context.module_name = module.name;
    context.faults = &faults;
    void* instance = nullptr;
    if (module.create(&module_host(), &context, &entry, &instance) != CEL_OK)
      faults.push_back({1, module.name, "", context.error});
    made = instance != nullptr;
    if (instance) module.destroy(instance);
  }
  std::string text() const {
    std::string all;
    for (const Fault& fault : faults) all += fault.text() + "\n";
    return all;
  }
};

class EveryModule : public testing::TestWithParam<std::string> {
 protected:
  const cel_module_class& module() const { return *library_.find(GetParam()); }

 private:
  ModuleLibrary library_ = built_in();
};

// invariant: describe() is what the documentation and `cellerate check` show
TEST_P(EveryModule, DescribesItsSettings) {
  for (const DescribedSetting& setting : describe(module())) {
    SCOPED_TRACE(setting.text);
    if (!setting.choices.empty()) {
      EXPECT_NE(("\n" + setting.choices + "\n").find("\n" + setting.standard + "\n"), std::string::npos)
          << "the default '" << setting.standard << "' is none of the choices";
    }
  }
  EXPECT_NE(std::string(module().summary), "");
  EXPECT_NE(std::string(module().category), "");
}

// invariant: the defaults that a module lists are values that it takes
TEST_P(EveryModule, IsMadeFromItsDefaults) {
  const Creation creation(module(), module().revision, default_settings(module()));
  EXPECT_EQ(creation.text(), "");
  EXPECT_TRUE(creation.made);
}

// edge: settings of a later CellProfiler are not guessed at
TEST_P(EveryModule, RefusesANewerRevision) {
  const int newer = module().revision + 1;
  const Creation creation(module(), newer, default_settings(module()));
  EXPECT_FALSE(creation.made);
  EXPECT_NE(creation.text().find("revision " + std::to_string(newer)), std::string::npos) << creation.text();
  EXPECT_NE(creation.text().find("newer than " + std::to_string(module().revision)), std::string::npos)
      << creation.text();
}

// edge: whatever a file holds gives faults, or a module; never a crash
TEST_P(EveryModule, SurvivesBrokenSettings) {
  const std::vector<SettingLine> good = default_settings(module());
  for (std::size_t count = 0; count < good.size(); ++count)
    Creation(module(), module().revision, {good.begin(), good.begin() + static_cast<std::ptrdiff_t>(count)});
  for (const char* value : {"", "-1", "999999999999", "nan", "1,2,3", "\xff\xfe", "Yes", "((("}) {
    std::vector<SettingLine> bad = good;
    for (SettingLine& line : bad) line.value = value;
    Creation(module(), module().revision, bad);
  }
  for (int revision = -1; revision < module().revision; ++revision) {
    Creation(module(), revision, good);
    Creation(module(), revision, {});
  }
}

/// Runs a module of which the test knows nothing.
class EveryRun : public EveryModule {
 protected:
  void SetUp() override {
    notes_ = notes_of(GetParam());
    if (!notes_.not_run.empty()) GTEST_SKIP() << notes_.not_run;
  }

  /// One run of the module, and what it left.
  struct Outcome {
    std::string error;  ///< of the first image that it was tried with; empty if any did
    std::map<std::string, std::string> contents;
    std::uint64_t launches = 0, copies = 0;
  };
  Outcome run(Shape2 shape, int objects, int threads = 1) {
    Outcome outcome;
    for (const char* image : {"Gray", "Binary", "Color"}) {
      Outcome tried = run_with(image, shape, objects, threads);
      if (tried.error.empty()) return tried;
      outcome.error += std::string("with ") + image + " images: " + tried.error + "\n";
    }
    return outcome;
  }
  const Notes& notes() const { return notes_; }

 private:
  Outcome run_with(const std::string& image, Shape2 shape, int objects, int threads) {
    const auto device = Device::cpu(threads);
    test::ModuleRun run;
    run.begin(device->queue());
    run.folder(folder_.path().string());
    draw_scene(run, shape, objects);
    Outcome outcome;
    const std::uint64_t launches = device->launches(), copies = device->copies();
    try {
      run.load(GetParam(), driving_settings(module(), notes_, image));
      run.run();
    } catch (const std::exception& error) {
      outcome.error = error.what();
      return outcome;
    }
    outcome.launches = device->launches() - launches;
    outcome.copies = device->copies() - copies;
    outcome.contents = contents(run, device->queue());
    if (notes_.undeclared.empty()) run.expect_declared_columns_are_measured();
    return outcome;
  }

  test::TemporaryFolder folder_;
  Notes notes_;
};

/// The names of what differs, for messages.
std::string differences(const std::map<std::string, std::string>& a,
                        const std::map<std::string, std::string>& b) {
  std::string names;
  for (const auto& [name, bytes] : a)
    if (const auto other = b.find(name); other == b.end() || other->second != bytes) names += name + "\n";
  for (const auto& [name, bytes] : b)
    if (!a.contains(name)) names += name + "\n";
  return names;
}

constexpr char kHowToDrive[] =
    "\n(other settings, or why it cannot be run like this, go to its conformance.txt)";

// invariant: the same bits from run to run and on any number of threads
TEST_P(EveryRun, GivesTheSameBitsAgainAndOnTwoThreads) {
  const Outcome once = run(kShape, kManyObjects);
  ASSERT_EQ(once.error, "") << kHowToDrive;
  EXPECT_EQ(differences(once.contents, run(kShape, kManyObjects).contents), "") << "differ from run to run";
  EXPECT_EQ(differences(once.contents, run(kShape, kManyObjects, 2).contents), "") << "differ on two threads";
}

// invariant: work is launched for all objects at once. Passes that halve or that follow distances may vary a
// little.
TEST_P(EveryRun, LaunchesAndCopiesDoNotGrowWithTheObjects) {
  if (!notes().grows.empty()) GTEST_SKIP() << notes().grows;
  ASSERT_LE(kManyObjects, room_for_objects(kShape));
  const Outcome few = run(kShape, kFewObjects), many = run(kShape, kManyObjects);
  ASSERT_EQ(few.error + many.error, "") << kHowToDrive;
  constexpr std::uint64_t kTolerance = (kManyObjects - kFewObjects) / 8;
  EXPECT_LE(many.launches, few.launches + kTolerance) << "launches";
  EXPECT_LE(many.copies, few.copies + kTolerance) << "copies";
}

// edge: an empty field of view is no error
TEST_P(EveryRun, WorksWithoutObjects) {
  if (!notes().fails_without_objects.empty()) GTEST_SKIP() << notes().fails_without_objects;
  EXPECT_EQ(run(kShape, 0).error, "") << kHowToDrive;
}

// edge: a plane of one pixel and one without any: results or a message
TEST_P(EveryRun, SurvivesTinyPlanes) {
  run({1, 1}, 0);
  run({1, 40}, 0);
  run({0, 0}, 0);
}

std::vector<std::string> names(bool only_with_run) {
  const ModuleLibrary library = built_in();
  std::vector<std::string> all;
  for (const auto& [name, module] : library.classes())
    if (module->run || !only_with_run) all.push_back(name);
  return all;
}
INSTANTIATE_TEST_SUITE_P(Of, EveryModule, testing::ValuesIn(names(false)),
                         [](const auto& name) { return name.param; });
INSTANTIATE_TEST_SUITE_P(Of, EveryRun, testing::ValuesIn(names(true)),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace cellerate::conformance
