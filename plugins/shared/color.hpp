/// Colors as settings name them: "#0080FF", or a name of the W3C's CSS color table.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cellerate::modules {

/// Red, green and blue, 0 to 255.
using Color = std::array<std::uint8_t, 3>;

/// Blanks and case do not matter. @throws std::invalid_argument for what is no color
Color parse_color(std::string_view text);

}  // namespace cellerate::modules
