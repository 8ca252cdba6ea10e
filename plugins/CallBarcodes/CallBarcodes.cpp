/// CallBarcodes: reads the barcodes of objects from their brightness in the channels and cycles of
/// sequencing. Meaning, sources and differences from CellProfiler: CallBarcodes.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <array>

#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/paint_labels.hpp"
#include "plugins/CallBarcodes/barcode_library.hpp"
#include "plugins/CallBarcodes/base_calls.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/measure_texts.hpp"
#include "plugins/shared/missing_file.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

enum class Encoding { OneHot, Multiplexed };
enum class Base { A, C, G, T };

constexpr const char* kObjectsText = "Input object name";
constexpr const char* kFeatureText = "Select one of the measures from Cycle 1 to use for calling";
constexpr const char* kFolderText = "Input data file location";
constexpr const char* kFileText = "Name of the file";
constexpr const char* kLeastText = "Minimum value to be considered positive in a channel";
constexpr const char* kConditionTexts[][2] = {
    {"Select the first measurement indicating that A is encoded",
     "Does a positive value here mean the base SHOULD be called A?"},
    {"Select the first measurement indicating that C is encoded",
     "Does a positive value here mean the base SHOULD be called C?"},
    {"Select the first measurement indicating that G is encoded",
     "Does a positive value here mean the base SHOULD be called G?"},
    {"Select the first measurement indicating that T is encoded",
     "Does a positive value here mean the base SHOULD be called T?"}};

struct Condition {
  Base base = Base::A;
  BaseCondition condition{"AreaShape_Area", true};
  void bind(Binder& b) {
    b.choice(base, "Base we are currently calling", {"A", "C", "G", "T"});
    b.measurement(condition.feature, kConditionTexts[static_cast<int>(base)][0]);
    b.binary(condition.is_there, kConditionTexts[static_cast<int>(base)][1]);
  }
};

/// An image of the objects that may be wanted.
struct Picture {
  bool is_wanted = false;
  std::string name = "None";
};

struct CallBarcodesSettings {
  int cycles = 8;
  std::string objects = "None", feature = "AreaShape_Area", folder = "Default Input Folder|", file = "None";
  std::string sequences = "No CSV file", genes = "No CSV file", empty_sequence = "AAAAAAAAAAAAAAA";
  Picture calls, scores;
  bool has_empty_vector = false, matches = true;
  Encoding encoding = Encoding::OneHot;
  std::vector<Condition> conditions{{Base::A}, {Base::C}, {Base::G}, {Base::T}};
  double least = 1;

  void bind(Binder& b) {
    b.integer(cycles, "Number of cycles", {.min = 1});
    b.objects(objects, kObjectsText);
    b.measurement(feature, kFeatureText);
    b.folder(folder, kFolderText);
    b.text(file, kFileText);
    b.text(sequences, "Select the column containing barcodes to match against");
    b.text(genes, "Select the column containing gene/transcript barcode names");
    b.binary(calls.is_wanted, "Retain an image of the barcodes color coded by match?");
    b.new_image(calls.name, "Enter the called barcode image name");
    b.binary(scores.is_wanted, "Retain an image of the barcodes color coded by score match?");
    b.new_image(scores.name, "Enter the barcode score image name");
    b.binary(has_empty_vector,
             "Do you have an empty vector barcode you would like to add to the barcode list?");
    b.text(empty_sequence, "What is the empty vector sequence?");
    b.choice(encoding, "What kind of encoding is used here?",
             {"One Hot Exponentially Multiplexed (ie 4-color SBS/ISS)",
              "Exponentially Multiplexed (SBS/ISS only)"});
    b.binary(matches, "Do you want to match to an external library of barcodes?");
    b.each_to_end(conditions, 3, 1);
    b.number(least, kLeastText);
  }
  bool is_hidden(std::string_view text) const {
    if (text == kFeatureText) return !is_one_hot();
    if (text == kLeastText || text.ends_with("is encoded") || text.starts_with("Does a positive value"))
      return is_one_hot();
    return false;
  }
  bool is_one_hot() const { return encoding == Encoding::OneHot; }
};

class CallBarcodes {
 public:
  static constexpr ModuleInfo info = {
      .revision = 4, .category = "Data Tools", .summary = "Reads barcodes from the cycles of sequencing."};
  using Settings = CallBarcodesSettings;

