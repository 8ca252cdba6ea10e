/// Host functions of run: images, objects and measurements of one image set.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "sdk/src/host_functions.hpp"

namespace cellerate::host {
namespace {

ImageSetState& state(cel_context* context) { return in_phase(context->state, "run"); }

SharedMemory take(const cel_memory& memory) {
  if (!memory.data) return nullptr;
  if (!memory.release) return {memory.data, [](const void*) {}};
  return {memory.data, [owner = memory.owner, release = memory.release](const void*) { release(owner); }};
}

cel_memory lend(const SharedMemory& memory) { return {memory.get(), nullptr, nullptr}; }

template <class Map>
auto& find(cel_context* context, Map& map, cel_text name, const char* what) {
  const auto found = map.find(std_text(name));
  if (found == map.end())
    throw std::invalid_argument(std::string("there is no ") + what + " '" + std_text(name) +
                                "' in image set " + std::to_string(state(context).row.number));
  return found->second;
}

/// An image of the image set; one that was offered is made now.
const StoredImage& find_image(cel_context* context, cel_text name) {
  ImageSetState& images = state(context);
  const std::string wanted = std_text(name);
  const auto users = context->facts->image_users.find(wanted);
  const bool declared =
      users != context->facts->image_users.end() && users->second.contains(context->module_number);
  if (!declared && !images.is_parent(wanted))
    throw std::invalid_argument("image '" + wanted + "' was not declared as needed");
  // Taken out before it is made, so that a maker that asks for its own image finds none.
  if (const auto make = images.offers.extract(wanted)) make.mapped()();
  return find(context, images.images, name, "image");
}

/// Calls the hook make_image of the module whose context this is.
std::function<void()> image_maker(const cel_context& offering, std::string image) {
  cel_context again = offering;
  again.kept.clear();
  again.text_arrays.clear();
  return [again, image = std::move(image)] {
    cel_context context = again;
    if (context.module_class->make_image(context.module, &module_host(), &context, c_text(image)) != CEL_OK)
      throw std::runtime_error(Fault{context.module_number, context.module_name, "", context.error}.text());
  };
}

std::int32_t c_pixel_type(PixelType type) {
  switch (type) {
    case PixelType::Bool:
      return CEL_BOOL;
    case PixelType::UInt8:
      return CEL_U8;
    case PixelType::Int8:
      return CEL_I8;
    case PixelType::UInt16:
      return CEL_U16;
    case PixelType::Int16:
      return CEL_I16;
    case PixelType::UInt32:
      return CEL_U32;
    case PixelType::Int32:
      return CEL_I32;
    case PixelType::UInt64:
      return CEL_U64;
    case PixelType::Int64:
      return CEL_I64;
    case PixelType::Float32:
      return CEL_F32;
    case PixelType::Float64:
      return CEL_F64;
  }
  throw std::logic_error("unknown pixel type");
}

void lend_source(cel_context* context, const std::shared_ptr<const DecodedSource>& source,
                 cel_raw_image* raw) {
  const RawImage& image = source->image;
  raw->type = c_pixel_type(image.type);
  raw->height = image.height;
  raw->width = image.width;
  raw->channels = image.channels;
  raw->planes = image.depth;
  raw->pixels = source->pixels();
  raw->scale = image.scale;
  raw->file_name = c_text(source->file_name);
  raw->path_name = c_text(source->path_name);
  raw->md5 = c_text(source->md5);
  context->kept.push_back(source);
}

/// An image takes over what it does not say itself from its parent, as CellProfiler's Image looks it up.
void inherit(StoredImage& image, const StoredImage& parent) {
  if (!image.mask && parent.mask && parent.shape == image.shape) image.mask = parent.mask;
  if (!image.crop_mask) {
    image.crop_mask = parent.crop_mask;
    image.crop_shape = parent.crop_shape;
  }
  if (image.scale == 0) image.scale = parent.scale;
  if (image.file_name.empty()) {
    image.file_name = parent.file_name;
    image.path_name = parent.path_name;
  }
}

void add_image_functions(cel_host& host) {
  host.get_image = [](cel_context* context, cel_text name, cel_image* image) {
    return guard(context, [&] {
      const StoredImage& from = find_image(context, name);
      image->type = from.type;
      image->height = from.shape.height;
      image->width = from.shape.width;
      image->channels = from.channels;
      image->pixels = lend(from.pixels);
      image->mask = lend(from.mask);
      image->crop_mask = lend(from.crop_mask);
      image->crop_height = from.crop_shape.height;
      image->crop_width = from.crop_shape.width;
      image->scale = from.scale;
      image->file_name = c_text(from.file_name);
      image->path_name = c_text(from.path_name);
      image->has_mask = from.mask != nullptr;
      image->has_crop_mask = from.crop_mask != nullptr;
      image->channel_stack = from.channel_stack;
      return CEL_OK;
    });
  };
  host.put_image = [](cel_context* context, cel_text name, const cel_image* image) {
    StoredImage stored;
    stored.pixels = take(image->pixels);
    stored.mask = take(image->mask);
    stored.crop_mask = take(image->crop_mask);
    return guard(context, [&] {
      stored.type = image->type;
      stored.shape = {image->height, image->width};
      stored.channels = image->channels;
      stored.crop_shape = {image->crop_height, image->crop_width};
      stored.scale = image->scale;
      stored.file_name = std_text(image->file_name);
      stored.path_name = std_text(image->path_name);
      stored.channel_stack = image->channel_stack != 0;
      if (image->parent.size) inherit(stored, find_image(context, image->parent));
      state(context).images[std_text(name)] = std::move(stored);
      state(context).offers.erase(std_text(name));
      return CEL_OK;
    });
  };
  host.offer_image = [](cel_context* context, cel_text name) {
    return guard(context, [&] {
      if (!context->module_class->make_image) throw std::logic_error("the module has no hook make_image");
      state(context).images.erase(std_text(name));
      state(context).offers[std_text(name)] = image_maker(*context, std_text(name));
      return CEL_OK;
    });
  };
}

void add_object_functions(cel_host& host) {
  host.get_objects = [](cel_context* context, cel_text name, cel_objects* objects) {
    return guard(context, [&] {
      const StoredObjects& from = find(context, state(context).objects, name, "object set");
      objects->height = from.shape.height;
      objects->width = from.shape.width;
      objects->layers = from.layers;
      objects->count = from.count;
      objects->labels = lend(from.labels);
      objects->unedited = lend(from.unedited);
      objects->small_removed = lend(from.small_removed);
      objects->parent_image = c_text(from.parent_image);
      return CEL_OK;
    });
  };
  host.put_objects = [](cel_context* context, cel_text name, const cel_objects* objects) {
    StoredObjects stored;
    stored.labels = take(objects->labels);
    stored.unedited = take(objects->unedited);
    stored.small_removed = take(objects->small_removed);
    return guard(context, [&] {
      stored.shape = {objects->height, objects->width};
      stored.count = objects->count;
      stored.layers = objects->layers;
      stored.parent_image = std_text(objects->parent_image);
      stored.regions.resize(stored.layers);
      state(context).objects[std_text(name)] = std::move(stored);
      return CEL_OK;
    });
  };
  host.get_regions = [](cel_context* context, cel_text name, std::int32_t layer, cel_regions* regions) {
    return guard(context, [&] {
      StoredObjects& objects = find(context, state(context).objects, name, "object set");
      auto& index = objects.regions.at(layer);
      if (!index) {
        const auto* labels =
            static_cast<const std::int32_t*>(objects.labels.get()) + layer * objects.shape.size();
        index = kernel::pixel_index(state(context).queue, {labels, objects.shape}, objects.count);
      }
      const RegionsView view = index->view();
      regions->height = view.shape.height;
      regions->width = view.shape.width;
      regions->count = view.count;
      regions->starts = view.starts;
      regions->pixels = view.pixels;
      regions->boxes = view.boxes;
      return CEL_OK;
    });
  };
}

Measurement& new_measurement(cel_context* context, cel_text object, cel_text feature, std::int32_t type) {
  Measurement& measurement = state(context).measurements.objects[std_text(object)][std_text(feature)];
  measurement = {type, {}, {}, context->module_number};
  return measurement;
}

void add_measurement_functions(cel_host& host) {
  host.measure = [](cel_context* context, cel_text object, cel_text feature, std::int32_t type,
                    const double* values, std::uint64_t count) {
    return guard(context, [&] {
      new_measurement(context, object, feature, type).values.assign(values, values + count);
      return CEL_OK;
    });
  };
  host.measure_text = [](cel_context* context, cel_text object, cel_text feature, const cel_text* values,
                         std::uint64_t count) {
    return guard(context, [&] {
      Measurement& measurement = new_measurement(context, object, feature, CEL_VALUE_TEXT);
      for (std::uint64_t i = 0; i < count; ++i) measurement.texts.push_back(std_text(values[i]));
      return CEL_OK;
    });
  };
  host.values = [](cel_context* context, cel_text object, cel_text feature, const double** values,
                   std::uint64_t* count) {
    return guard(context, [&]() -> cel_status {
      const Measurement* found = state(context).measurements.find(std_text(object), std_text(feature));
      if (!found || !found->texts.empty()) return CEL_ABSENT;
      *values = found->values.data();
      *count = found->values.size();
      return CEL_OK;
    });
  };
  host.texts = [](cel_context* context, cel_text object, cel_text feature, const cel_text** values,
                  std::uint64_t* count) {
    return guard(context, [&]() -> cel_status {
      const Measurement* found = state(context).measurements.find(std_text(object), std_text(feature));
      if (!found || found->type != CEL_VALUE_TEXT) return CEL_ABSENT;
      auto& texts = context->text_arrays.emplace_back();
      for (const auto& text : found->texts) texts.push_back(c_text(text));
      *values = texts.data();
      *count = texts.size();
      return CEL_OK;
    });
  };
  host.relate = [](cel_context* context, cel_text relationship, cel_text first_object, cel_text second_object,
                   std::uint64_t count, const std::int64_t* first_image, const std::int64_t* first,
                   const std::int64_t* second_image, const std::int64_t* second) {
    return guard(context, [&] {
      auto& rows = state(context).measurements.relationships;
      const std::int64_t here = state(context).row.number;
      for (std::uint64_t i = 0; i < count; ++i)
        rows.push_back({std_text(relationship), context->module_number, std_text(first_object),
                        first_image[i] ? first_image[i] : here, first[i], std_text(second_object),
                        second_image[i] ? second_image[i] : here, second[i]});
      return CEL_OK;
    });
  };
}

}  // namespace

void add_run_functions(cel_host& host) {
  host.image_set_number = [](cel_context* context) {
    return context->state ? context->state->row.number : 0;
  };
  host.group_number = [](cel_context* context) {
    return context->state ? context->state->row.group_number : 0;
  };
  host.group_index = [](cel_context* context) {
    return context->state ? context->state->row.group_index : 0;
  };
  host.group_length = [](cel_context* context) {
    return context->state ? context->state->row.group_length : 0;
  };
  host.group_slot = [](cel_context* context, void (*destroy)(void*)) -> void** {
    return context->group ? context->group->of(context->module_number, destroy) : nullptr;
  };
  host.is_cancelled = [](cel_context* context) -> std::int32_t {
    return context->cancelled && *context->cancelled;
  };
  host.queue = [](cel_context* context, cel_queue* queue) {
    return guard(context, [&] {
      const QueueBackend& backend = state(context).queue.backend();
      *queue = {sizeof(cel_queue),    backend.kind,     backend.ordinal,  backend.threads,
                backend.stream,       backend.self,     backend.allocate, backend.release,
                backend.parallel_for, backend.launches, backend.copies};
      return CEL_OK;
    });
  };
  host.read_source = [](cel_context* context, cel_text channel, cel_raw_image* raw) {
    return guard(context, [&] {
      lend_source(context, in_phase(context->sources, "run").read(std_text(channel)), raw);
      return CEL_OK;
    });
  };
  host.read_file = [](cel_context* context, cel_text path, std::int32_t series, std::int32_t index,
                      std::int32_t channel, cel_raw_image* raw) {
    return guard(context, [&] {
      FilePlane plane;
      plane.path = std_text(path);
      plane.series = series;
      plane.index = index;
      plane.channel = channel;
      lend_source(context, read_plane(plane), raw);
      return CEL_OK;
    });
  };
  add_image_functions(host);
  add_object_functions(host);
  add_measurement_functions(host);
}

}  // namespace cellerate::host
