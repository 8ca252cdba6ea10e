/// The digests that NIST publishes.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/sha256.hpp"

#include <gtest/gtest.h>

namespace cellerate {
namespace {

// Golden: FIPS 180-4 examples and NIST's CAVP vectors of one byte, two blocks and a million bytes.
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256("\xbd"), "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b");
  EXPECT_EQ(sha256(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// Invariant: how the bytes are cut does not matter, whatever the length modulo the block.
TEST(Sha256, TakesPieces) {
  for (std::size_t length = 0; length < 200; ++length) {
    const std::string text(length, 'x');
    Sha256 pieces;
    for (std::size_t at = 0; at < length; at += 7) pieces.update(std::string_view(text).substr(at, 7));
    EXPECT_EQ(pieces.hex_digest(), sha256(text)) << length;
  }
}

}  // namespace
}  // namespace cellerate
