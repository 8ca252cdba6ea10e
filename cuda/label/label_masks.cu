/// Stencils over a label image.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/label_masks.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Labeled {
  View2<const std::int32_t> labels;
  bool wanted;
  View2<std::uint8_t> mask;
  CEL_FN void operator()(int y, int x) const { mask(y, x) = (labels(y, x) != 0) == wanted; }
};

struct LabeledAndAllowed {
  const std::int32_t* labels;
  const std::uint8_t* allowed;  // may be null
  std::uint8_t* mask;
  CEL_FN void operator()(std::int64_t i) const { mask[i] = labels[i] != 0 && (!allowed || allowed[i]); }
};

struct Positive {
  View2<const std::int32_t> labels;
  View2<std::uint8_t> mask;
  CEL_FN void operator()(std::int64_t i) const { mask[i] = labels[i] > 0; }
};

struct Adjacent {
  View2<const std::int32_t> labels;
  View2<std::uint8_t> mask;
  CEL_FN void operator()(int y, int x) const { mask(y, x) = touches_another(y, x); }
  CEL_FN bool touches_another(int y, int x) const {
    const std::int32_t label = labels(y, x);
    if (label == 0) return false;
    for (int v = y - 1; v <= y + 1; ++v)
      for (int u = x - 1; u <= x + 1; ++u)
        if (labels.shape.contains(v, u) && labels(v, u) != 0 && labels(v, u) != label) return true;
    return false;
  }
};

CEL_FN bool on_outline(const View2<const std::int32_t>& labels, int y, int x) {
  const std::int32_t label = labels(y, x);
  if (label == 0) return false;
  for (int v = y - 1; v <= y + 1; ++v)
    for (int u = x - 1; u <= x + 1; ++u)
      if (!labels.shape.contains(v, u) || labels(v, u) != label) return true;
  return false;
}

struct Outline {
  View2<const std::int32_t> labels;
  View2<std::int32_t> outlines;
  CEL_FN void operator()(int y, int x) const { outlines(y, x) = on_outline(labels, y, x) ? labels(y, x) : 0; }
};

struct KeepLabeled {
  const std::int32_t *labels, *kept;
  std::int32_t* result;
  CEL_FN void operator()(std::int64_t i) const { result[i] = kept[i] ? labels[i] : 0; }
};

struct ReplaceLabeled {
  const std::int32_t *where, *labels;
  std::int32_t* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = where[i] ? labels[i] : out[i]; }
};

struct Subtract {
  View2<const std::int32_t> outer, inner;
  bool keep_rim;
  View2<std::int32_t> difference;
  CEL_FN void operator()(int y, int x) const {
    const bool stays = inner(y, x) == 0 || (keep_rim && on_outline(inner, y, x));
    difference(y, x) = stays ? outer(y, x) : 0;
  }
};

}  // namespace

void labeled_pixels(Queue& queue, View2<const std::int32_t> labels, View2<std::uint8_t> mask) {
  CEL_REQUIRE(mask.shape == labels.shape, "labeled pixels: the output must have the shape of the labels");
  for_each_pixel(queue, labels.shape, Labeled{labels, true, mask});
}

void labeled_pixels(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> allowed,
                    View2<std::uint8_t> mask) {
  for_each_index(queue, labels.size(), LabeledAndAllowed{labels.data, allowed.data, mask.data});
}

void positive_labels(Queue& queue, View2<const std::int32_t> labels, View2<std::uint8_t> mask) {
  CEL_REQUIRE(mask.shape == labels.shape, "positive labels: the output must have the shape of the labels");
  for_each_index(queue, labels.size(), Positive{labels, mask});
}

void unlabeled_pixels(Queue& queue, View2<const std::int32_t> labels, View2<std::uint8_t> mask) {
  CEL_REQUIRE(mask.shape == labels.shape, "unlabeled pixels: the output must have the shape of the labels");
  for_each_pixel(queue, labels.shape, Labeled{labels, false, mask});
}

void adjacent_pixels(Queue& queue, View2<const std::int32_t> labels, View2<std::uint8_t> mask) {
  CEL_REQUIRE(mask.shape == labels.shape, "adjacent pixels: the output must have the shape of the labels");
  for_each_pixel(queue, labels.shape, Adjacent{labels, mask});
}

void outline(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> outlines) {
  CEL_REQUIRE(outlines.shape == labels.shape, "outline: the output must have the shape of the labels");
  for_each_pixel(queue, labels.shape, Outline{labels, outlines});
}

void keep_labeled(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> kept,
                  View2<std::int32_t> result) {
  CEL_REQUIRE(kept.shape == labels.shape && result.shape == labels.shape,
              "keep labeled: all planes must have one shape");
  for_each_index(queue, labels.size(), KeepLabeled{labels.data, kept.data, result.data});
}

void replace_labeled(Queue& queue, View2<const std::int32_t> where, View2<const std::int32_t> labels,
                     View2<std::int32_t> out) {
  CEL_REQUIRE(labels.shape == where.shape && out.shape == where.shape,
              "replace labeled: all planes must have one shape");
  for_each_index(queue, out.size(), ReplaceLabeled{where.data, labels.data, out.data});
}

void subtract_objects(Queue& queue, View2<const std::int32_t> outer, View2<const std::int32_t> inner,
                      bool keep_rim, View2<std::int32_t> difference) {
  CEL_REQUIRE(inner.shape == outer.shape && difference.shape == outer.shape,
              "subtract objects: all planes must have one shape");
  for_each_pixel(queue, outer.shape, Subtract{outer, inner, keep_rim, difference});
}

}  // namespace cellerate::kernel
