/// Host functions of finish_run: what the run database holds.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/run_reader.hpp"
#include "sdk/src/host_functions.hpp"

namespace cellerate::host {
namespace {

RunReader& results(cel_context* context) { return in_phase(context->results, "finish_run"); }

void list_image_sets(cel_context* context, void* user, void (*each)(void*, std::int64_t)) {
  if (!context->results) return;
  for (const std::int64_t number : context->results->image_numbers()) each(user, number);
}

cel_status stored_values(cel_context* context, std::int64_t image_number, cel_text object, cel_text feature,
                         const double** values, std::uint64_t* count) {
  return guard(context, [&]() -> cel_status {
    const Measurement* found = results(context).find(image_number, std_text(object), std_text(feature));
    if (!found || found->type == CEL_VALUE_TEXT || found->type == CEL_VALUE_BLOB) return CEL_ABSENT;
    *values = found->values.data();
    *count = found->values.size();
    return CEL_OK;
  });
}

cel_status stored_texts(cel_context* context, std::int64_t image_number, cel_text object, cel_text feature,
                        const cel_text** values, std::uint64_t* count) {
  return guard(context, [&]() -> cel_status {
    const Measurement* found = results(context).find(image_number, std_text(object), std_text(feature));
    if (!found || (found->type != CEL_VALUE_TEXT && found->type != CEL_VALUE_BLOB)) return CEL_ABSENT;
    // The texts belong to the reader; only their addresses are kept, and only until the next call.
    context->text_arrays.resize(1);
    auto& texts = context->text_arrays.front();
    texts.clear();
    for (const auto& text : found->texts) texts.push_back(c_text(text));
    *values = texts.data();
    *count = texts.size();
    return CEL_OK;
  });
}

void list_columns(cel_context* context, void* user, void (*each)(void*, const cel_column*)) {
  if (!context->results) return;
  for (const DeclaredColumn& column : context->results->measured_columns()) {
    const cel_column c = c_column(column);
    each(user, &c);
  }
}

void list_relationships(cel_context* context, std::int64_t image_number, void* user,
                        void (*each)(void*, std::int32_t, cel_text, cel_text, std::int64_t, std::int64_t,
                                     cel_text, std::int64_t, std::int64_t)) {
  if (!context->results) return;
  for (const Relationship& row : context->results->relationships(image_number))
    each(user, row.module_number, c_text(row.relationship), c_text(row.first_object), row.first_image,
         row.first, c_text(row.second_object), row.second_image, row.second);
}

cel_status measure_experiment(cel_context* context, cel_text feature, std::int32_t type, double value) {
  return guard(context, [&]() -> cel_status {
    results(context);
    context->experiment.push_back({std_text(feature), {type, {value}, {}, context->module_number}});
    return CEL_OK;
  });
}

}  // namespace

void add_result_functions(cel_host& host) {
  host.stored_image_sets = &list_image_sets;
  host.stored_values = &stored_values;
  host.stored_texts = &stored_texts;
  host.stored_columns = &list_columns;
  host.stored_relationships = &list_relationships;
  host.measure_experiment = &measure_experiment;
}

}  // namespace cellerate::host
