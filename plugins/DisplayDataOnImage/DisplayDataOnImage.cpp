/// DisplayDataOnImage: the values of a measurement, written on an image or as colors of the objects.
/// Meaning, sources and differences from CellProfiler: DisplayDataOnImage.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <utility>

#include "cuda/pixel/convert.hpp"
#include "plugins/DisplayDataOnImage/annotation.hpp"
#include "plugins/DisplayDataOnImage/background.hpp"
#include "plugins/DisplayDataOnImage/figure_layout.hpp"
#include "plugins/shared/colormap.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

constexpr const char *kImageText = "Select the image on which to display the measurements",
                     *kObjectsText = "Select the input objects", *kMeasurementText = "Measurement to display",
                     *kColorText = "Text color", *kMapText = "Color map",
                     *kElementsText = "Image elements to save";
constexpr const char* kMeasuredRange = "Use this image's measurement range";
constexpr const char *kX = "Location_Center_X", *kY = "Location_Center_Y";

enum class Subject { kObject, kImage };
enum class Mode { kText, kColor };
enum class Scale { kMeasured, kManual };
enum class Weight { kNormal, kBold };

struct DisplayDataOnImageSettings {
  Subject subject = Subject::kObject;
  std::string objects = "None", measurement = "None", image = "None", text_color = "red",
              output = "DisplayImage";
  int font_size = 10, decimals = 2, offset = 0;
  Elements elements = Elements::kImage;
  Mode mode = Mode::kText;
  std::string colormap = "Default";
  bool wants_image = true;
  Scale scale = Scale::kMeasured;
  Range<double> limits{0, 1};
  std::string font = "DejaVu Sans";
  bool is_scientific = false;
  Weight weight = Weight::kNormal;

  bool is_of_objects() const { return subject == Subject::kObject; }
  bool uses_colors() const { return is_of_objects() && mode == Mode::kColor; }

  void bind(Binder& b) {
    b.choice(subject, "Display object or image measurements?", {"Object", "Image"});
    b.objects(objects, kObjectsText);
    b.measurement(measurement, kMeasurementText);
    b.image(image, kImageText);
    b.color(text_color, kColorText);
    b.new_image(output, "Name the output image that has the measurements displayed");
    b.integer(font_size, "Font size (points)", {.min = 1});
    b.integer(decimals, "Number of decimals", {.min = 0, .max = 300});
    b.choice(elements, kElementsText, {"Image", "Figure", "Axes"});
    b.integer(offset, "Annotation offset (in pixels)");
    b.choice(mode, "Display mode", {"Text", "Color"});
    b.text(colormap, kMapText);
    b.binary(wants_image, "Display background image?");
    b.choice(scale, "Color map scale", {kMeasuredRange, "Manual"});
    b.range(limits, "Color map range");
    b.text(font, "Font");
    b.binary(is_scientific, "Use scientific notation?");
    b.choice(weight, "Font weight", {"normal", "bold"});
  }
};

class DisplayDataOnImage {
 public:
  static constexpr ModuleInfo info = {
      .revision = 6,
      .category = "Data Tools",
      .summary = "Writes the values of a measurement on an image, or colors the objects by them."};
  using Settings = DisplayDataOnImageSettings;

  DisplayDataOnImage(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  /// Values of the objects and where they lie; NaN of any of the three where there is no value.
  struct Located {
    std::vector<double> values, x, y;
    bool is_known(std::size_t i) const {
      return !std::isnan(values[i]) && !std::isnan(x[i]) && !std::isnan(y[i]);
    }
  };
  Located located(const ImageSet& images) const;
  std::vector<Rgb> colors(const Located& objects) const;
  std::vector<Annotation> annotations(const ImageSet& images, Shape2 shape) const;
  Annotation of_image(const ImageSet& images, Shape2 shape, std::mt19937& random) const;

  Settings settings_;
};

/// From 1: font size and decimals instead of a resolution. From 2: an offset. From 3: color maps. From 4:
/// without the image. From 5: the range of the color map. Of 6 there are pipelines without the font, and with
/// a backslash in a choice.
void DisplayDataOnImage::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1 && values.size() == 8) {
    const std::string elements = values.back();
    values.resize(6);
    values.insert(values.end(), {"10", "2", elements});
    u.revision = 2;
  }
  const auto add = [&](int revision, std::initializer_list<const char*> more) {
    if (u.revision != revision) return;
    values.insert(values.end(), more.begin(), more.end());
    ++u.revision;
  };
  add(2, {"0"});
  add(3, {"Text", "Default"});
  add(4, {"Yes"});
  add(5, {kMeasuredRange, "0.0,1.0"});
  for (std::string& value : values)
    if (value == "Use this image\\'s measurement range") value = kMeasuredRange;
  if (values.size() == 15) values.insert(values.end(), {"DejaVu Sans", "No", "normal"});
}

