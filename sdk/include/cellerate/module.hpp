/// The authoring kit of modules: settings, images, objects and measurements over plugin.h. Header-only.
///
///     struct Settings {
///       std::string input, output;
///       double factor = 1;
///       void bind(Binder& b) {                         // one line for each line of the pipeline file, in
///       its order
///         b.image(input, "Select the input image");
///         b.new_image(output, "Name the output image");
///         b.number(factor, "Multiply by", {.min = 0});
///       }
///     };
///     class Multiply {
///      public:
///       static constexpr ModuleInfo info = {.revision = 1, .category = "Image Processing", .summary =
///       "..."}; using Settings = modules::Settings; explicit Multiply(Settings s, const ModuleEntryInfo&) :
///       settings_(std::move(s)) {} void declare(Declaration& d) const;            // what it takes and makes
///       void run(ImageSet& images) const;              // one image set; several at once
///       // optional: prepare_run(RunSetup&), prepare_group(ImageSet&), finish_group(ImageSet&),
///       finish_run(Results&),
///       //           static void upgrade(Upgrade&), bool Settings::is_hidden(std::string_view text) const,
///       //           bool works_on_groups() const   with hooks of groups that only some settings need,
///       //           gather(ImageSet&) and std::string_view gathers_from() const   each image set of a group
///       //           before the first is run, make_image(ImageSet&, std::string_view) with offer_image
///     };
///     CEL_MODULE(Multiply)
///
/// Whatever goes wrong is thrown; the message becomes that of the image set (or of `cellerate check`).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/plugin.h>

#include <charconv>
#include <cmath>
#include <concepts>
#include <functional>
#include <initializer_list>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/core/queue.hpp"
#include "cuda/core/view.hpp"