  CallBarcodes(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  std::vector<std::string> features(const HostContext& context) const;
  std::array<std::vector<BaseCondition>, 4> conditions() const;
  BarcodeLibrary library(const HostContext& context) const;
  void declare_features(Declaration& d) const;
  void declare_library(Declaration& d) const;
  void declare_columns(Declaration& d) const;
  std::vector<std::string> call(ImageSet& images, std::size_t objects) const;
  void match(ImageSet& images, const std::vector<std::string>& barcodes) const;
  void add_picture(ImageSet& images, const Picture& picture, const std::vector<double>& values) const;

  Settings settings_;
};

/// 0 without objects.
double mean(const std::vector<double>& values) {
  const auto count = static_cast<std::int64_t>(values.size());
  if (count == 0) return 0;
  return kernel::numpy_sum<double>(count, [&](std::int64_t i) { return values[i]; }) /
         static_cast<double>(count);
}

std::string feature_of(const char* name) { return std::string("Barcode_") + name; }

void CallBarcodes::upgrade(Upgrade& u) {
  auto& values = u.values;
  constexpr std::size_t kBeforeEmptyVector = 11, kMatches = 14;
  if (u.revision == 1) {
    // The empty vector came without a revision of its own.
    if (values.size() == kBeforeEmptyVector) values.insert(values.end(), {"No", "AAAAAAAAAAAAAAA"});
    values.push_back("One Hot Exponentially Multiplexed (ie 4-color SBS/ISS)");
    for (const char base : kBases)
      values.insert(values.end(), {std::string(1, base), "AreaShape_Area", "Yes"});
    u.revision = 2;
  }
  if (u.revision == 2) {
    values.insert(values.begin() + static_cast<std::ptrdiff_t>(std::min(kMatches, values.size())), "Yes");
    u.revision = 3;
  }
  if (u.revision == 3) {
    values.push_back("1");
    u.revision = 4;
  }
}

/// What modules before this one measure of the objects, in the order of the names.
std::vector<std::string> CallBarcodes::features(const HostContext& context) const {
  std::vector<std::string> names;
  for (const Column& column : context.columns())
    if (column.object == settings_.objects && column.module_number < context.module_number())
      names.push_back(column.feature);
  std::sort(names.begin(), names.end());
  return names;
}

std::array<std::vector<BaseCondition>, 4> CallBarcodes::conditions() const {
  std::array<std::vector<BaseCondition>, 4> by_base;
  for (const Condition& one : settings_.conditions)
    by_base[static_cast<std::size_t>(one.base)].push_back(one.condition);
  return by_base;
}

BarcodeLibrary CallBarcodes::library(const HostContext& context) const {
  BarcodeLibrary library =
      BarcodeLibrary::read(join_path(folder_path(context, FolderSetting(settings_.folder)), settings_.file),
                           settings_.sequences, settings_.genes);
  if (settings_.has_empty_vector) library.add(settings_.empty_sequence, "EmptyVector");
  library.crop(static_cast<std::size_t>(settings_.cycles));
  return library;
}

void CallBarcodes::declare_features(Declaration& d) const {
  const char* setting = kFeatureText;
  try {
    if (settings_.is_one_hot()) {
      features_of_cycles(features(d), settings_.feature, settings_.cycles);
      return;
    }
    for (const Condition& one : settings_.conditions) {
      setting = kConditionTexts[static_cast<int>(one.base)][0];
      for (int cycle = 1; cycle <= settings_.cycles; ++cycle)
        require_measurement(d, settings_.objects, feature_of_cycle(one.condition.feature, cycle), setting);
    }
  } catch (const std::exception& error) {
    d.fault(setting, error.what());
  }
}

void CallBarcodes::declare_library(Declaration& d) const {
  const std::string wrong = folder_fault(settings_.folder);
  if (!wrong.empty()) return d.fault(kFolderText, wrong);
  try {
    library(d);
  } catch (const std::exception& error) {
    declare_fault(d, kFileText, error);
  }
}

void CallBarcodes::declare_columns(Declaration& d) const {
  d.column(settings_.objects, feature_of("BarcodeCalled"), CEL_VALUE_TEXT);
  if (settings_.is_one_hot()) {
    d.column(settings_.objects, feature_of("MeanQualityScore"));
    d.column("Image", feature_of("MeanQualityScore"));
  }
  if (!settings_.matches) return;
  d.column("Image", feature_of("MeanBarcodeScore"));
  d.column(settings_.objects, feature_of("MatchedTo_Barcode"), CEL_VALUE_TEXT);
  d.column(settings_.objects, feature_of("MatchedTo_ID"), CEL_VALUE_INTEGER);
  d.column(settings_.objects, feature_of("MatchedTo_GeneCode"), CEL_VALUE_TEXT);
  d.column(settings_.objects, feature_of("MatchedTo_Score"));
}

void CallBarcodes::declare(Declaration& d) const {
  d.needs_objects(settings_.objects, kObjectsText);
  declare_features(d);
  declare_columns(d);
  if (!settings_.matches) return;
  declare_library(d);
  for (const Picture& picture : {settings_.calls, settings_.scores})
    if (picture.is_wanted) d.makes_image(picture.name);
}

std::vector<std::string> CallBarcodes::call(ImageSet& images, std::size_t objects) const {
  const ValuesOf values = [&](const std::string& feature) {
    std::vector<double> found = measured_values(images, settings_.objects, feature);
    if (found.size() != objects)
      throw std::runtime_error("'" + feature + "' was not measured of every object");
    return found;
  };
  if (!settings_.is_one_hot())
    return encoded_bases(conditions(), settings_.cycles, settings_.least, objects, values);
  const BaseCalls calls = brightest_bases(
      features_of_cycles(features(images), settings_.feature, settings_.cycles), objects, values);
  images.measure(settings_.objects, feature_of("MeanQualityScore"), calls.qualities);
  images.measure_image(feature_of("MeanQualityScore"), mean(calls.qualities));
  return calls.barcodes;
}

void CallBarcodes::match(ImageSet& images, const std::vector<std::string>& barcodes) const {
  std::vector<std::string> sequences, genes;
  std::vector<double> numbers, scores;
  if (!barcodes.empty()) {
    const BarcodeLibrary known = library(images);
    for (const std::string& called : barcodes) {
      const BarcodeMatch found = known.find(called);
      sequences.push_back(found.barcode->sequence);
      genes.push_back(found.barcode->gene);
      numbers.push_back(found.barcode->number);
      scores.push_back(found.score);
    }
  }
  images.measure_image(feature_of("MeanBarcodeScore"), mean(scores));
  measure_texts(images, settings_.objects, feature_of("MatchedTo_Barcode"), sequences);
  images.measure(settings_.objects, feature_of("MatchedTo_ID"), numbers, CEL_VALUE_INTEGER);
  measure_texts(images, settings_.objects, feature_of("MatchedTo_GeneCode"), genes);
  images.measure(settings_.objects, feature_of("MatchedTo_Score"), scores);
  constexpr double kFullRange = 65535;
  for (double& score : scores) score *= kFullRange;
  add_picture(images, settings_.calls, numbers);
  add_picture(images, settings_.scores, scores);
}

/// Each object in its value, as a whole number of 16 bits. Doubles, since that is what NumPy makes of such
/// numbers.
void CallBarcodes::add_picture(ImageSet& images, const Picture& picture,
                               const std::vector<double>& values) const {
  if (!picture.is_wanted) return;
  Queue& queue = images.queue();
  const Objects objects = images.objects(settings_.objects);
  std::vector<float> table(1, 0.0f);
  for (const double value : values)
    table.push_back(static_cast<float>(static_cast<std::uint16_t>(static_cast<std::int64_t>(value))));
  Buffer<float> painted(queue, objects.shape());
  kernel::paint_labels_gray(queue, objects.labels(), upload(queue, table).view(),
                            painted.view(objects.shape()));
  Buffer<double> pixels(queue, objects.shape());
  kernel::widen(queue, {kernel::Sample::F32, painted.data(), painted.size()}, pixels.view());
  images.add_image(picture.name, NewImage::of(std::move(pixels), objects.shape()));
}

void CallBarcodes::run(ImageSet& images) const {
  const auto count = static_cast<std::size_t>(images.objects(settings_.objects).count());
  const std::vector<std::string> barcodes = call(images, count);
  measure_texts(images, settings_.objects, feature_of("BarcodeCalled"), barcodes);
  if (settings_.matches) match(images, barcodes);
}

}  // namespace

CEL_MODULE(CallBarcodes)

}  // namespace cellerate::modules
