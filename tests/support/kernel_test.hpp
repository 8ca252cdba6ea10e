/// What every kernel test needs: all devices, odd shapes, reproducible noise.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/core/queue.hpp"

namespace cellerate::test {

/// Shapes that break index arithmetic: empty, one pixel, lines, odd sizes, more than one tile and block.
inline std::vector<Shape2> every_shape() {
  return {{0, 0}, {1, 1}, {1, 7}, {9, 1}, {2, 2}, {31, 33}, {64, 64}, {257, 129}, {40, 1031}};
}

/// Runs each TEST_P on one CPU thread, on two, and on the GPU (SKIPPED where there is none).
class EveryDevice : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const std::string name = GetParam();
    if (name == "cuda" && cuda_device_count() == 0) GTEST_SKIP() << "no GPU: " << cuda_unavailable_reason();
    device_ = name == "cuda" ? Device::cuda(0) : Device::cpu(name == "cpu2" ? 2 : 1);
  }
  Queue& queue() { return device_->queue(); }
  std::unique_ptr<Device> device_;
};

#define CEL_ON_EVERY_DEVICE(Suite)                                            \
  INSTANTIATE_TEST_SUITE_P(On, Suite, testing::Values("cpu", "cpu2", "cuda"), \
                           [](const testing::TestParamInfo<const char*>& device) { return device.param; })

/// Uniform noise in [0, 1) that is the same everywhere.
inline std::vector<float> noise(std::int64_t n, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::vector<float> values(n);
  for (float& v : values) v = static_cast<float>(random() >> 8) * 0x1p-24f;
  return values;
}

/// Random labels 0 ... count, in blobs: each pixel copies a neighbour more often than not.
inline std::vector<std::int32_t> blobs(Shape2 shape, int count, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::vector<std::int32_t> labels(shape.size());
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      const std::int64_t i = static_cast<std::int64_t>(y) * shape.width + x;
      const unsigned dice = random() % 16;
      if (dice < 7 && x > 0)
        labels[i] = labels[i - 1];
      else if (dice < 14 && y > 0)
        labels[i] = labels[i - shape.width];
      else
        labels[i] = random() % 3 ? 0 : static_cast<std::int32_t>(1 + random() % count);
    }
  return labels;
}

}  // namespace cellerate::test