namespace cellerate {

// ---------------------------------------------------------------------------------------------------- text

inline cel_text to_c(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view to_view(cel_text text) { return {text.data, static_cast<std::size_t>(text.size)}; }
inline std::string to_string(cel_text text) { return std::string(to_view(text)); }

namespace detail {

inline std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The whole text as a number, as Python reads it; nothing else.
template <class T>
std::optional<T> parse(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

inline std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  if (trim(text).empty()) return parts;
  for (std::size_t begin = 0;;) {
    const auto end = text.find(separator, begin);
    parts.emplace_back(trim(text.substr(begin, end == std::string_view::npos ? end : end - begin)));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

/// Shortest text that reads back as the same number, as Python's str() gives it: 0.1, 1.0, 1e-05.
inline std::string number_text(double value) {
  char buffer[40];
  std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

}  // namespace detail

// ------------------------------------------------------------------------------------------------ settings

/// Limits of a number setting, both included.
struct Limits {
  double min = -std::numeric_limits<double>::infinity(), max = std::numeric_limits<double>::infinity();
};

/// The ends of a range setting.
template <class T>
struct Range {
  T min{}, max{};
};

/// Binds the lines of a module in the pipeline file to the members of its Settings, by position.
/// The same bind() reads the values of a file, and lists the settings with their defaults for documentation.
class Binder {
 public:
  struct Fault {
    int index;
    std::string text, message;
  };

  /// Reads values.
  Binder(const cel_text* values, std::uint64_t count) : values_(values), count_(count) {}
  /// Lists settings.
  explicit Binder(std::function<void(const cel_setting&)> list) : list_(std::move(list)) {}

  bool listing() const { return static_cast<bool>(list_); }
  /// Settings that are not read yet; 0 when listing.
  std::uint64_t remaining() const { return count_ - next_; }

  void text(std::string& member, const char* text, int kind = CEL_SETTING_TEXT) {
    bind(kind, text, member, "", [&](std::string_view value) { member = value; });
  }
  void image(std::string& member, const char* text) { this->text(member, text, CEL_SETTING_IMAGE); }
  void new_image(std::string& member, const char* text) { this->text(member, text, CEL_SETTING_NEW_IMAGE); }
  void objects(std::string& member, const char* text) { this->text(member, text, CEL_SETTING_OBJECTS); }
  void new_objects(std::string& member, const char* text) {
    this->text(member, text, CEL_SETTING_NEW_OBJECTS);
  }
  void measurement(std::string& member, const char* text) {
    this->text(member, text, CEL_SETTING_MEASUREMENT);
  }
  void folder(std::string& member, const char* text) { this->text(member, text, CEL_SETTING_FOLDER); }
  void color(std::string& member, const char* text) { this->text(member, text, CEL_SETTING_COLOR); }
  void rule(std::string& member, const char* text) { this->text(member, text, CEL_SETTING_RULE); }
  void images(std::vector<std::string>& member, const char* text) { names(member, text, CEL_SETTING_IMAGES); }
  void object_list(std::vector<std::string>& member, const char* text) {
    names(member, text, CEL_SETTING_OBJECT_LIST);
  }

  void binary(bool& member, const char* text) {
    bind(CEL_SETTING_BINARY, text, member ? "Yes" : "No", "Yes\nNo", [&](std::string_view value) {
      if (value != "Yes" && value != "No" && value != "True" && value != "False")
        fault(text, quoted(value) + ": must be Yes or No");
      member = value == "Yes" || value == "True";
    });
  }

  template <std::integral T>
  void integer(T& member, const char* text, Limits limits = {}) {
    bind(CEL_SETTING_INTEGER, text, std::to_string(member), "", [&](std::string_view value) {
      // CellProfiler writes whole numbers, but files exist that say 10.0.
      const auto number = detail::parse<double>(value);
      if (!number || *number != std::floor(*number) || std::abs(*number) > 1e15)
        return fault(text, quoted(value) + ": must be a whole number");
      if (check(text, value, *number, limits)) member = static_cast<T>(*number);
    });
  }

  void number(double& member, const char* text, Limits limits = {}) {
    bind(CEL_SETTING_FLOAT, text, detail::number_text(member), "", [&](std::string_view value) {
      const auto number = detail::parse<double>(value);
      if (!number) return fault(text, quoted(value) + ": must be a number");
      if (check(text, value, *number, limits)) member = *number;
    });
  }

  template <class T>
  void range(Range<T>& member, const char* text, Limits limits = {}) {
    std::string standard;
    if constexpr (std::integral<T>)
      standard = std::to_string(member.min) + "," + std::to_string(member.max);
    else
      standard = detail::number_text(member.min) + "," + detail::number_text(member.max);
    bind(CEL_SETTING_RANGE, text, standard, "", [&](std::string_view value) {
      const auto parts = detail::split(value, ',');
      const auto low = parts.size() == 2 ? detail::parse<double>(parts[0]) : std::nullopt;
      const auto high = parts.size() == 2 ? detail::parse<double>(parts[1]) : std::nullopt;
      if (!low || !high) return fault(text, quoted(value) + ": must be two numbers, as in 10,40");
      if (*low > *high) return fault(text, quoted(value) + ": the first must be the smaller");
      if (check(text, value, *low, limits) && check(text, value, *high, limits))
        member = {static_cast<T>(*low), static_cast<T>(*high)};
    });
  }

  /// One of a list of values; the position in the list is the enumerator's value.
  template <class E>
  requires std::is_enum_v<E>
  void choice(E& member, const char* text, std::initializer_list<const char*> choices) {
    std::string all;
    for (const char* choice : choices) all += (all.empty() ? "" : "\n") + std::string(choice);
    const char* standard = choices.begin()[static_cast<int>(member)];
    bind(CEL_SETTING_CHOICE, text, standard, all, [&](std::string_view value) {
      int position = 0;
      for (const char* choice : choices) {
        if (value == choice) {
          member = static_cast<E>(position);
          return;
        }
        ++position;
      }
      std::string list;
      for (const char* choice : choices) list += (list.empty() ? "'" : ", '") + std::string(choice) + "'";
      fault(text, quoted(value) + ": must be one of " + list);
    });
  }

  /// A hidden count of a group that stands further on: resizes the group's vector.
  template <class Item>
  void count(std::vector<Item>& group, const char* text, std::size_t least = 0) {
    if (listing() && group.empty()) group.resize(1);
    bind(CEL_SETTING_COUNT, text, std::to_string(group.size()), "", [&](std::string_view value) {
      const auto number = detail::parse<int>(value);
      if (!number || *number < static_cast<int>(least) || *number > 100000)
        return fault(text, quoted(value) + ": must be the number of entries that follow");
      group.resize(*number);
    });
  }

  /// The settings of each entry of a group: calls item.bind(*this).
  template <class Item>
  void each(std::vector<Item>& group) {
    for (Item& item : group) item.bind(*this);
  }

  /// A group without a count that runs up to the last `trailing` settings, `size` settings an entry.
  template <class Item>
  void each_to_end(std::vector<Item>& group, std::uint64_t size, std::uint64_t trailing = 0) {
    if (listing()) {
      if (group.empty()) group.resize(1);
    } else {
      group.resize(remaining() > trailing ? (remaining() - trailing) / size : 0);
    }
    each(group);
  }

  /// A fault of a setting that has been bound already, for conditions between settings.
  void fault(const char* text, const std::string& message) {
    faults_.push_back({static_cast<int>(next_) - 1, text, message});
  }
  const std::vector<Fault>& faults() const { return faults_; }
  /// Number of values that bind() took.
  std::uint64_t taken() const { return next_; }

 private:
  static std::string quoted(std::string_view value) { return "'" + std::string(value) + "'"; }

  template <class Read>
  void bind(int kind, const char* text, const std::string& standard, const std::string& choices,
            const Read& read) {
    if (listing()) {
      cel_setting row{};
      row.struct_size = sizeof row;
      row.kind = kind;
      row.text = to_c(text);
      row.default_value = to_c(standard);
      row.choices = to_c(choices);
      list_(row);
      return;
    }
    if (next_ >= count_) {
      ++next_, ++count_;
      fault(text, "the value is missing: the module has too few settings");
      values_end_ = true;
      return;
    }
    const cel_text value = values_end_ ? cel_text{} : values_[next_];
    ++next_;
    read(to_view(value));
  }

  void names(std::vector<std::string>& member, const char* text, int kind) {
    std::string standard;
    for (const auto& name : member) standard += (standard.empty() ? "" : ", ") + name;
    bind(kind, text, standard, "", [&](std::string_view value) { member = detail::split(value, ','); });
  }

  bool check(const char* text, std::string_view value, double number, Limits limits) {
    if (number >= limits.min && number <= limits.max) return true;
    const bool below = !(number >= limits.min);
    fault(text, quoted(value) + ": must be " + (below ? "at least " : "at most ") +
                    detail::number_text(below ? limits.min : limits.max));
    return false;
  }

  const cel_text* values_ = nullptr;
  std::uint64_t count_ = 0, next_ = 0;
  bool values_end_ = false;
  std::function<void(const cel_setting&)> list_;
  std::vector<Fault> faults_;
};

/// Settings of an older revision on their way to the current one. A module's upgrade() changes values and
/// revision step by step, as CellProfiler's upgrade_settings does.
struct Upgrade {
  std::string name;  ///< of the module in the file: may be an older one
  int revision = 0;
  std::vector<std::string> values;
};

// ----------------------------------------------------------------------------------------------- the host

/// A host call failed, or found nothing.
struct HostError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The run was asked to stop.
struct Cancelled : std::runtime_error {
  Cancelled() : std::runtime_error("cancelled") {}
};

/// A measurement by name, with its type.
struct Column {
  std::string object, feature;
  int type = CEL_VALUE_F64;
  int module_number = 0;
  int text_length = 0;
  bool available_post_group = false;
};

/// A row of the declared relationships.
struct RelationshipInfo {
  int module_number;
  std::string relationship, first_object, second_object;
};

/// What every phase can do.
class HostContext {
 public:
  HostContext(const cel_host* host, cel_context* context) : host_(host), context_(context) {}
  const cel_host* host() const { return host_; }
  cel_context* c() const { return context_; }

  int module_number() const { return host_->module_number(context_); }
  void info(std::string_view message) const { host_->log(context_, CEL_LOG_INFO, to_c(message)); }
  void warn(std::string_view message) const { host_->log(context_, CEL_LOG_WARNING, to_c(message)); }
  std::string folder(int which) const {
    cel_text path{};
    require(host_->folder(context_, which, &path));
    return to_string(path);
  }
  std::optional<std::string> option(std::string_view name) const {
    cel_text value{};
    if (host_->option(context_, to_c(name), &value) != CEL_OK) return std::nullopt;
    return to_string(value);
  }
  std::vector<Column> columns() const {
    std::vector<Column> all;
    host_->columns(context_, &all, &append_column);
    return all;
  }
  /// Names of images or of objects (CEL_NAME_*) that modules make, in the order of the pipeline.
  std::vector<std::string> names(int kind) const {
    std::vector<std::string> all;
    host_->names(context_, kind, &all, [](void* user, cel_text name, std::int32_t) {
      static_cast<std::vector<std::string>*>(user)->push_back(to_string(name));
    });
    return all;
  }
  std::vector<RelationshipInfo> relationships() const {
    std::vector<RelationshipInfo> all;
    host_->relationships(
        context_, &all,
        [](void* user, std::int32_t number, cel_text relationship, cel_text first, cel_text second) {
          static_cast<std::vector<RelationshipInfo>*>(user)->push_back(
              {number, to_string(relationship), to_string(first), to_string(second)});
        });
    return all;
  }
  std::string pipeline_text() const { return to_string(host_->pipeline_text(context_)); }
  std::string module_name(int number) const {
    cel_text name{};
    return host_->module_name(context_, number, &name) == CEL_OK ? to_string(name) : std::string();
  }

 protected:
  static void append_column(void* user, const cel_column* column) {
    static_cast<std::vector<Column>*>(user)->push_back(
        {to_string(column->object), to_string(column->feature), column->type, column->module_number,
         column->text_length, column->available_post_group != 0});
  }
  void require(cel_status status) const {
    if (status == CEL_CANCELLED) throw Cancelled();
    if (status != CEL_OK) throw HostError(to_string(host_->last_error(context_)));
  }

  const cel_host* host_;
  cel_context* context_;
};

/// Phase declare: what the module takes and makes.
class Declaration : public HostContext {
 public:
  using HostContext::HostContext;
  /// @param setting CellProfiler's words for the setting that names it, for the message if nobody makes it.
  void needs_image(std::string_view name, std::string_view setting) {
    host_->needs(context_, CEL_NAME_IMAGE, to_c(name), to_c(setting));
  }
  void needs_objects(std::string_view name, std::string_view setting) {
    host_->needs(context_, CEL_NAME_OBJECTS, to_c(name), to_c(setting));
  }
  void makes_image(std::string_view name) { host_->makes(context_, CEL_NAME_IMAGE, to_c(name)); }
  void makes_objects(std::string_view name) { host_->makes(context_, CEL_NAME_OBJECTS, to_c(name)); }
  /// In a check without the table of inputs: every image, object set and measurement may be there.
  void makes_unknown() { host_->makes(context_, CEL_NAME_ANY, {}); }
  bool inputs_are_known() const { return !option("unknown-inputs"); }
  void column(std::string_view object, std::string_view feature, int type = CEL_VALUE_F64,
              int text_length = 0, bool available_post_group = false) {
    cel_column row{};
    row.struct_size = sizeof row;
    row.type = type;
    row.object = to_c(object);
    row.feature = to_c(feature);
    row.text_length = text_length;
    row.available_post_group = available_post_group;
    host_->declare_column(context_, &row);
  }
  /// The columns of every new object set: Count, Location and Number (Location_Center_Z where `with_z`).
  void object_columns(std::string_view name, bool with_z = true) {
    column("Image", "Count_" + std::string(name), CEL_VALUE_INTEGER);
    column(name, "Location_Center_X");
    column(name, "Location_Center_Y");
    if (with_z) column(name, "Location_Center_Z");
    column(name, "Number_Object_Number", CEL_VALUE_INTEGER);
  }
  void relationship(std::string_view relationship, std::string_view first, std::string_view second) {
    host_->declare_relationship(context_, to_c(relationship), to_c(first), to_c(second));
  }
  void fault(std::string_view setting, std::string_view message) {
    host_->fault(context_, -1, to_c(setting), to_c(message));
  }
};

/// An image as a module gets it; valid until run returns.
class Image {
 public:
  Image() = default;
  explicit Image(const cel_image& c) : c_(c) {}
  const cel_image& c() const { return c_; }
  Shape2 shape() const { return {c_.height, c_.width}; }
  int channels() const { return c_.channels; }
  int type() const { return c_.type; }
  bool is_binary() const { return c_.type == CEL_BOOL; }
  std::int64_t samples() const { return shape().size() * c_.channels; }
  /// All samples, interleaved; the caller knows the type.
  template <class T>
  const T* data() const {
    return static_cast<const T*>(c_.pixels.data);
  }
  /// A plane of one channel.
  template <class T>
  View2<const T> plane() const {
    return {data<T>(), shape()};
  }
  /// 0 or 1 for each pixel: its own mask or an ancestor's; empty without one.
  View2<const std::uint8_t> mask() const { return {static_cast<const std::uint8_t*>(c_.mask.data), shape()}; }
  bool has_mask() const { return c_.has_mask != 0; }
  View2<const std::uint8_t> crop_mask() const {
    return {static_cast<const std::uint8_t*>(c_.crop_mask.data), {c_.crop_height, c_.crop_width}};
  }
  /// The channels are images of their own, not colors.
  bool is_channel_stack() const { return c_.channel_stack != 0; }
  double scale() const { return c_.scale; }  ///< 0 where it is unknown
  std::string file_name() const { return to_string(c_.file_name); }
  std::string path_name() const { return to_string(c_.path_name); }

 private:
  cel_image c_{};
};

/// Objects as a module gets them; valid until run returns.
class Objects {
 public:
  Objects() = default;
  explicit Objects(const cel_objects& c) : c_(c) {}
  const cel_objects& c() const { return c_; }
  Shape2 shape() const { return {c_.height, c_.width}; }
  int count() const { return c_.count; }  ///< highest label
  int layers() const { return c_.layers; }
  View2<const std::int32_t> labels(int layer = 0) const {
    return {static_cast<const std::int32_t*>(c_.labels.data) + layer * shape().size(), shape()};
  }
  View2<const std::int32_t> unedited() const {
    return c_.unedited.data
               ? View2<const std::int32_t>{static_cast<const std::int32_t*>(c_.unedited.data), shape()}
               : labels();
  }
  View2<const std::int32_t> small_removed() const {
    return c_.small_removed.data
               ? View2<const std::int32_t>{static_cast<const std::int32_t*>(c_.small_removed.data), shape()}
               : unedited();
  }
  bool has_unedited() const { return c_.unedited.data != nullptr; }
  bool has_small_removed() const { return c_.small_removed.data != nullptr; }
  std::string parent_image() const { return to_string(c_.parent_image); }

 private:
  cel_objects c_{};
};

/// Hands a buffer over to the host.
template <class T>
cel_memory hand_over(Buffer<T>&& buffer) {
  if (!buffer.data()) return {};
  auto* owner = new Buffer<T>(std::move(buffer));
  return {owner->data(), owner, [](void* memory) { delete static_cast<Buffer<T>*>(memory); }};
}

/// Memory on its way to the host, released if it does not get there.
class OwnedMemory {
 public:
  OwnedMemory() = default;
  OwnedMemory(cel_memory memory) : memory_(memory) {}
  OwnedMemory(OwnedMemory&& other) noexcept : memory_(other.give()) {}
  OwnedMemory& operator=(OwnedMemory&& other) noexcept {
    std::swap(memory_, other.memory_);
    return *this;
  }
  ~OwnedMemory() {
    if (memory_.release) memory_.release(memory_.owner);
  }
  cel_memory give() { return std::exchange(memory_, {}); }

 private:
  cel_memory memory_{};
};

/// A new image: its pixels, and what it inherits.
struct NewImage {
  Shape2 shape;
  int channels = 1;
  int type = CEL_F32;
  OwnedMemory pixels{};
  OwnedMemory mask{};  ///< of the image's own shape
  OwnedMemory crop_mask{};
  Shape2 crop_shape{};
  std::string parent{};  ///< whose mask, crop, scale and file names it inherits
  double scale = 0;
  std::string file_name{}, path_name{};
  bool channel_stack = false;

  static NewImage of(Buffer<float>&& pixels, Shape2 shape, int channels = 1) {
    return {.shape = shape, .channels = channels, .type = CEL_F32, .pixels = hand_over(std::move(pixels))};
  }
  static NewImage of(Buffer<double>&& pixels, Shape2 shape, int channels = 1) {
    return {.shape = shape, .channels = channels, .type = CEL_F64, .pixels = hand_over(std::move(pixels))};
  }
  static NewImage of(Buffer<std::uint8_t>&& binary, Shape2 shape) {
    return {.shape = shape, .type = CEL_BOOL, .pixels = hand_over(std::move(binary))};
  }
};

/// A new object set. unedited and small_removed may stay empty: then they are as labels (see cel_objects).
struct NewObjects {
  Shape2 shape;
  int count = 0;  ///< highest label
  int layers = 1;
  Buffer<std::int32_t> labels, unedited, small_removed;
  std::string parent_image;
};

/// A decoded image file, in host memory.
class SourceImage {
 public:
  explicit SourceImage(const cel_raw_image& c) : c_(c) {}
  const cel_raw_image& c() const { return c_; }
  Shape2 shape() const { return {c_.height, c_.width}; }

 private:
  cel_raw_image c_;
};

/// Phase run (and the group hooks): one image set.
class ImageSet : public HostContext {
 public:
  ImageSet(const cel_host* host, cel_context* context) : HostContext(host, context), queue_(make_queue()) {}

  std::int64_t number() const { return host_->image_set_number(context_); }
  std::int64_t group_number() const { return host_->group_number(context_); }
  std::int64_t group_index() const { return host_->group_index(context_); }
  std::int64_t group_length() const { return host_->group_length(context_); }
  Queue& queue() { return queue_; }
  /// What the module gathers over the group (see cel_host::group_slot); made when first asked for.
  template <class T>
  T& group_state() const {
    void** slot = host_->group_slot(context_, [](void* state) { delete static_cast<T*>(state); });
    if (!slot) throw HostError("the module has no hook of a group: there is no state of one");
    if (!*slot) *slot = new T();
    return *static_cast<T*>(*slot);
  }
  void stop_if_cancelled() const {
    if (host_->is_cancelled(context_)) throw Cancelled();
  }

  Image image(std::string_view name) const {
    cel_image image{};
    image.struct_size = sizeof image;
    require(host_->get_image(context_, to_c(name), &image));
    return Image(image);
  }
  void add_image(std::string_view name, NewImage&& image) {
    cel_image c{};
    c.struct_size = sizeof c;
    c.type = image.type;
    c.height = image.shape.height;
    c.width = image.shape.width;
    c.channels = image.channels;
    c.pixels = image.pixels.give();
    c.mask = image.mask.give();
    c.crop_mask = image.crop_mask.give();
    c.crop_height = image.crop_shape.height;
    c.crop_width = image.crop_shape.width;
    c.parent = to_c(image.parent);
    c.scale = image.scale;
    c.file_name = to_c(image.file_name);
    c.path_name = to_c(image.path_name);
    c.channel_stack = image.channel_stack;
    require(host_->put_image(context_, to_c(name), &c));
  }
  /// An image that the module's make_image adds when somebody first asks for it.
  void offer_image(std::string_view name) { require(host_->offer_image(context_, to_c(name))); }
  Objects objects(std::string_view name) const {
    cel_objects objects{};
    objects.struct_size = sizeof objects;
    require(host_->get_objects(context_, to_c(name), &objects));
    return Objects(objects);
  }
  void add_objects(std::string_view name, NewObjects&& objects) {
    cel_objects c{};
    c.struct_size = sizeof c;
    c.height = objects.shape.height;
    c.width = objects.shape.width;
    c.layers = objects.layers;
    c.count = objects.count;
    c.labels = hand_over(std::move(objects.labels));
    c.unedited = hand_over(std::move(objects.unedited));
    c.small_removed = hand_over(std::move(objects.small_removed));
    c.parent_image = to_c(objects.parent_image);
    require(host_->put_objects(context_, to_c(name), &c));
  }
  /// The pixel index of an object set (of one layer).
  RegionsView regions(std::string_view name, int layer = 0) const {
    cel_regions c{};
    c.struct_size = sizeof c;
    require(host_->get_regions(context_, to_c(name), layer, &c));
    return {{c.height, c.width}, c.count, c.starts, c.pixels, static_cast<const Box*>(c.boxes)};
  }

  SourceImage read_source(std::string_view channel) const {
    cel_raw_image raw{};
    raw.struct_size = sizeof raw;
    require(host_->read_source(context_, to_c(channel), &raw));
    return SourceImage(raw);
  }
  SourceImage read_file(std::string_view path, int series = -1, int index = -1, int channel = -1) const {
    cel_raw_image raw{};
    raw.struct_size = sizeof raw;
    require(host_->read_file(context_, to_c(path), series, index, channel, &raw));
    return SourceImage(raw);
  }

  void measure(std::string_view object, std::string_view feature, const std::vector<double>& values,
               int type = CEL_VALUE_F64) {
    require(host_->measure(context_, to_c(object), to_c(feature), type, values.data(), values.size()));
  }
  void measure(std::string_view object, std::string_view feature, const double* values, std::uint64_t count,
               int type = CEL_VALUE_F64) {
    require(host_->measure(context_, to_c(object), to_c(feature), type, values, count));
  }
  void measure_image(std::string_view feature, double value, int type = CEL_VALUE_F64) {
    measure("Image", feature, &value, 1, type);
  }
  void measure_image(std::string_view feature, std::string_view text) {
    const cel_text value = to_c(text);
    require(host_->measure_text(context_, to_c("Image"), to_c(feature), &value, 1));
  }
  /// Values measured so far in this image set; nothing if nobody measured them.
  std::optional<std::vector<double>> values(std::string_view object, std::string_view feature) const {
    const double* data = nullptr;
    std::uint64_t count = 0;
    const cel_status status = host_->values(context_, to_c(object), to_c(feature), &data, &count);
    if (status == CEL_ABSENT) return std::nullopt;
    require(status);
    return std::vector<double>(data, data + count);
  }
  std::optional<std::string> image_text(std::string_view feature) const {
    const cel_text* data = nullptr;
    std::uint64_t count = 0;
    if (host_->texts(context_, to_c("Image"), to_c(feature), &data, &count) != CEL_OK || count == 0)
      return std::nullopt;
    return to_string(data[0]);
  }
  /// Relationships inside this image set.
  void relate(std::string_view relationship, std::string_view first_object, std::string_view second_object,
              const std::vector<std::int64_t>& first, const std::vector<std::int64_t>& second) {
    const std::vector<std::int64_t> here(first.size(), 0);
    require(host_->relate(context_, to_c(relationship), to_c(first_object), to_c(second_object), first.size(),
                          here.data(), first.data(), here.data(), second.data()));
  }

 private:
  Queue make_queue() const {
    cel_queue c{};
    c.struct_size = sizeof c;
    static_assert(sizeof(cel_queue) == sizeof(QueueBackend));
    require(host_->queue(context_, &c));
    QueueBackend backend;
    backend.kind = c.kind;
    backend.ordinal = c.ordinal;
    backend.threads = c.threads;
    backend.stream = c.stream;
    backend.self = c.self;
    backend.allocate = c.allocate;
    backend.release = c.release;
    backend.parallel_for = c.parallel_for;
    backend.launches = c.launches;
    backend.copies = c.copies;
    return Queue(backend);
  }
  Queue queue_;
};

/// A plane of an image file.
struct Plane {
  std::string url, path;
  int series = -1, index = -1, channel = -1;
};

/// Phase prepare_run: input modules build the image sets.
class RunSetup : public HostContext {
 public:
  using HostContext::HostContext;
  std::uint64_t plane_count() const { return host_->plane_count(context_); }
  Plane plane(std::uint64_t number) const {
    cel_plane c{};
    c.struct_size = sizeof c;
    require(host_->plane(context_, number, &c));
    return {to_string(c.url), to_string(c.path), c.series, c.index, c.channel};
  }
  std::uint64_t add_plane(const Plane& plane) {
    cel_plane c{};
    c.struct_size = sizeof c;
    c.url = to_c(plane.url);
    c.path = to_c(plane.path);
    c.series = plane.series;
    c.index = plane.index;
    c.channel = plane.channel;
    return host_->add_plane(context_, &c);
  }
  void keep(std::uint64_t plane, bool keep) { host_->keep_plane(context_, plane, keep); }
  bool is_kept(std::uint64_t plane) const { return host_->plane_is_kept(context_, plane) != 0; }
  void set_metadata(std::uint64_t plane, std::string_view key, std::string_view value) {
    host_->set_plane_metadata(context_, plane, to_c(key), to_c(value));
  }
  std::optional<std::string> metadata(std::uint64_t plane, std::string_view key) const {
    cel_text value{};
    if (host_->plane_metadata(context_, plane, to_c(key), &value) != CEL_OK) return std::nullopt;
    return to_string(value);
  }
  std::map<std::string, std::string> metadata(std::uint64_t plane) const {
    std::map<std::string, std::string> all;
    host_->plane_metadata_keys(context_, plane, &all, [](void* user, cel_text key, cel_text value) {
      static_cast<std::map<std::string, std::string>*>(user)->emplace(to_string(key), to_string(value));
    });
    return all;
  }
  struct FileInfo {
    int series = 1, planes = 1, channels = 1;
  };
  FileInfo inspect(std::uint64_t plane) const {
    FileInfo info;
    require(host_->inspect(context_, plane, &info.series, &info.planes, &info.channels));
    return info;
  }
  void set_metadata_type(std::string_view key, int type) {
    host_->set_metadata_type(context_, to_c(key), type);
  }
  int metadata_type(std::string_view key) const { return host_->metadata_type(context_, to_c(key)); }
  std::uint64_t add_image_set() { return host_->add_image_set(context_); }
  std::uint64_t image_set_count() const { return host_->image_set_count(context_); }
  void set_source(std::uint64_t image_set, std::string_view channel, std::uint64_t plane) {
    require(host_->set_source(context_, image_set, to_c(channel), plane));
  }
  void set_image_set_metadata(std::uint64_t image_set, std::string_view key, std::string_view value) {
    host_->set_image_set_metadata(context_, image_set, to_c(key), to_c(value));
  }
  std::optional<std::string> image_set_metadata(std::uint64_t image_set, std::string_view key) const {
    cel_text value{};
    if (host_->image_set_metadata(context_, image_set, to_c(key), &value) != CEL_OK) return std::nullopt;
    return to_string(value);
  }
  void set_value(std::uint64_t image_set, std::string_view feature, double value, int type = CEL_VALUE_F64) {
    host_->set_image_set_value(context_, image_set, to_c(feature), type, value, {});
  }
  void set_value(std::uint64_t image_set, std::string_view feature, std::string_view text) {
    host_->set_image_set_value(context_, image_set, to_c(feature), CEL_VALUE_TEXT, 0, to_c(text));
  }
  void set_experiment_value(std::string_view feature, std::string_view text) {
    host_->set_experiment_value(context_, to_c(feature), to_c(text));
  }
  void group_by(const std::vector<std::string>& keys, bool renumber) {
    std::vector<cel_text> texts;
    for (const auto& key : keys) texts.push_back(to_c(key));
    require(host_->group_by(context_, texts.data(), texts.size(), renumber));
  }
};

/// Phase finish_run: everything that was measured.
class Results : public HostContext {
 public:
  using HostContext::HostContext;
  std::vector<std::int64_t> image_sets() const {
    std::vector<std::int64_t> all;
    host_->stored_image_sets(context_, &all, [](void* user, std::int64_t number) {
      static_cast<std::vector<std::int64_t>*>(user)->push_back(number);
    });
    return all;
  }
  std::vector<Column> measured_columns() const {
    std::vector<Column> all;
    host_->stored_columns(context_, &all, &append_column);
    return all;
  }
  /// NaN where CellProfiler has NaN; nothing where there is no value at all.
  std::optional<std::vector<double>> values(std::int64_t image_set, std::string_view object,
                                            std::string_view feature) const {
    const double* data = nullptr;
    std::uint64_t count = 0;
    if (host_->stored_values(context_, image_set, to_c(object), to_c(feature), &data, &count) != CEL_OK)
      return std::nullopt;
    return std::vector<double>(data, data + count);
  }
  std::optional<std::vector<std::string>> texts(std::int64_t image_set, std::string_view object,
                                                std::string_view feature) const {
    const cel_text* data = nullptr;
    std::uint64_t count = 0;
    if (host_->stored_texts(context_, image_set, to_c(object), to_c(feature), &data, &count) != CEL_OK)
      return std::nullopt;
    std::vector<std::string> all;
    for (std::uint64_t i = 0; i < count; ++i) all.push_back(to_string(data[i]));
    return all;
  }
  void measure_experiment(std::string_view feature, double value, int type = CEL_VALUE_F64) {
    require(host_->measure_experiment(context_, to_c(feature), type, value));
  }
  struct Relationship {
    int module_number;
    std::string relationship, first_object, second_object;
    std::int64_t first_image, first, second_image, second;
  };
  std::vector<Relationship> stored_relationships(std::int64_t image_set) const {
    std::vector<Relationship> all;
    host_->stored_relationships(context_, image_set, &all,
                                [](void* user, std::int32_t number, cel_text relationship,
                                   cel_text first_object, std::int64_t first_image, std::int64_t first,
                                   cel_text second_object, std::int64_t second_image, std::int64_t second) {
                                  static_cast<std::vector<Relationship>*>(user)->push_back(
                                      {number, to_string(relationship), to_string(first_object),
                                       to_string(second_object), first_image, first, second_image, second});
                                });
    return all;
  }
};

// --------------------------------------------------------------------------------------------- registration

/// What a module says of itself.
struct ModuleInfo {
  int revision = 1;
  const char* category = "";
  const char* summary = "";
  const char* const* aliases = nullptr;  ///< older names, ended by null
};

/// Facts of the pipeline file that a module may want beside its settings.
struct ModuleEntryInfo {
  int number = 0;
  std::string name;  ///< as in the file
};

/// Leaves out the rest of the image set; thrown by run.
struct SkipImageSet {};

namespace detail {

/// Turns what a function throws into a status and a message.
template <class F>
cel_status guard(const cel_host* host, cel_context* context, const F& f) {
  try {
    f();
    return CEL_OK;
  } catch (const SkipImageSet&) {
    return CEL_SKIPPED;
  } catch (const Cancelled&) {
    return CEL_CANCELLED;
  } catch (const std::bad_alloc&) {
    host->set_error(context, to_c("out of memory"));
  } catch (const std::exception& error) {
    host->set_error(context, to_c(error.what()));
  } catch (...) {
    host->set_error(context, to_c("unknown exception"));
  }
  return CEL_ERROR;
}

template <class Module>
cel_status create(const cel_host* host, cel_context* context, const cel_module_entry* entry, void** module) {
  return guard(host, context, [&] {
    Upgrade upgrade{to_string(entry->name), entry->revision, {}};
    for (std::uint64_t i = 0; i < entry->value_count; ++i)
      upgrade.values.push_back(to_string(entry->values[i]));
    if constexpr (requires { Module::upgrade(upgrade); }) {
      // Also of the current revision: settings blocks that are nested in a module have versions of their own.
      if (upgrade.revision <= Module::info.revision) Module::upgrade(upgrade);
    }
    if (upgrade.revision != Module::info.revision) {
      const std::string message =
          "revision " + std::to_string(entry->revision) + " of the settings is not supported (" +
          (upgrade.revision > Module::info.revision ? "newer than " : "the current one is ") +
          std::to_string(Module::info.revision) + ")";
      host->fault(context, -1, {}, to_c(message));
      return;
    }
    std::vector<cel_text> values;
    for (const auto& value : upgrade.values) values.push_back(to_c(value));
    typename Module::Settings settings;
    Binder binder(values.data(), values.size());
    settings.bind(binder);
    bool good = true;
    for (const auto& fault : binder.faults()) {
      if constexpr (requires { settings.is_hidden(std::string_view()); }) {
        if (settings.is_hidden(fault.text)) continue;  // CellProfiler does not look at what it does not show
      }
      good = false;
      host->fault(context, fault.index, to_c(fault.text), to_c(fault.message));
    }
    if (good)
      *module = new Module(std::move(settings), ModuleEntryInfo{entry->number, to_string(entry->name)});
  });
}

template <class Module>
const cel_module_class& module_class(const char* name) {
  static const cel_module_class result = [name] {
    cel_module_class c{};
    c.struct_size = sizeof c;
    c.revision = Module::info.revision;
    c.name = name;
    c.aliases = Module::info.aliases;
    c.category = Module::info.category;
    c.summary = Module::info.summary;
    c.describe = [](void* user, void (*each)(void*, const cel_setting*)) {
      typename Module::Settings settings;
      Binder binder([&](const cel_setting& row) { each(user, &row); });
      settings.bind(binder);
    };
    c.create = &create<Module>;
    c.destroy = [](void* module) { delete static_cast<Module*>(module); };
    c.declare = [](const void* module, const cel_host* host, cel_context* context) {
      return guard(host, context, [&] {
        Declaration declaration(host, context);
        static_cast<const Module*>(module)->declare(declaration);
      });
    };
#define CEL_HOOK(hook, Phase)                                                     \
  if constexpr (requires(const Module& m, Phase& phase) { m.hook(phase); })       \
    c.hook = [](const void* module, const cel_host* host, cel_context* context) { \
      return guard(host, context, [&] {                                           \
        Phase phase(host, context);                                               \
        static_cast<const Module*>(module)->hook(phase);                          \
      });                                                                         \
    };
    CEL_HOOK(prepare_run, RunSetup)
    CEL_HOOK(prepare_group, ImageSet)
    CEL_HOOK(run, ImageSet)
    CEL_HOOK(finish_group, ImageSet)
    CEL_HOOK(finish_run, Results)
    CEL_HOOK(gather, ImageSet)
#undef CEL_HOOK
    if constexpr (requires(const Module& m) { m.gathers_from(); })
      c.gathers_from = [](const void* module) {
        return to_c(static_cast<const Module*>(module)->gathers_from());
      };
    if constexpr (requires(const Module& m, ImageSet& images, std::string_view name) {
                    m.make_image(images, name);
                  })
      c.make_image = [](const void* module, const cel_host* host, cel_context* context, cel_text image) {
        return guard(host, context, [&] {
          ImageSet images(host, context);
          static_cast<const Module*>(module)->make_image(images, to_view(image));
        });
      };
    if constexpr (requires(const Module& m) { m.works_on_groups(); })
      c.works_on_groups = [](const void* module) -> std::int32_t {
        return static_cast<const Module*>(module)->works_on_groups();
      };
    return c;
  }();
  return result;
}

}  // namespace detail
}  // namespace cellerate

/// Defines a plugin of several modules (pointers to their classes). In a shared library of its own (built
/// with CEL_PLUGIN_LIBRARY) the symbol is cel_plugin_entry; built-in plugins have one symbol each.
#if defined(CEL_PLUGIN_LIBRARY)
#define CEL_PLUGIN_ENTRY(Name) cel_plugin_entry
#else
#define CEL_PLUGIN_ENTRY(Name) cel_plugin_entry_##Name
#endif
#define CEL_PLUGIN(Name, ...)                                                   \
  extern "C" CEL_PLUGIN_EXPORT const cel_plugin* CEL_PLUGIN_ENTRY(Name)(void) { \
    static const cel_module_class* const modules[] = {__VA_ARGS__};             \
    static const cel_plugin plugin = {sizeof(cel_plugin),                       \
                                      CEL_PLUGIN_ABI_MAJOR,                     \
                                      CEL_PLUGIN_ABI_MINOR,                     \
                                      #Name,                                    \
                                      "",                                       \
                                      modules,                                  \
                                      sizeof modules / sizeof *modules};        \
    return &plugin;                                                             \
  }
/// Defines the plugin of one module.
#define CEL_MODULE(Class) CEL_PLUGIN(Class, &::cellerate::detail::module_class<Class>(#Class))
