/// Host functions of every phase, and of create and declare.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/src/module_context.hpp"

#include <algorithm>

#include "sdk/src/host_functions.hpp"

namespace cellerate {
namespace host {

cel_column c_column(const DeclaredColumn& column) {
  cel_column c{};
  c.struct_size = sizeof c;
  c.type = column.type;
  c.object = c_text(column.object);
  c.feature = c_text(column.feature);
  c.module_number = column.module_number;
  c.text_length = column.text_length;
  c.available_post_group = column.available_post_group;
  return c;
}

namespace {

constexpr const char* kUnknownInputs = "unknown-inputs";

void add_fault(cel_context* context, cel_text setting, cel_text message) {
  if (context->faults)
    context->faults->push_back(
        {context->module_number, context->module_name, std_text(setting), std_text(message)});
}

/// CellProfiler lets a module use a name that an earlier module makes, whatever made it.
void needs(cel_context* context, std::int32_t kind, cel_text name, cel_text setting) {
  const std::string wanted = std_text(name);
  if (kind == CEL_NAME_IMAGE) context->facts->image_users[wanted].insert(context->module_number);
  if (context->facts->options.contains(kUnknownInputs)) return;
  const auto& names = context->facts->names;
  if (std::any_of(names.begin(), names.end(),
                  [&](const MadeName& made) { return made.kind == kind && made.name == wanted; }))
    return;
  const std::string message = std::string(kind == CEL_NAME_IMAGE ? "image" : "object set") + " '" + wanted +
                              "' is made by no module before this one";
  add_fault(context, setting, c_text(message));
}

/// Names become parts of file names, wherever a module or the host writes images, labels or tables.
void makes(cel_context* context, std::int32_t kind, cel_text name) {
  if (kind == CEL_NAME_ANY) {
    context->facts->options[kUnknownInputs] = "yes";
    return;
  }
  const std::string made = std_text(name);
  context->facts->names.push_back({kind, made, context->module_number});
  if (made.find('/') == std::string::npos) return;
  const std::string message = "'" + made + "': the name of an image or object set must not have a '/'";
  add_fault(context, {}, c_text(message));
}

void add_common_functions(cel_host& host) {
  host.set_error = [](cel_context* context, cel_text message) { context->error = std_text(message); };
  host.last_error = [](cel_context* context) { return c_text(context->error); };
  host.log = [](cel_context* context, std::int32_t level, cel_text message) {
    if (context->log)
      (*context->log)(level, "#" + std::to_string(context->module_number) + " " + context->module_name +
                                 ": " + std_text(message));
  };
  host.module_number = [](cel_context* context) -> std::int32_t { return context->module_number; };
  host.folder = [](cel_context* context, std::int32_t which, cel_text* path) {
    return guard(context, [&] {
      *path = c_text(context->facts->folders.at(static_cast<std::size_t>(which)));
      return CEL_OK;
    });
  };
  host.option = [](cel_context* context, cel_text name, cel_text* value) -> cel_status {
    const auto found = context->facts->options.find(std_text(name));
    if (found == context->facts->options.end()) return CEL_ABSENT;
    *value = c_text(found->second);
    return CEL_OK;
  };
}

void add_declare_functions(cel_host& host) {
  host.fault = [](cel_context* context, std::int32_t, cel_text setting, cel_text message) {
    add_fault(context, setting, message);
  };
  host.needs = &needs;
  host.makes = &makes;
  host.declare_column = [](cel_context* context, const cel_column* column) {
    context->facts->columns.push_back({std_text(column->object), std_text(column->feature), column->type,
                                       context->module_number, context->module_name, column->text_length,
                                       column->available_post_group != 0});
  };
  host.declare_relationship = [](cel_context* context, cel_text relationship, cel_text first,
                                 cel_text second) {
    context->facts->relationships.push_back(
        {context->module_number, std_text(relationship), std_text(first), std_text(second)});
  };
  host.columns = [](cel_context* context, void* user, void (*each)(void*, const cel_column*)) {
    for (std::size_t i = 0; i < context->facts->columns.size(); ++i) {
      const cel_column column = c_column(context->facts->columns[i]);
      each(user, &column);
    }
  };
  host.names = [](cel_context* context, std::int32_t kind, void* user,
                  void (*each)(void*, cel_text, std::int32_t)) {
    for (const MadeName& made : context->facts->names)
      if (made.kind == kind) each(user, c_text(made.name), made.module_number);
  };
  host.relationships = [](cel_context* context, void* user,
                          void (*each)(void*, std::int32_t, cel_text, cel_text, cel_text)) {
    for (const auto& row : context->facts->relationships)
      each(user, row.module_number, c_text(row.relationship), c_text(row.first_object),
           c_text(row.second_object));
  };
  host.pipeline_text = [](cel_context* context) { return c_text(context->facts->pipeline_text); };
  host.module_name = [](cel_context* context, std::int32_t number, cel_text* name) -> cel_status {
    const auto found = context->facts->modules.find(number);
    if (found == context->facts->modules.end()) return CEL_ABSENT;
    *name = c_text(found->second);
    return CEL_OK;
  };
}

}  // namespace
}  // namespace host

const cel_host& module_host() {
  static const cel_host table = [] {
    cel_host result{};
    result.struct_size = sizeof result;
    host::add_common_functions(result);
    host::add_declare_functions(result);
    host::add_setup_functions(result);
    host::add_run_functions(result);
    host::add_result_functions(result);
    return result;
  }();
  return table;
}

}  // namespace cellerate
