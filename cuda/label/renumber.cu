/// Maps over planes of labels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/renumber.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Renumber {
  View2<const std::int32_t> labels;
  View1<const std::int32_t> table;
  View2<std::int32_t> out;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int32_t label = labels[i];
    out[i] = label < table.size ? table[label] : 0;
  }
};

struct WrapToSixteenBits {
  View2<const std::int32_t> labels;
  View2<std::int32_t> out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = labels[i] & 0xffff; }
};

struct ClearRemoved {
  View2<const std::int32_t> labels, before, after;
  View2<std::int32_t> out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = before[i] != 0 && after[i] == 0 ? 0 : labels[i]; }
};

}  // namespace

void renumber(Queue& queue, View2<const std::int32_t> labels, View1<const std::int32_t> table,
              View2<std::int32_t> out) {
  CEL_REQUIRE(out.shape == labels.shape, "renumber: the output must have the shape of the labels");
  for_each_index(queue, labels.size(), Renumber{labels, table, out});
}

void wrap_to_sixteen_bits(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> out) {
  CEL_REQUIRE(out.shape == labels.shape, "sixteen bits: the output must have the shape of the labels");
  for_each_index(queue, labels.size(), WrapToSixteenBits{labels, out});
}

void clear_removed(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> before,
                   View2<const std::int32_t> after, View2<std::int32_t> out) {
  CEL_REQUIRE(before.shape == labels.shape && after.shape == labels.shape && out.shape == labels.shape,
              "clear removed objects: all planes must have one shape");
  for_each_index(queue, labels.size(), ClearRemoved{labels, before, after, out});
}

}  // namespace cellerate::kernel
