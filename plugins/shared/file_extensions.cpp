/// "Images only" takes what CellProfiler takes: the endings that Bio-Formats 6 knows, without those of texts,
/// tables and archives. Whether a file can be read is another matter: one that cannot is an error of its
/// image set.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/file_extensions.hpp"

#include <algorithm>
#include <iterator>

namespace cellerate::modules {
namespace {

/// In the order of their bytes.
constexpr std::string_view kImageExtensions[] = {
    "",          "1sc",           "2fl",     "acff",    "afi",     "afm",
    "aiix",      "aim",           "aisf",    "al3d",    "ali",     "am",
    "amiramesh", "ano",           "apl",     "arf",     "atsf",    "avi",
    "bin",       "bip",           "bmp",     "btf",     "c01",     "ch5",
    "cif",       "companion.ome", "cr2",     "crw",     "cxd",     "czi",
    "dat",       "dcm",           "df3",     "dib",     "dic",     "dicom",
    "dm2",       "dm3",           "dm4",     "dti",     "dv",      "dv.log",
    "env",       "ets",           "exp",     "fake",    "fdf",     "fff",
    "ffr",       "fits",          "flex",    "fli",     "frm",     "fts",
    "gel",       "gif",           "grey",    "hdf",     "hdr",     "hed",
    "his",       "htd",           "hx",      "i2i",     "ics",     "ids",
    "im3",       "ima",           "img",     "ims",     "inr",     "ipl",
    "ipm",       "ipw",           "j2k",     "j2ki",    "j2kr",    "jp2",
    "jpe",       "jpeg",          "jpf",     "jpg",     "jpk",     "jpx",
    "l2d",       "labels",        "lei",     "lif",     "liff",    "lim",
    "lms",       "lsm",           "lut",     "map",     "mdb",     "mea",
    "mnc",       "mng",           "mod",     "mov",     "mrc",     "mrcs",
    "mrw",       "msr",           "mtb",     "mvd2",    "naf",     "nd",
    "nd2",       "ndpi",          "ndpis",   "nef",     "nhdr",    "nii",
    "nii.gz",    "nrrd",          "obf",     "oib",     "oif",     "oir",
    "ome",       "ome.btf",       "ome.tf2", "ome.tf8", "ome.tif", "ome.tiff",
    "ome.xml",   "par",           "pattern", "pbm",     "pcoraw",  "pct",
    "pcx",       "pgm",           "pic",     "pict",    "png",     "pnl",
    "ppm",       "pr3",           "psd",     "pst",     "pty",     "r3d",
    "r3d.log",   "r3d_d3d",       "raw",     "rec",     "res",     "scn",
    "sdt",       "seq",           "set",     "sif",     "sld",     "sm2",
    "sm3",       "spc",           "spe",     "spi",     "spl",     "st",
    "stk",       "stp",           "svs",     "sxm",     "tf2",     "tf8",
    "tfr",       "tga",           "thm",     "tif",     "tiff",    "tim",
    "tnb",       "top",           "v",       "vms",     "vsi",     "vws",
    "wat",       "wlz",           "xdce",    "xlog",    "xqd",     "xqf",
    "xv",        "xys",           "zfp",     "zfr",     "zpo",     "zvi"};

}  // namespace

ExtensionKind extension_kind(std::string_view word) {
  if (word == "isimage") return ExtensionKind::Image;
  if (word == "istif") return ExtensionKind::Tiff;
  if (word == "isjpeg") return ExtensionKind::Jpeg;
  if (word == "ispng") return ExtensionKind::Png;
  if (word == "ismovie") return ExtensionKind::Movie;
  if (word == "isflex") return ExtensionKind::Flex;
  return ExtensionKind::Unknown;
}

bool is_extension(ExtensionKind kind, const std::string& extension) {
  switch (kind) {
    case ExtensionKind::Image:
      return std::binary_search(std::begin(kImageExtensions), std::end(kImageExtensions), extension);
    case ExtensionKind::Tiff:
      return extension == "tif" || extension == "tiff" || extension == "ome.tif" || extension == "ome.tiff";
    case ExtensionKind::Jpeg:
      return extension == "jpg" || extension == "jpeg";
    case ExtensionKind::Png:
      return extension == "png";
    case ExtensionKind::Movie:
      return extension == "mov" || extension == "avi";
    case ExtensionKind::Flex:
      return extension == "flex";
    case ExtensionKind::Unknown:
      break;
  }
  return false;
}

}  // namespace cellerate::modules
