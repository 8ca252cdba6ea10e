/// Tile: images side by side in a larger one, of an image set or of all image sets of a group.
/// Meaning, sources and differences from CellProfiler: Tile.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/paste.hpp"
#include "plugins/Tile/grid.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

enum class Assembly { kWithinCycles, kAcrossCycles };

struct AdditionalImage {
  std::string name = "None";
  void bind(Binder& b) { b.image(name, kText); }
  static constexpr char kText[] = "Select an additional image to tile";
};

struct TileSettings {
  std::string image = "None", output = "TiledImage";
  Assembly assembly = Assembly::kWithinCycles;
  GridSettings grid;
  std::vector<AdditionalImage> additional;

  void bind(Binder& b) {
    b.image(image, kImage);
    b.new_image(output, "Name the output image");
    b.choice(assembly, "Tile assembly method", {"Within cycles", "Across cycles"});
    grid.bind(b);
    b.each_to_end(additional, 1);
  }
  bool is_hidden(std::string_view text) const { return grid.is_hidden(text); }

  static constexpr char kImage[] = "Select an input image";
};

/// A grid of tiles of one size, filled one by one.
class Tiles {
 public:
  Tiles(Queue& queue, const Grid& grid, Shape2 tile, int channels)
      : tile_(tile),
        shape_{tile.height * grid.rows(), tile.width * grid.columns()},
        channels_(channels),
        pixels_(zeros<float>(queue, shape_.size() * channels)) {}
  /// Goes on with the pixels that pixels() gave.
  Tiles(Queue& queue, const Grid& grid, Shape2 tile, int channels, const std::vector<float>& pixels)
      : Tiles(queue, grid, tile, channels) {
    pixels_ = upload(queue, pixels);
  }

  void put(Queue& queue, const Image& image, Grid::Place place);
  std::vector<float> pixels(Queue& queue) const { return download(queue, pixels_); }
  NewImage image() { return NewImage::of(std::move(pixels_), shape_, channels_); }

 private:
  Shape2 tile_, shape_;
  int channels_;
  Buffer<float> pixels_;
};

/// What is larger than a tile is cut.
void Tiles::put(Queue& queue, const Image& image, Grid::Place place) {
  if (image.channels() != 1 && image.channels() != channels_)
    throw std::runtime_error("the images to tile have different numbers of channels");
  Buffer<double> wide(queue, image.samples());
  Buffer<float> samples(queue, image.samples());
  kernel::widen(queue, samples_of(image), wide.view());
  kernel::narrow(queue, std::as_const(wide).view(), samples.view());
  const Shape2 part{std::min(tile_.height, image.shape().height), std::min(tile_.width, image.shape().width)};
  kernel::paste(queue, std::as_const(samples).view(), image.shape(), image.channels(), part,
                place.row * tile_.height, place.column * tile_.width, pixels_.view(), shape_, channels_);
}

/// The tiles of a group so far, in host memory: each image set has a queue of its own.
struct GroupTiles {
  int images = 0;
  Shape2 tile;
  int channels = 1;
  std::vector<float> pixels;
  std::int64_t last_image_set = 0;
};

class Tile {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Image Processing", .summary = "Puts images side by side in a larger one."};
  using Settings = TileSettings;

  Tile(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;
  bool works_on_groups() const { return settings_.assembly == Assembly::kAcrossCycles; }
  void finish_group(ImageSet& images) const;

 private:
  NewImage within_image_set(ImageSet& images) const;
  NewImage across_image_sets(ImageSet& images) const;
  Grid grid_of_group(const ImageSet& images) const {
    return Grid(settings_.grid, static_cast<int>(images.group_length()));
  }

  Settings settings_;
};

void Tile::declare(Declaration& d) const {
  d.needs_image(settings_.image, Settings::kImage);
  if (settings_.assembly == Assembly::kWithinCycles)
    for (const AdditionalImage& image : settings_.additional)
      d.needs_image(image.name, AdditionalImage::kText);
  d.makes_image(settings_.output);
}

NewImage Tile::within_image_set(ImageSet& images) const {
  std::vector<Image> all = {images.image(settings_.image)};
  for (const AdditionalImage& image : settings_.additional) all.push_back(images.image(image.name));
  Shape2 tile;
  bool is_color = false;
  for (const Image& image : all) {
    tile = {std::max(tile.height, image.shape().height), std::max(tile.width, image.shape().width)};
    is_color = is_color || image.channels() > 1;
  }
  const Grid grid(settings_.grid, static_cast<int>(all.size()));
  Tiles tiles(images.queue(), grid, tile, is_color ? 3 : 1);
  for (std::size_t i = 0; i < all.size(); ++i)
    tiles.put(images.queue(), all[i], grid.place(static_cast<int>(i)));
  return tiles.image();
}

/// The tiles up to this image set; all have the size of the first one's.
NewImage Tile::across_image_sets(ImageSet& images) const {
  Queue& queue = images.queue();
  const Grid grid = grid_of_group(images);
  const Image image = images.image(settings_.image);
  GroupTiles& group = images.group_state<GroupTiles>();
  if (group.pixels.empty()) {
    group.tile = image.shape();
    group.channels = image.channels();
    group.pixels = Tiles(queue, grid, group.tile, group.channels).pixels(queue);
  }
  Tiles tiles(queue, grid, group.tile, group.channels, group.pixels);
  tiles.put(queue, image, grid.place(group.images++));
  group.pixels = tiles.pixels(queue);
  group.last_image_set = images.number();
  return tiles.image();
}

void Tile::run(ImageSet& images) const {
  images.add_image(settings_.output, settings_.assembly == Assembly::kWithinCycles
                                         ? within_image_set(images)
                                         : across_image_sets(images));
}

/// Where the last image set did not come this far, later modules of the group still find the tiles.
void Tile::finish_group(ImageSet& images) const {
  if (settings_.assembly == Assembly::kWithinCycles) return;
  const GroupTiles& group = images.group_state<GroupTiles>();
  if (group.pixels.empty() || group.last_image_set == images.number()) return;
  images.add_image(
      settings_.output,
      Tiles(images.queue(), grid_of_group(images), group.tile, group.channels, group.pixels).image());
}

}  // namespace

CEL_MODULE(Tile)

}  // namespace cellerate::modules
