// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/md5.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "sdk/io/file_bytes.hpp"

namespace cellerate {
namespace {

constexpr std::size_t kBlock = 64;

/// floor(2^32 * abs(sin(i + 1))), the table T of the RFC.
constexpr std::array<std::uint32_t, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

using State = std::array<std::uint32_t, 4>;

template <std::size_t kRound>
std::uint32_t mix(std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  if constexpr (kRound == 0) return d ^ (b & (c ^ d));
  if constexpr (kRound == 1) return c ^ (d & (b ^ c));
  if constexpr (kRound == 2) return b ^ c ^ d;
  return c ^ (b | ~d);
}

template <std::size_t kRound>
void round(State& s, const std::uint32_t* words) {
  constexpr int kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  constexpr std::size_t kStep[4] = {1, 5, 3, 7}, kStart[4] = {0, 1, 5, 0};
  for (std::size_t i = 0; i < 16; ++i) {
    const std::uint32_t word = words[(kStart[kRound] + kStep[kRound] * i) % 16];
    const std::uint32_t sum = s[0] + mix<kRound>(s[1], s[2], s[3]) + word + kSines[kRound * 16 + i];
    s = {s[3], s[1] + std::rotl(sum, kShifts[kRound][i % 4]), s[1], s[2]};
  }
}

void add_block(State& state, const std::byte* block) {
  std::array<std::uint32_t, 16> words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = 0;
    for (std::size_t k = 4; k-- > 0;)
      words[i] = words[i] << 8 | std::to_integer<std::uint32_t>(block[4 * i + k]);
  }
  State next = state;
  round<0>(next, words.data());
  round<1>(next, words.data());
  round<2>(next, words.data());
  round<3>(next, words.data());
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += next[i];
}

}  // namespace

std::string md5(std::span<const std::byte> bytes) {
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  const std::size_t whole = bytes.size() / kBlock * kBlock;
  for (std::size_t at = 0; at < whole; at += kBlock) add_block(state, bytes.data() + at);

  // The rest, a one bit, zeros, and the length in bits: one block, or two if the length does not fit.
  std::array<std::byte, 2 * kBlock> tail{};
  const std::size_t rest = bytes.size() - whole;
  if (rest > 0) std::memcpy(tail.data(), bytes.data() + whole, rest);
  tail[rest] = std::byte{0x80};
  const std::size_t tail_size = rest < kBlock - 8 ? kBlock : 2 * kBlock;
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (std::size_t i = 0; i < 8; ++i) tail[tail_size - 8 + i] = static_cast<std::byte>(bits >> 8 * i);
  for (std::size_t at = 0; at < tail_size; at += kBlock) add_block(state, tail.data() + at);

  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint32_t word : state)
    for (int i = 0; i < 4; ++i) {
      text += kDigits[word >> (8 * i + 4) & 15];
      text += kDigits[word >> 8 * i & 15];
    }
  return text;
}

std::string md5_of_file(const std::filesystem::path& path) { return md5(read_file_bytes(path).span()); }

}  // namespace cellerate
