// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/stream_order.hpp"

#include <stdexcept>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class StreamOrder : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(StreamOrder);

// analytic: what another queue's stream wrote is there for this one, without a wait of the host.
TEST_P(StreamOrder, LaterWorkSeesWhatTheStreamWrote) {
  if (!queue().on_gpu()) {
    EXPECT_THROW(wait_for_stream(queue(), nullptr), std::invalid_argument);
    return;
  }
  const auto producer = Device::cuda(0);
  const std::vector<float> values = test::noise(1 << 20);
  const auto original = upload(producer->queue(), values);
  Buffer<float> written(producer->queue(), original.size());
  producer->queue().copy(written.data(), original.data(), original.size() * sizeof(float));
  wait_for_stream(queue(), producer->queue().stream());
  EXPECT_EQ(download(queue(), written.data(), written.size()), values);
}

}  // namespace
}  // namespace cellerate
