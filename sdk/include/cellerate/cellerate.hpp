/// C++17 over cellerate.h, header-only: handles that close themselves, exceptions in place of statuses, and
/// cv::Mat where <opencv2/core.hpp> was included before (or CELLERATE_WITH_OPENCV is defined).
///
///     cellerate::Pipeline pipeline("cells.cppipe");
///     cellerate::Session session(pipeline);
///     cellerate::ImageSet images;
///     images.add("DNA", frame, height, width);           // borrowed until on_release
///     session.submit(std::move(images));
///     while (auto result = session.next())
///       for (double area : result->values("Nuclei", "AreaShape_Area")) ...
///
/// Threads, ownership and lifetimes are those of cellerate.h.
// SPDX-License-Identifier: BSD-3-Clause
#ifndef CELLERATE_CELLERATE_HPP
#define CELLERATE_CELLERATE_HPP

#include <cellerate/cellerate.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(CELLERATE_WITH_OPENCV) && !defined(CV_VERSION)
#include <opencv2/core.hpp>
#endif

namespace cellerate {
// What follows is compiled into programs: its names are not those of the library's own classes.
inline namespace v1 {

/// A call failed; what() is cel_last_error().
class Error : public std::runtime_error {
 public:
  Error(cel_status status, const std::string& message) : std::runtime_error(message), status_(status) {}
  cel_status status() const { return status_; }

 private:
  cel_status status_;
};

namespace abi {

inline void check(cel_status status) {
  if (status != CEL_OK) throw Error(status, cel_last_error());
}

template <class T>
T sized() {
  T value{};
  value.struct_size = sizeof(T);
  return value;
}

/// What a function of the C ABI gives by its last argument.
template <class T, class Get, class... Arguments>
T given(const Get& get, Arguments... arguments) {
  T value = sized<T>();
  check(get(arguments..., &value));
  return value;
}

template <class T, class Handle>
std::vector<T> entries(const Handle* handle, std::uint64_t count,
                       cel_status (*get)(const Handle*, std::uint64_t, T*)) {
  std::vector<T> all;
  for (std::uint64_t i = 0; i < count; ++i) all.push_back(given<T>(get, handle, i));
  return all;
}

template <class T>
constexpr std::int32_t sample_type() {
  if constexpr (std::is_same_v<T, bool>) return CEL_BOOL;
  if constexpr (std::is_same_v<T, std::uint8_t>) return CEL_U8;
  if constexpr (std::is_same_v<T, std::int8_t>) return CEL_I8;
  if constexpr (std::is_same_v<T, std::uint16_t>) return CEL_U16;
  if constexpr (std::is_same_v<T, std::int16_t>) return CEL_I16;
  if constexpr (std::is_same_v<T, std::uint32_t>) return CEL_U32;
  if constexpr (std::is_same_v<T, std::int32_t>) return CEL_I32;
  if constexpr (std::is_same_v<T, std::uint64_t>) return CEL_U64;
  if constexpr (std::is_same_v<T, std::int64_t>) return CEL_I64;
  if constexpr (std::is_same_v<T, float>) return CEL_F32;
  if constexpr (std::is_same_v<T, double>) return CEL_F64;
  return 0;
}

}  // namespace abi

/// Values of a result, which must outlive it.
template <class T>
class View {
 public:
  View(const T* data, std::size_t size) : data_(data), size_(size) {}
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  const T* data() const { return data_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t i) const { return data_[i]; }

 private:
  const T* data_;
  std::size_t size_;
};

/// How long to wait; nothing: for as long as it takes.
using Timeout = std::optional<std::chrono::milliseconds>;

inline std::int64_t milliseconds_of(Timeout timeout) { return timeout ? timeout->count() : -1; }

/// Texts may be empty: then they are the defaults of cel_load_options.
struct LoadOptions {
  std::string plugin_path, data_file, input_folder, output_folder;
  void (*log)(void* user, std::int32_t level, const char* message) = nullptr;
  void* log_user = nullptr;
};

class Pipeline {
 public:
  /// Reads a file. A pipeline with faults is there, too: see faults(). @throws Error
  explicit Pipeline(const std::string& file, const LoadOptions& options = {}) {
    take([&](const cel_load_options* c,
             cel_pipeline** handle) { return cel_pipeline_open(file.c_str(), c, handle); },
         options);
  }
  /// Reads the content of a file. @throws Error
  static Pipeline parse(const std::string& bytes, const std::string& name, const LoadOptions& options = {}) {
    Pipeline pipeline;
    pipeline.take(
        [&](const cel_load_options* c, cel_pipeline** handle) {
          return cel_pipeline_parse(bytes.data(), bytes.size(), name.c_str(), c, handle);
        },
        options);
    return pipeline;
  }

  const cel_pipeline* c() const { return handle_.get(); }
  std::vector<cel_fault_info> faults() const {
    return abi::entries(c(), cel_pipeline_fault_count(c()), cel_pipeline_fault);
  }
  std::vector<cel_channel_info> channels() const {
    return abi::entries(c(), cel_pipeline_channel_count(c()), cel_pipeline_channel);
  }
  std::vector<cel_module_info> modules() const {
    return abi::entries(c(), cel_pipeline_module_count(c()), cel_pipeline_module);
  }
  std::vector<cel_object_set_info> object_sets() const {
    return abi::entries(c(), cel_pipeline_object_set_count(c()), cel_pipeline_object_set);
  }
  std::vector<cel_column_info> columns() const {
    return abi::entries(c(), cel_pipeline_column_count(c()), cel_pipeline_column);
  }
  cel_setting_info setting(std::int32_t module_number, std::uint64_t index) const {
    return abi::given<cel_setting_info>(cel_pipeline_setting, c(), module_number, index);
  }
  /// The first setting of a module with this text. @throws Error CEL_ABSENT
  std::uint64_t find_setting(std::int32_t module_number, const std::string& text) const {
    for (std::uint64_t index = 0;; ++index)
      if (setting(module_number, index).text == text) return index;
  }

 private:
  struct Close {
    void operator()(cel_pipeline* handle) const { cel_pipeline_close(handle); }
  };

  Pipeline() = default;
  template <class Load>
  void take(const Load& load, const LoadOptions& options) {
    const auto text = [](const std::string& from) { return from.empty() ? nullptr : from.c_str(); };
    auto c_options = abi::sized<cel_load_options>();
    c_options.plugin_path = text(options.plugin_path);
    c_options.data_file = text(options.data_file);
    c_options.input_folder = text(options.input_folder);
    c_options.output_folder = text(options.output_folder);
    c_options.log = options.log;
    c_options.log_user = options.log_user;
    cel_pipeline* handle = nullptr;
    const cel_status status = load(&c_options, &handle);
    handle_.reset(handle);
    if (status != CEL_FAULTY) abi::check(status);
  }

  std::unique_ptr<cel_pipeline, Close> handle_;
};

/// Channels and metadata for Session::submit().
class ImageSet {
 public:
  /// Pixels of somebody else; see cel_channel for what else can be said of them. The reference is valid until
  /// the next add.
  template <class T>
  cel_channel& add(const std::string& name, const T* pixels, int height, int width, int samples = 1,
                   std::int64_t row_stride = 0) {
    static_assert(abi::sample_type<T>() != 0, "no type of pixels");
    auto channel = abi::sized<cel_channel>();
    channel.type = abi::sample_type<T>();
    channel.pixels = pixels;
    channel.height = height;
    channel.width = width;
    channel.channels = samples;
    channel.row_stride = row_stride;
    return add(name, channel);
  }
  /// Pixels that the image set keeps.
  template <class T>
  cel_channel& add(const std::string& name, std::vector<T> pixels, int height, int width, int samples = 1) {
    auto kept = std::make_shared<const std::vector<T>>(std::move(pixels));
    cel_channel& channel = add(name, kept->data(), height, width, samples);
    kept_.push_back(std::move(kept));
    return channel;
  }
  /// The name and struct_size are filled in.
  cel_channel& add(const std::string& name, cel_channel channel) {
    names_.push_back(std::make_unique<std::string>(name));
    channel.name = names_.back()->c_str();
    channels_.push_back(channel);
    return channels_.back();
  }
#if defined(CV_VERSION)
  /// Shares the matrix. Three channels are red, green, blue here: cv::cvtColor(..., cv::COLOR_BGR2RGB)
  /// before.
  cel_channel& add(const std::string& name, const cv::Mat& image) {
    constexpr std::int32_t kTypes[] = {CEL_U8, CEL_I8, CEL_U16, CEL_I16, CEL_I32, CEL_F32, CEL_F64};
    if (image.dims != 2 || image.depth() > CV_64F) throw Error(CEL_INVALID, name + ": not an image");
    auto channel = abi::sized<cel_channel>();
    channel.type = kTypes[image.depth()];
    channel.pixels = image.data;
    channel.height = image.rows;
    channel.width = image.cols;
    channel.channels = image.channels();
    channel.row_stride = static_cast<std::int64_t>(image.step[0]);
    kept_.push_back(std::make_shared<const cv::Mat>(image));
    return add(name, channel);
  }
#endif
  void add_metadata(std::string key, std::string value) {
    metadata_.emplace_back(std::move(key), std::move(value));
  }
  void set_user_tag(void* tag) { user_tag_ = tag; }
  /// Called once when the pixels are not needed any more, by a thread of the session; must not throw.
  void on_release(std::function<void()> release) { release_ = std::move(release); }

 private:
  friend class Session;
  struct Borrowed {
    std::vector<std::shared_ptr<const void>> kept;
    std::function<void()> release;
  };

  std::vector<cel_channel> channels_;
  std::vector<std::unique_ptr<std::string>> names_;
  std::vector<std::pair<std::string, std::string>> metadata_;
  std::vector<std::shared_ptr<const void>> kept_;
  std::function<void()> release_;
  void* user_tag_ = nullptr;
};

/// What came of an image set. What it hands out lives as long as it does.
class Result {
 public:
  /// Takes the handle over.
  explicit Result(cel_result* handle)
      : handle_(handle), info_(abi::given<cel_result_info>(cel_result_get_info, handle)) {}

  const cel_result* c() const { return handle_.get(); }
  const cel_result_info& info() const { return info_; }
  bool ok() const { return info_.status == CEL_OK; }
  std::vector<cel_table> tables() const { return abi::entries(c(), info_.table_count, cel_result_get_table); }
  std::vector<cel_table_column> columns(const cel_table& table) const {
    std::vector<cel_table_column> all;
    for (std::uint64_t i = 0; i < table.columns; ++i)
      all.push_back(abi::given<cel_table_column>(cel_result_get_column, c(), table.index, i));
    return all;
  }
  cel_table table(const std::string& object) const {
    return abi::given<cel_table>(cel_result_find_table, c(), object.c_str());
  }
  /// One value an object. @throws Error CEL_ABSENT if it was not measured
  View<double> values(const std::string& object, const std::string& feature) const {
    return {column(object, feature).values, static_cast<std::size_t>(table(object).rows)};
  }
  /// Of the image. @throws Error CEL_ABSENT if it was not measured
  double image_value(const std::string& feature) const { return values("Image", feature)[0]; }
  std::string image_text(const std::string& feature) const {
    const cel_table_column found = column("Image", feature);
    if (!found.texts) throw Error(CEL_ABSENT, feature + " is no text");
    return found.texts[0];
  }
  cel_labels labels(const std::string& object) const {
    return abi::given<cel_labels>(cel_result_find_labels, c(), object.c_str());
  }
#if defined(CV_VERSION)
  /// CV_32S, over the result's own memory. Layers, where objects overlap, stand one below the other.
  cv::Mat label_matrix(const std::string& object) const {
    const cel_labels found = labels(object);
    return {found.height * found.layers, found.width, CV_32S, const_cast<std::int32_t*>(found.pixels)};
  }
#endif

 private:
  struct Free {
    void operator()(cel_result* handle) const { cel_result_free(handle); }
  };

  cel_table_column column(const std::string& object, const std::string& feature) const {
    return abi::given<cel_table_column>(cel_result_find_column, c(), object.c_str(), feature.c_str());
  }

  std::unique_ptr<cel_result, Free> handle_;
  cel_result_info info_;
};

/// As cel_session_options; empty texts and zeros are its defaults.
struct SessionOptions {
  int jobs = 0, threads = 0;
  std::string device, database, label_folder;
  std::uint64_t max_in_flight = 0, max_bytes = 0;
  std::vector<std::string> labels;
  std::vector<std::int32_t> partial_after;
  /// Gets every result, on a thread of the session; must not throw. Empty: next() gives them.
  std::function<void(Result)> on_result;
};

class Session {
 public:
  /// @throws Error
  explicit Session(const Pipeline& pipeline, SessionOptions options = {})
      : on_result_(std::make_unique<std::function<void(Result)>>(std::move(options.on_result))) {
    const auto text = [](const std::string& from) { return from.empty() ? nullptr : from.c_str(); };
    std::vector<const char*> labels;
    for (const std::string& name : options.labels) labels.push_back(name.c_str());
    auto c_options = abi::sized<cel_session_options>();
    c_options.jobs = options.jobs;
    c_options.threads = options.threads;
    c_options.device = text(options.device);
    c_options.max_in_flight = options.max_in_flight;
    c_options.max_bytes = options.max_bytes;
    c_options.database = text(options.database);
    c_options.label_folder = text(options.label_folder);
    c_options.labels = labels.data();
    c_options.label_count = labels.size();
    c_options.partial_after = options.partial_after.data();
    c_options.partial_count = options.partial_after.size();
    c_options.user = on_result_.get();
    if (*on_result_)
      c_options.on_result = [](void* user, cel_result* result) {
        (*static_cast<std::function<void(Result)>*>(user))(Result(result));
      };
    cel_session* handle = nullptr;
    abi::check(cel_session_open(pipeline.c(), &c_options, &handle));
    handle_.reset(handle);
  }

  cel_session* c() const { return handle_.get(); }
  std::string device() const { return cel_session_device(c()); }

  /// Waits for room. @return the number of the image set. @throws Error
  std::int64_t submit(ImageSet images) { return *try_submit(images, std::nullopt); }
  /// @return nothing if there is no room in that time; then `images` is as it was. @throws Error
  std::optional<std::int64_t> try_submit(ImageSet& images, Timeout timeout = std::chrono::milliseconds(0)) {
    std::vector<cel_metadata> metadata;
    for (const auto& [key, value] : images.metadata_) metadata.push_back({key.c_str(), value.c_str()});
    auto borrowed = std::make_unique<ImageSet::Borrowed>();
    borrowed->kept = images.kept_;
    borrowed->release = images.release_;
    auto c_images = abi::sized<cel_image_set>();
    c_images.channel_count = images.channels_.size();
    c_images.channels = images.channels_.data();
    c_images.metadata_count = metadata.size();
    c_images.metadata = metadata.data();
    c_images.user_tag = images.user_tag_;
    c_images.owner = borrowed.get();
    c_images.release = [](void* owner) {
      const std::unique_ptr<ImageSet::Borrowed> done(static_cast<ImageSet::Borrowed*>(owner));
      if (done->release) done->release();
    };
    std::int64_t number = 0;
    const cel_status status = cel_session_submit(c(), &c_images, milliseconds_of(timeout), &number);
    if (status == CEL_BUSY) return std::nullopt;
    abi::check(status);
    static_cast<void>(borrowed.release());  // until c_images.release
    return number;
  }
  /// @return nothing if there is no result in that time, or none to come. @throws Error
  std::optional<Result> next(Timeout timeout = std::nullopt) {
    cel_result* result = nullptr;
    const cel_status status = cel_session_next(c(), milliseconds_of(timeout), &result);
    if (status == CEL_ABSENT) return std::nullopt;
    abi::check(status);
    return Result(result);
  }
  /// @return whether all that was submitted before is done. @throws Error
  bool flush(Timeout timeout = std::nullopt) {
    const cel_status status = cel_session_flush(c(), milliseconds_of(timeout));
    if (status != CEL_BUSY) abi::check(status);
    return status == CEL_OK;
  }
  /// @return whether it is in flight
  bool cancel(std::int64_t number) { return cel_session_cancel(c(), number) == CEL_OK; }
  void cancel_all() { abi::check(cel_session_cancel_all(c())); }
  /// @throws Error CEL_FAULTY if the pipeline cannot run with it
  void set(std::int32_t module_number, std::uint64_t index, const std::string& value) {
    abi::check(cel_session_set(c(), module_number, index, value.c_str()));
  }
  cel_session_state state() const {
    auto state = abi::sized<cel_session_state>();
    abi::check(cel_session_get_state(c(), &state));
    return state;
  }
  /// Computes what is in flight and completes the database; the destructor does it too, but tells no error.
  /// @throws Error
  void close() { abi::check(cel_session_close(handle_.release())); }

 private:
  struct Close {
    void operator()(cel_session* handle) const { cel_session_close(handle); }
  };

  std::unique_ptr<std::function<void(Result)>> on_result_;  ///< outlives the session
  std::unique_ptr<cel_session, Close> handle_;
};

}  // namespace v1
}  // namespace cellerate
#endif
