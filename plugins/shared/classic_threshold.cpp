// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/classic_threshold.hpp"

#include <vector>

#include "cuda/threshold/classic.hpp"
#include "cuda/threshold/mixture_of_gaussians.hpp"

namespace cellerate::modules {
namespace {

double threshold_of(Queue& queue, View1<const float> host_values, const ThresholdSettings& settings) {
  switch (settings.global_method) {
    case GlobalThreshold::kRidlerCalvard:
      return kernel::ridler_calvard(host_values);
    case GlobalThreshold::kKapur:
      return kernel::kapur(queue, host_values);
    default:
      return kernel::mixture_of_gaussians(host_values, settings.lower_fraction);
  }
}

}  // namespace

double classic_threshold(Queue& queue, View1<const float> values, const ThresholdSettings& settings) {
  const HostRead<float> host(queue, values.data, values.size);
  return threshold_of(queue, {host.data(), host.size()}, settings);
}

double classic_threshold(Queue& queue, View1<const double> values, const ThresholdSettings& settings) {
  const HostRead<double> host(queue, values.data, values.size);
  const std::vector<float> narrowed(host.data(), host.data() + host.size());
  return threshold_of(queue, {narrowed.data(), host.size()}, settings);
}

}  // namespace cellerate::modules
