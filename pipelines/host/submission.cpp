// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/host/submission.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>

#include "cuda/core/stream_order.hpp"
#include "pipelines/host/api_guard.hpp"

namespace cellerate {
namespace {

struct SampleType {
  PixelType type;
  bool is_integer;
};

SampleType sample_type(std::int32_t type) {
  switch (type) {
    case CEL_BOOL:
      return {PixelType::Bool, false};
    case CEL_U8:
      return {PixelType::UInt8, true};
    case CEL_I8:
      return {PixelType::Int8, true};
    case CEL_U16:
      return {PixelType::UInt16, true};
    case CEL_I16:
      return {PixelType::Int16, true};
    case CEL_U32:
      return {PixelType::UInt32, true};
    case CEL_I32:
      return {PixelType::Int32, true};
    case CEL_U64:
      return {PixelType::UInt64, true};
    case CEL_I64:
      return {PixelType::Int64, true};
    case CEL_F32:
      return {PixelType::Float32, false};
    case CEL_F64:
      return {PixelType::Float64, false};
    default:
      throw invalid("its type " + std::to_string(type) + " is none of CEL_BOOL ... CEL_U64");
  }
}

double scale_of(const cel_channel& channel, const SampleType& sample) {
  const int bits = static_cast<int>(8 * pixel_size(sample.type));
  if (!std::isfinite(channel.full_scale) || channel.full_scale < 0)
    throw invalid("full_scale must be a number above 0");
  if (channel.significant_bits < 0 || channel.significant_bits > bits ||
      (channel.significant_bits && !sample.is_integer))
    throw invalid("significant_bits is " + std::to_string(channel.significant_bits) + ", its type has " +
                  (sample.is_integer ? std::to_string(bits) + " bits" : "none"));
  if (channel.full_scale > 0) return channel.full_scale;
  if (channel.significant_bits) return std::ldexp(1.0, channel.significant_bits) - 1;
  return default_scale(sample.type);
}

SubmittedChannel checked_channel(const cel_channel& given, bool session_on_gpu) {
  SubmittedChannel channel;
  const SampleType sample = sample_type(given.type);
  channel.type = sample.type;
  channel.scale = scale_of(given, sample);
  channel.height = given.height;
  channel.width = given.width;
  channel.channels = given.channels ? given.channels : 1;
  if (given.height < 1 || given.width < 1 || channel.channels < 1)
    throw invalid("it has " + std::to_string(given.height) + " x " + std::to_string(given.width) +
                  " pixels of " + std::to_string(channel.channels) + " samples: all must be at least 1");
  if (!given.pixels) throw invalid("its pixels are null");
  channel.pixels = given.pixels;
  channel.row_stride = given.row_stride ? given.row_stride : channel.row_bytes();
  if (channel.row_stride < channel.row_bytes())
    throw invalid("row_stride is " + std::to_string(given.row_stride) + ", but a row has " +
                  std::to_string(channel.row_bytes()) + " bytes");
  if (given.memory != CEL_MEMORY_HOST && given.memory != CEL_MEMORY_CUDA)
    throw invalid("its memory " + std::to_string(given.memory) +
                  " is neither CEL_MEMORY_HOST nor CEL_MEMORY_CUDA");
  channel.on_gpu = given.memory == CEL_MEMORY_CUDA;
  if (channel.on_gpu && !session_on_gpu)
    throw ApiError(CEL_UNSUPPORTED, "its pixels are in CUDA memory, but the session runs on the CPU");
  channel.stream = given.stream;
  if (given.file_name) channel.file_name = given.file_name;
  if (given.path_name) channel.path_name = given.path_name;
  return channel;
}

std::vector<SubmittedChannel> read_channels(const cel_image_set& image_set, bool session_on_gpu) {
  std::vector<SubmittedChannel> channels;
  const auto* at = reinterpret_cast<const unsigned char*>(image_set.channels);
  for (std::uint64_t i = 0; i < image_set.channel_count; ++i, at += image_set.channels->struct_size) {
    const cel_channel given = read_versioned(*reinterpret_cast<const cel_channel*>(at), "cel_channel");
    if (!given.name) throw invalid("channel " + std::to_string(i) + " has no name");
    try {
      channels.push_back(checked_channel(given, session_on_gpu));
    } catch (const ApiError& error) {
      throw ApiError(error.status, "channel '" + std::string(given.name) + "': " + error.what());
    }
    channels.back().name = given.name;
  }
  return channels;
}

/// Every channel of the pipeline once, and no other.
void check_names(const std::vector<SubmittedChannel>& channels, const std::vector<ChannelInfo>& needed) {
  std::set<std::string> names;
  for (const SubmittedChannel& channel : channels) {
    if (!names.insert(channel.name).second) throw invalid("channel '" + channel.name + "' is there twice");
    if (std::none_of(needed.begin(), needed.end(),
                     [&](const ChannelInfo& info) { return info.name == channel.name; }))
      throw invalid("channel '" + channel.name + "': the pipeline has no such channel");
  }
  for (const ChannelInfo& info : needed)
    if (!names.contains(info.name)) throw invalid("channel '" + info.name + "' is missing");
}

Measurement text(const std::string& value, int module_number = 0) {
  return {CEL_VALUE_TEXT, {}, {value}, module_number};
}

std::optional<double> number_of(const std::string& value) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return number;
}

bool is_whole(double number) { return number == std::floor(number) && std::abs(number) < 0x1p31; }

/// As a table would have had it whose module nobody gave one: numbers are numbers.
Measurement table_value(const std::string& value) {
  const auto number = number_of(value);
  if (!number) return text(value);
  return {is_whole(*number) ? CEL_VALUE_INTEGER : CEL_VALUE_F64, {*number}, {}, 0};
}

/// Metadata has the type that the pipeline declares for it; text if it says nothing.
Measurement metadata_value(const std::string& feature, const std::string& value, const PipelineFacts& facts) {
  const auto column =
      std::find_if(facts.columns.begin(), facts.columns.end(), [&](const DeclaredColumn& declared) {
        return declared.object == "Image" && declared.feature == feature;
      });
  if (column == facts.columns.end())
    return facts.options.contains("unknown-inputs") ? table_value(value) : text(value);
  if (column->type == CEL_VALUE_TEXT || column->type == CEL_VALUE_BLOB) return text(value);
  const auto number = number_of(value);
  const bool integer = column->type == CEL_VALUE_INTEGER;
  if (!number || (integer && !is_whole(*number)))
    throw invalid(feature + ": '" + value + "' is no " + (integer ? "whole number" : "number"));
  return {column->type, {*number}, {}, column->module_number};
}

void read_metadata(Submission& submission, const cel_image_set& image_set) {
  for (std::uint64_t i = 0; i < image_set.metadata_count; ++i) {
    const cel_metadata& given = image_set.metadata[i];
    if (!given.key || !*given.key || !given.value)
      throw invalid("metadata " + std::to_string(i) + " has no key or no value");
    const std::string feature = std::string("Metadata_") + given.key;
    submission.row.values[feature] =
        metadata_value(feature, given.value, submission.pipeline->loaded().facts());
    submission.row.metadata[given.key] = given.value;
    submission.metadata.emplace_back(given.key, given.value);
  }
}

void add_file_names(ImageSetRow& row, const std::vector<SubmittedChannel>& channels,
                    const std::vector<ChannelInfo>& needed) {
  for (const ChannelInfo& info : needed) {
    const auto channel = std::find_if(channels.begin(), channels.end(),
                                      [&](const SubmittedChannel& given) { return given.name == info.name; });
    const std::string prefix = info.kind == CEL_NAME_OBJECTS ? "Objects" : "";
    if (!channel->file_name.empty())
      row.values[prefix + "FileName_" + info.name] = text(channel->file_name, info.module_number);
    if (!channel->path_name.empty())
      row.values[prefix + "PathName_" + info.name] = text(channel->path_name, info.module_number);
  }
}

/// The rows one behind the other.
ByteBuffer packed(const SubmittedChannel& channel, const void* pixels) {
  const auto row_bytes = static_cast<std::size_t>(channel.row_bytes());
  ByteBuffer rows(row_bytes * static_cast<std::size_t>(channel.height));
  const auto* from = static_cast<const std::byte*>(pixels);
  for (int y = 0; y < channel.height; ++y, from += channel.row_stride)
    std::memcpy(rows.data() + static_cast<std::size_t>(y) * row_bytes, from, row_bytes);
  return rows;
}

/// Modules get pixels in host memory.
ByteBuffer from_gpu(Queue& queue, const SubmittedChannel& channel) {
  wait_for_stream(queue, channel.stream);
  ByteBuffer rows(static_cast<std::size_t>(channel.row_stride * (channel.height - 1) + channel.row_bytes()));
  queue.copy_out(rows.data(), channel.pixels, rows.size());
  return channel.has_gaps() ? packed(channel, rows.data()) : std::move(rows);
}

bool is_aligned(const SubmittedChannel& channel) {
  return reinterpret_cast<std::uintptr_t>(channel.pixels) % pixel_size(channel.type) == 0;
}

}  // namespace