void DisplayDataOnImage::declare(Declaration& d) const {
  d.needs_image(settings_.image, kImageText);
  if (settings_.is_of_objects()) d.needs_objects(settings_.objects, kObjectsText);
  require_measurement(d, settings_.is_of_objects() ? settings_.objects : "Image", settings_.measurement,
                      kMeasurementText);
  if (settings_.uses_colors()) {
    check_colormap(d, kMapText, settings_.colormap);
  } else {
    try {
      plot_color(settings_.text_color);
    } catch (const std::invalid_argument& error) {
      d.fault(kColorText, error.what());
    }
  }
  if (settings_.elements != Elements::kImage)
    d.warn("the axes, their labels and the color bar of the image '" + settings_.output + "' are not drawn");
  d.makes_image(settings_.output);
}

DisplayDataOnImage::Located DisplayDataOnImage::located(const ImageSet& images) const {
  const auto count = static_cast<std::size_t>(images.objects(settings_.objects).count());
  const auto padded = [&](std::string_view feature) {
    std::vector<double> values = measured_values(images, settings_.objects, feature);
    values.resize(count, std::numeric_limits<double>::quiet_NaN());
    return values;
  };
  return {padded(settings_.measurement), padded(kX), padded(kY)};
}

/// By label, the background first. What has no value is white, as the background is.
std::vector<Rgb> DisplayDataOnImage::colors(const Located& objects) const {
  std::vector<Rgb> colors(objects.values.size() + 1, Rgb{1, 1, 1});
  Range<double> limits{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < objects.values.size(); ++i)
    if (objects.is_known(i)) {
      limits.min = std::min(limits.min, objects.values[i]);
      limits.max = std::max(limits.max, objects.values[i]);
    }
  if (settings_.scale == Scale::kManual) limits = settings_.limits;
  const Colormap map = Colormap::named(settings_.colormap);
  for (std::size_t i = 0; i < objects.values.size(); ++i)
    if (objects.is_known(i))
      colors[i + 1] = map.at(
          limits.min == limits.max ? 0.0 : (objects.values[i] - limits.min) / (limits.max - limits.min));
  return colors;
}

/// A random number of -1 ... 1 and what makes a unit vector of it.
std::pair<double, double> random_direction(std::mt19937& random) {
  const double x = random() * 0x1p-31 - 1;
  return {x, std::sqrt(1 - x * x)};
}

Annotation DisplayDataOnImage::of_image(const ImageSet& images, Shape2 shape, std::mt19937& random) const {
  const auto [dx, dy] = random_direction(random);
  Annotation annotation{"None", shape.width / 2.0 + dx, shape.height / 2.0 + dy};
  if (const auto text = images.image_text(settings_.measurement))
    annotation.text = *text;
  else if (const auto values = images.values("Image", settings_.measurement); values && !values->empty())
    annotation.text = NumberFormat{settings_.decimals, settings_.is_scientific}(values->front());
  return annotation;
}

std::vector<Annotation> DisplayDataOnImage::annotations(const ImageSet& images, Shape2 shape) const {
  std::mt19937 random(static_cast<unsigned>(images.number()));
  if (!settings_.is_of_objects()) return {of_image(images, shape, random)};
  const Located objects = located(images);
  const NumberFormat format{settings_.decimals, settings_.is_scientific};
  std::vector<Annotation> all;
  for (std::size_t i = 0; i < objects.values.size(); ++i) {
    const auto [dx, dy] = random_direction(random);
    if (objects.is_known(i))
      all.push_back({format(objects.values[i]), objects.x[i] + settings_.offset * dx,
                     objects.y[i] + settings_.offset * dy});
  }
  return all;
}

void DisplayDataOnImage::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Shape2 shape = images.image(settings_.image).shape();
  const Buffer<std::uint8_t> background = settings_.uses_colors()
                                              ? tinted_objects(images, settings_.image, settings_.wants_image,
                                                               settings_.objects, colors(located(images)))
                                          : settings_.wants_image ? shown_image(images, settings_.image)
                                                                  : blank_image(queue, shape);

  const FigureLayout layout = lay_out(shape, settings_.elements, settings_.uses_colors());
  Buffer<std::uint8_t> canvas = blank_image(queue, layout.canvas);
  kernel::hanning_resample(queue, background.view(), shape, layout.x, layout.y, canvas.view(), layout.canvas,
                           layout.axes, layout.left, layout.bottom);
  if (!settings_.uses_colors()) {
    std::vector<Annotation> texts = annotations(images, shape);
    for (Annotation& text : texts) {
      text.x = layout.left + layout.x.scale * (text.x + .5) + layout.x.offset - .5;
      text.y = layout.bottom + .5 - layout.y.scale * (text.y + .5) - layout.y.offset;
    }
    annotate(queue, texts,
             {plot_color(settings_.text_color), settings_.font_size, settings_.weight == Weight::kBold},
             canvas.view(), layout.canvas, layout.axes);
  }
  Buffer<float> pixels(queue, canvas.size());
  kernel::full_range(queue, {kernel::Sample::U8, canvas.data(), canvas.size()}, pixels.view());
  images.add_image(settings_.output, NewImage::of(std::move(pixels), layout.canvas, 3));
}

}  // namespace

CEL_MODULE(DisplayDataOnImage)

}  // namespace cellerate::modules
