/// From a file of the image set to an image or objects of the pipeline: what NamesAndTypes and LoadData
/// share.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

namespace cellerate::modules {

/// What a file becomes; Any keeps colour where the file has it (LoadData).
enum class LoadAs { Grayscale, Color, Mask, Illumination, Objects, Any };

/// Where the value that becomes 1 comes from.
struct IntensityRange {
  enum class From { Metadata, BitDepth, Manual };
  From from = From::Metadata;
  double maximum = 255;  ///< of Manual
};

/// Reads the channel's file, adds the image, and measures MD5Digest_, Width_, Height_ and Scaling_.
/// @return the image's size.
Shape2 load_image(ImageSet& images, const std::string& name, LoadAs load_as, const IntensityRange& range);

/// Declares what load_image measures.
void declare_image_columns(Declaration& d, const std::string& name);

}  // namespace cellerate::modules
