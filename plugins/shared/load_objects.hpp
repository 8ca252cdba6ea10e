/// From a label image to objects of the pipeline: what NamesAndTypes and LoadData share.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

namespace cellerate::modules {

/// How the values of the file are read.
enum class ObjectSource {
  Labels,  ///< as they are; objects whose numbers have gaps are split into their connected parts
           ///< (NamesAndTypes)
  Image    ///< brought to 0 ... 1 as an image's, so that they are always ranked (LoadData)
};

/// Reads the file, adds the objects, and measures Count_, Location_Center_X and Y, Number_Object_Number, and
/// for ObjectSource::Labels also MD5Digest_, Width_ and Height_.
void load_objects(ImageSet& images, const std::string& name, ObjectSource source);

/// Declares what load_objects measures of ObjectSource::Labels, and the file's names.
void declare_loaded_objects(Declaration& d, const std::string& name);

}  // namespace cellerate::modules