std::uint64_t Submission::bytes() const {
  std::uint64_t sum = 0;
  for (const SubmittedChannel& channel : channels)
    sum += static_cast<std::uint64_t>(channel.row_bytes()) * static_cast<std::uint64_t>(channel.height);
  return sum;
}

std::shared_ptr<Submission> read_submission(const cel_image_set& given,
                                            std::shared_ptr<SubmittablePipeline> pipeline,
                                            bool session_on_gpu) {
  const cel_image_set image_set = read_versioned(given, "cel_image_set");
  if (image_set.channel_count) required(image_set.channels, "channels");
  if (image_set.metadata_count) required(image_set.metadata, "metadata");
  auto submission = std::make_shared<Submission>();
  submission->pipeline = std::move(pipeline);
  submission->channels = read_channels(image_set, session_on_gpu);
  const std::vector<ChannelInfo>& needed = submission->pipeline->channels();
  check_names(submission->channels, needed);
  read_metadata(*submission, image_set);
  add_file_names(submission->row, submission->channels, needed);
  submission->user_tag = image_set.user_tag;
  submission->release = image_set.release;
  submission->owner = image_set.owner;
  return submission;
}

std::shared_ptr<const DecodedSource> SubmittedImages::read(const std::string& name) {
  const auto& channels = submission_->channels;
  const auto found = std::find_if(channels.begin(), channels.end(),
                                  [&](const SubmittedChannel& channel) { return channel.name == name; });
  if (found == channels.end() || !submission_->lease)
    throw std::invalid_argument("the image set has no pixels for '" + name + "'");
  auto source = std::make_shared<DecodedSource>();
  source->lease = submission_->lease;
  source->file_name = found->file_name;
  source->path_name = found->path_name;
  RawImage& image = source->image;
  image.height = found->height;
  image.width = found->width;
  image.channels = found->channels;
  image.type = found->type;
  image.scale = found->scale;
  if (found->on_gpu)
    image.pixels = from_gpu(queue_, *found);
  else if (found->has_gaps() || !is_aligned(*found))
    image.pixels = packed(*found, found->pixels);
  else
    source->borrowed = found->pixels;
  return source;
}

}  // namespace cellerate
