// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectSkeleton/graph_files.hpp"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <stdexcept>
#include <vector>

#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/image_set_tags.hpp"
#include "plugins/shared/measured.hpp"
#include "plugins/shared/metadata_tags.hpp"
#include "sdk/io/atomic_file.hpp"

namespace cellerate::modules::skeleton {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVertexHeader = "image_number,vertex_number,i,j,labels,kind\n";
constexpr const char* kEdgeHeader = "image_number,v1,v2,length,total_intensity\n";

fs::path file_path(const HostContext& context, const GraphFileSettings& settings, const std::string& name,
                   const TagValue& tags) {
  FolderSetting folder(settings.folder);
  folder.custom = folder_with_metadata(folder.custom, tags);
  return join_path(folder_path(context, folder), file_name_with_metadata(name, tags));
}

fs::path part_of(const fs::path& file, std::int64_t image) {
  return file.string() + "." + std::to_string(image) + ".part";
}

void write(const fs::path& path, const std::string& text) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  write_file_atomically(path, std::as_bytes(std::span(text)));
}

/// Kinds as Python prints the bytes that CellProfiler has them in.
std::string vertex_rows(std::int64_t image, const kernel::SkeletonGraph& graph) {
  std::string rows;
  char row[128];
  int number = 0;
  for (const kernel::SkeletonVertex& vertex : graph.vertices) {
    std::snprintf(row, sizeof row, "%lld,%d,%d,%d,%d,b'%c'\n", static_cast<long long>(image), ++number,
                  vertex.y, vertex.x, vertex.label, vertex.kind);
    rows += row;
  }
  return rows;
}

std::string edge_rows(std::int64_t image, const kernel::SkeletonGraph& graph) {
  std::string rows;
  char row[512];
  for (const kernel::SkeletonEdge& edge : graph.edges) {
    std::snprintf(row, sizeof row, "%lld,%d,%d,%lld,%.4f\n", static_cast<long long>(image), edge.first,
                  edge.second, static_cast<long long>(edge.length), edge.intensity);
    rows += row;
  }
  return rows;
}

/// Puts the parts of the image sets together.
void join_parts(const fs::path& file, const std::string& header, const std::vector<std::int64_t>& images) {
  AtomicFile joined(file);
  std::ofstream out(joined.temporary(), std::ios::binary);
  out << header;
  for (const std::int64_t image : images) {
    std::ifstream part(part_of(file, image), std::ios::binary);
    if (part && part.peek() != std::ifstream::traits_type::eof()) out << part.rdbuf();
  }
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file.string());
  joined.commit();
  for (const std::int64_t image : images) fs::remove(part_of(file, image));
}

void join_all(const Results& results, const GraphFileSettings& settings, const std::string& name,
              const char* header) {
  const Measured measured(results);
  std::map<fs::path, std::vector<std::int64_t>> images_of;
  fs::path last;
  for (const std::int64_t image : measured.image_numbers()) {
    last = file_path(results, settings, name, measured.tags(image));
    images_of[last].push_back(image);
  }
  for (const auto& [file, images] : images_of) {
    if (file.has_parent_path()) fs::create_directories(file.parent_path());
    join_parts(file, file == last ? header : "", images);
  }
}

}  // namespace

void keep_graph(const ImageSet& images, const GraphFileSettings& settings,
                const kernel::SkeletonGraph& graph) {
  const std::int64_t number = images.number();
  const TagValue tags = tags_of(images);
  write(part_of(file_path(images, settings, settings.vertices, tags), number), vertex_rows(number, graph));
  write(part_of(file_path(images, settings, settings.edges, tags), number), edge_rows(number, graph));
}

void write_graph_files(const Results& results, const GraphFileSettings& settings) {
  join_all(results, settings, settings.vertices, kVertexHeader);
  join_all(results, settings, settings.edges, kEdgeHeader);
}

}  // namespace cellerate::modules::skeleton
