// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/md5.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace cellerate {
namespace {

std::string md5_of(std::string_view text) { return md5(std::as_bytes(std::span(text))); }

// golden: the test suite of RFC 1321, A.5
TEST(Md5, GivesTheDigestsOfTheRfc) {
  EXPECT_EQ(md5_of(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_of("a"), "0cc175b9c0f1b6a831c399e269772661");
  EXPECT_EQ(md5_of("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(md5_of("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(md5_of("abcdefghijklmnopqrstuvwxyz"), "c3fcd3d76192e4007dfb496cca67e13b");
  EXPECT_EQ(md5_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
            "d174ab98d277d9f5a5611c2c9f419d9f");
  EXPECT_EQ(md5_of("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
}

// golden (coreutils md5sum): lengths around the place of the length in the last block
TEST(Md5, PadsAtEveryLength) {
  EXPECT_EQ(md5_of(std::string(55, 'x')), "04364420e25c512fd958a70738aa8f72");
  EXPECT_EQ(md5_of(std::string(56, 'x')), "668a72d5ba17f08e62dabcafad6db14b");
  EXPECT_EQ(md5_of(std::string(64, 'x')), "c1bb4f81d892b2d57947682aeb252456");
  EXPECT_EQ(md5_of(std::string(119, 'x')), "ab347a5f68c8a443cfcddc633f12c24f");
}

}  // namespace
}  // namespace cellerate
