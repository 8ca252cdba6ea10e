/// The lines of SaveImages in a pipeline file.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

namespace cellerate::modules::save_images {

enum class Subject { Image, Mask, Cropping, Movie };
enum class Naming { FromImage, Sequential, Single };
enum class Format { Jpeg, Npy, Png, Tiff, Hdf5 };
enum class Depth { Bits8, Bits16, Float, Raw };
enum class When { EveryCycle, FirstCycle, LastCycle };
enum class Axis { Time, Slice };

inline constexpr const char* kSubjectText = "Select the type of image to save";
inline constexpr const char* kImageText = "Select the image to save";
inline constexpr const char* kFileImageText = "Select image name for file prefix";
inline constexpr const char* kSingleNameText = "Enter single file name";
inline constexpr const char* kSuffixText = "Text to append to the image name";
inline constexpr const char* kFormatText = "Saved file format";
inline constexpr const char* kFolderText = "Output file location";
inline constexpr const char* kDepthText = "Image bit depth";
inline constexpr const char* kBaseFolderText = "Base image folder";

/// The folder of the image that gives the file name.
inline constexpr const char* kSameFolder = "Same folder as image";

struct Settings {
  Subject subject = Subject::Image;
  std::string image = "None";
  Naming naming = Naming::FromImage;
  std::string file_image = "None";
  std::string single_name = "OrigBlue";
  int digits = 4;
  bool wants_suffix = false;
  std::string suffix;
  Format format = Format::Tiff;
  std::string folder = "Default Output Folder|";
  Depth depth = Depth::Bits8;
  bool overwrite = false;
  When when = When::EveryCycle;
  bool record = false;
  bool subfolders = false;
  std::string base_folder = "Default Input Folder|";
  Axis axis = Axis::Time;
  bool compress = true;

  void bind(Binder& b);
  /// Settings that CellProfiler does not show, and so does not check.
  bool is_hidden(std::string_view text) const;

  bool is_movie() const { return subject == Subject::Movie; }
  Format file_format() const { return is_movie() ? Format::Tiff : format; }
  /// Only images and movies in TIFF and HDF5 have a choice.
  Depth file_depth() const {
    const bool choice = (subject == Subject::Image || is_movie()) &&
                        (file_format() == Format::Tiff || file_format() == Format::Hdf5);
    return choice ? depth : Depth::Bits8;
  }
};

/// From revision 5 on.
void upgrade(Upgrade& u);

}  // namespace cellerate::modules::save_images
