// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/host/api_guard.hpp"

#include <new>

#include "cuda/core/error.hpp"
#include "pipelines/model.hpp"
#include "pipelines/run.hpp"
#include "sdk/io/output_error.hpp"
#include "sdk/src/module_library.hpp"

namespace cellerate {
namespace {

thread_local std::string last_message;

cel_status keep(const std::exception& error, cel_status status) {
  set_last_error(error.what());
  return status;
}

}  // namespace

void set_last_error(const std::string& message) { last_message = message; }
const char* last_error() { return last_message.c_str(); }

cel_status status_of_current_exception() {
  try {
    throw;
  } catch (const ApiError& error) {
    return keep(error, error.status);
  } catch (const PipelineError& error) {
    return keep(error, CEL_UNREADABLE);
  } catch (const InputError& error) {
    return keep(error, CEL_UNREADABLE);
  } catch (const PluginError& error) {
    return keep(error, CEL_UNREADABLE);
  } catch (const OutputError& error) {
    return keep(error, CEL_UNWRITABLE);
  } catch (const DeviceError& error) {
    return keep(error, CEL_NO_DEVICE);
  } catch (const std::invalid_argument& error) {
    return keep(error, CEL_INVALID);
  } catch (const std::bad_alloc&) {
    set_last_error("out of memory");
    return CEL_ERROR;
  } catch (const std::exception& error) {
    return keep(error, CEL_ERROR);
  } catch (...) {
    set_last_error("an exception that says nothing");
    return CEL_ERROR;
  }
}

}  // namespace cellerate
