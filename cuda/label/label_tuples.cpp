/// Neighbouring pixels repeat the same few combinations: a run of them is looked up once.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/label_tuples.hpp"

#include <algorithm>
#include <map>

namespace cellerate::kernel {

std::vector<LabelTuple> label_tuples(Queue& queue, const std::vector<View2<const std::int32_t>>& planes,
                                     View2<const std::uint8_t> mask) {
  Shape2 shape;
  std::vector<HostRead<std::int32_t>> on_host;
  for (const auto& plane : planes) {
    shape = {std::max(shape.height, plane.shape.height), std::max(shape.width, plane.shape.width)};
    on_host.emplace_back(queue, plane.data, plane.size());
  }
  const HostRead<std::uint8_t> mask_on_host(queue, mask.data, mask.data ? mask.size() : 0);

  std::map<std::vector<std::int32_t>, std::int64_t> counts;
  std::vector<std::int32_t> run(planes.size(), 0), here(planes.size());
  std::int64_t length = 0;
  const auto end_run = [&] {
    if (length > 0) counts[run] += length;
    length = 0;
  };
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      if (mask.data && !(mask.shape.contains(y, x) && mask_on_host.view(mask.shape)(y, x))) continue;
      for (std::size_t k = 0; k < planes.size(); ++k)
        here[k] = planes[k].shape.contains(y, x) ? on_host[k].view(planes[k].shape)(y, x) : 0;
      if (here != run) {
        end_run();
        run = here;
      }
      ++length;
    }
  end_run();

  std::vector<LabelTuple> tuples;
  for (const auto& [labels, pixels] : counts) tuples.push_back({labels, pixels});
  return tuples;
}

}  // namespace cellerate::kernel
