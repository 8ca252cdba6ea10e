// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/DisplayDataOnImage/annotation.hpp"

#include <algorithm>
#include <cstdio>
#include <opencv2/imgproc.hpp>

namespace cellerate::modules {
namespace {

constexpr double kDotsPerPoint = 100.0 / 72;
constexpr double kCapitalsPerSize = 0.729;  ///< of DejaVu Sans, matplotlib's font
constexpr int kFace = cv::FONT_HERSHEY_SIMPLEX;

struct LetterColor {
  std::string_view letter;
  Color color;
};
constexpr LetterColor kLetters[] = {{"b", {0, 0, 255}},   {"g", {0, 127, 0}},    {"r", {255, 0, 0}},
                                    {"c", {0, 191, 191}}, {"m", {191, 0, 191}},  {"y", {191, 191, 0}},
                                    {"k", {0, 0, 0}},     {"w", {255, 255, 255}}};

}  // namespace

Color plot_color(const std::string& text) {
  for (const LetterColor& known : kLetters)
    if (known.letter == text) return known.color;
  return parse_color(text);
}

std::string NumberFormat::operator()(double value) const {
  const char* format = is_scientific ? "%.*e" : "%.*f";
  std::string text(static_cast<std::size_t>(std::snprintf(nullptr, 0, format, decimals, value)) + 1, '\0');
  std::snprintf(text.data(), text.size(), format, decimals, value);
  text.pop_back();
  return text;
}

void annotate(Queue& queue, const std::vector<Annotation>& annotations, const Font& font,
              View1<std::uint8_t> image, Shape2 shape, const Box& box) {
  if (annotations.empty() || box.empty()) return;
  std::vector<std::uint8_t> pixels = download(queue, image.data, image.size);
  cv::Mat canvas = cv::Mat(shape.height, shape.width, CV_8UC3,
                           pixels.data())(cv::Rect(box.x0, box.y0, box.width(), box.height()));
  const int thickness = font.is_bold ? 2 : 1;
  const auto capitals = std::max(1, static_cast<int>(font.points * kDotsPerPoint * kCapitalsPerSize + .5));
  const double scale = cv::getFontScaleFromHeight(kFace, capitals, thickness);
  const cv::Scalar color(font.color[0], font.color[1], font.color[2]);
  for (const Annotation& annotation : annotations) {
    int below = 0;
    const cv::Size size = cv::getTextSize(annotation.text, kFace, scale, thickness, &below);
    const cv::Point origin(cvRound(annotation.x - size.width / 2.0) - box.x0,
                           cvRound(annotation.y + size.height / 2.0) - box.y0);
    cv::putText(canvas, annotation.text, origin, kFace, scale, color, thickness, cv::LINE_AA);
  }
  queue.copy_in(image.data, pixels.data(), pixels.size());
}

}  // namespace cellerate::modules
