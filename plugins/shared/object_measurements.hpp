/// What CellProfiler records of every new object set: count, centres and numbers; and of parents and their
/// children. Source: CellProfiler 4.2.8, ImageSegmentation.add_measurements,
/// add_object_location_measurements, Objects.relate_children, ObjectProcessing.add_measurements.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cellerate::modules {

/// How the modules of CellProfiler treat numbers that no pixel carries, and the third coordinate.
enum class ObjectLocations {
  kOfPresentLabels,  ///< missing numbers have no centre: later centres move up. With Location_Center_Z, which
                     ///< is 0
  kOfAllLabels,      ///< missing numbers have the centre NaN. Without Location_Center_Z
};

/// Count_, Location_Center_ and Number_Object_Number of an object set that is in the image set.
void declare_object_measurements(Declaration& declaration, const std::string& name,
                                 ObjectLocations locations);
void measure_objects(ImageSet& images, const std::string& name, ObjectLocations locations);

/// Which parent each child lies in, and how many children each parent has.
struct Family {
  std::vector<std::int32_t> children_per_parent;  ///< index parent - 1
  std::vector<std::int32_t> parents_of_children;  ///< index child - 1; 0 without a parent
};

/// The parent of a child is the one it shares the most pixels with; of several the one with the lowest
/// number.
Family relate_children(ImageSet& images, const std::string& parents, const std::string& children);

/// Parent_<parents> of the children and Children_<children>_Count of the parents.
void declare_family(Declaration& declaration, const std::string& parents, const std::string& children);
void measure_family(ImageSet& images, const std::string& parents, const std::string& children,
                    const Family& family);

/// A row in the table of relationships for each child that has a parent.
void record_family(ImageSet& images, const std::string& relationship, const std::string& parents,
                   const std::string& children, const Family& family);

}  // namespace cellerate::modules
