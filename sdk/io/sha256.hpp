/// SHA-256 of what identifies a run: its pipeline and its inputs. Source: FIPS 180-4.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cellerate {

/// The digest of bytes that come in pieces.
class Sha256 {
 public:
  void update(std::string_view bytes);
  /// 64 hexadecimal digits; nothing may be added afterwards.
  std::string hex_digest();

 private:
  static constexpr std::size_t kBlock = 64;
  void compress(const unsigned char* block);

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, kBlock> pending_{};
  std::size_t pending_size_ = 0;
  std::uint64_t size_ = 0;
};

/// The digest of a whole text as 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace cellerate
