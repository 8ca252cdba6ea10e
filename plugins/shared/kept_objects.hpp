/// A new object set from some of the objects of another, as FilterObjects and its kin make it.
/// Source: CellProfiler 4.2.8, FilterObjects.run, RelateObjects.run, ClassifyObjects.run.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cellerate::modules {

/// A table of new numbers, indexed by old number: kept[i] becomes i + 1, what is not kept becomes 0. The
/// background may be kept too: it then becomes an object.
std::vector<std::int32_t> renumbering(const std::vector<std::int32_t>& kept, int highest);

/// Adds `target`: the objects of `source` under their new numbers. It keeps the unedited objects of the
/// source; those with the small ones removed lose the pixels of what was removed.
void add_renumbered(ImageSet& images, const std::string& source, const std::string& target,
                    const std::vector<std::int32_t>& table);

/// Columns and measurements of an object set that was made from another: as a new one, and as its child.
void declare_derived_objects(Declaration& declaration, const std::string& source, const std::string& target);
void measure_derived_objects(ImageSet& images, const std::string& source, const std::string& target);

}  // namespace cellerate::modules
