/// Host functions of prepare_run: the table of image sets.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/image_reader.hpp"
#include "sdk/src/host_functions.hpp"

namespace cellerate::host {
namespace {

ImageSetTable& table(cel_context* context) { return in_phase(context->table, "prepare_run"); }

void add_plane_functions(cel_host& host) {
  host.plane_count = [](cel_context* context) -> std::uint64_t {
    return context->table ? context->table->planes.size() : 0;
  };
  host.plane = [](cel_context* context, std::uint64_t number, cel_plane* plane) {
    return guard(context, [&] {
      const FilePlane& from = table(context).planes.at(number);
      plane->url = c_text(from.url);
      plane->path = c_text(from.path);
      plane->series = from.series;
      plane->index = from.index;
      plane->channel = from.channel;
      return CEL_OK;
    });
  };
  host.add_plane = [](cel_context* context, const cel_plane* plane) -> std::uint64_t {
    auto& planes = table(context).planes;
    planes.push_back(
        {std_text(plane->url), std_text(plane->path), plane->series, plane->index, plane->channel, true, {}});
    return planes.size() - 1;
  };
  host.keep_plane = [](cel_context* context, std::uint64_t plane, std::int32_t keep) {
    table(context).planes.at(plane).kept = keep != 0;
  };
  host.plane_is_kept = [](cel_context* context, std::uint64_t plane) -> std::int32_t {
    return table(context).planes.at(plane).kept;
  };
  host.set_plane_metadata = [](cel_context* context, std::uint64_t plane, cel_text key, cel_text value) {
    table(context).planes.at(plane).metadata[std_text(key)] = std_text(value);
  };
  host.plane_metadata = [](cel_context* context, std::uint64_t plane, cel_text key, cel_text* value) {
    return guard(context, [&]() -> cel_status {
      const auto& metadata = table(context).planes.at(plane).metadata;
      const auto found = metadata.find(std_text(key));
      if (found == metadata.end()) return CEL_ABSENT;
      *value = c_text(found->second);
      return CEL_OK;
    });
  };
  host.plane_metadata_keys = [](cel_context* context, std::uint64_t plane, void* user,
                                void (*each)(void*, cel_text, cel_text)) {
    for (const auto& [key, value] : table(context).planes.at(plane).metadata)
      each(user, c_text(key), c_text(value));
  };
  host.inspect = [](cel_context* context, std::uint64_t plane, std::int32_t* series, std::int32_t* planes,
                    std::int32_t* channels) {
    return guard(context, [&]() -> cel_status {
      const ImageInfo info = inspect_image(table(context).planes.at(plane).path);
      const auto& first = info.series.at(0);
      *series = static_cast<std::int32_t>(info.series.size());
      *planes = first.planes();
      *channels = first.channels;
      return CEL_OK;
    });
  };
  host.set_metadata_type = [](cel_context* context, cel_text key, std::int32_t type) {
    table(context).metadata_types[std_text(key)] = type;
  };
  host.metadata_type = [](cel_context* context, cel_text key) -> std::int32_t {
    const auto found = table(context).metadata_types.find(std_text(key));
    return found == table(context).metadata_types.end() ? CEL_VALUE_TEXT : found->second;
  };
}

void add_image_set_functions(cel_host& host) {
  host.add_image_set = [](cel_context* context) -> std::uint64_t {
    auto& rows = table(context).rows;
    ImageSetRow row;
    row.number = row.group_index = static_cast<std::int64_t>(rows.size()) + 1;
    rows.push_back(row);
    return rows.size() - 1;
  };
  host.image_set_count = [](cel_context* context) -> std::uint64_t {
    return context->table ? context->table->rows.size() : 0;
  };
  host.set_source = [](cel_context* context, std::uint64_t image_set, cel_text channel, std::uint64_t plane) {
    return guard(context, [&] {
      if (plane >= table(context).planes.size())
        throw std::out_of_range("there is no plane " + std::to_string(plane));
      table(context).rows.at(image_set).sources[std_text(channel)].push_back(plane);
      return CEL_OK;
    });
  };
  host.set_image_set_metadata = [](cel_context* context, std::uint64_t image_set, cel_text key,
                                   cel_text value) {
    table(context).rows.at(image_set).metadata[std_text(key)] = std_text(value);
  };
  host.image_set_metadata = [](cel_context* context, std::uint64_t image_set, cel_text key, cel_text* value) {
    return guard(context, [&]() -> cel_status {
      const auto& metadata = table(context).rows.at(image_set).metadata;
      const auto found = metadata.find(std_text(key));
      if (found == metadata.end()) return CEL_ABSENT;
      *value = c_text(found->second);
      return CEL_OK;
    });
  };
  host.set_image_set_value = [](cel_context* context, std::uint64_t image_set, cel_text feature,
                                std::int32_t type, double value, cel_text text) {
    Measurement& measurement = table(context).rows.at(image_set).values[std_text(feature)];
    measurement = {type, {}, {}, context->module_number};
    if (type == CEL_VALUE_TEXT || type == CEL_VALUE_BLOB)
      measurement.texts.push_back(std_text(text));
    else
      measurement.values.push_back(value);
  };
  host.set_experiment_value = [](cel_context* context, cel_text feature, cel_text text) {
    table(context).experiment[std_text(feature)] = {
        CEL_VALUE_TEXT, {}, {std_text(text)}, context->module_number};
  };
  host.group_by = [](cel_context* context, const cel_text* keys, std::uint64_t count, std::int32_t renumber) {
    return guard(context, [&] {
      auto& grouping = table(context).grouping;
      grouping.clear();
      for (std::uint64_t i = 0; i < count; ++i) grouping.push_back(std_text(keys[i]));
      context->renumber = renumber != 0;
      return CEL_OK;
    });
  };
}

}  // namespace

void add_setup_functions(cel_host& host) {
  add_plane_functions(host);
  add_image_set_functions(host);
}

}  // namespace cellerate::host
