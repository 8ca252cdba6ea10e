/// Which image sets the rows of the table belong to.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <vector>

#include "plugins/LoadData/data_table.hpp"

namespace cellerate::modules::load_data {

/// For each row its image sets. A row is a new image set, unless modules before have made image sets: then
/// rows belong to those with the same metadata, or, without common metadata, to those with the same number.
/// @throws std::runtime_error if a row matches no image set.
std::vector<std::vector<std::uint64_t>> image_sets_of_rows(RunSetup& run, const DataTable& table);

}  // namespace cellerate::modules::load_data
