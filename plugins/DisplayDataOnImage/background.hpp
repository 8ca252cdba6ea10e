/// What lies under the values: images as matplotlib shows them, interleaved red, green and blue.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

#include "plugins/shared/colormap.hpp"

namespace cellerate::modules {

/// All white.
Buffer<std::uint8_t> blank_image(Queue& queue, Shape2 shape);

/// An image as it is shown: colors as they are; gray in the colors of the map Greys, from white to black,
/// over the range of its bytes.
/// @throws std::invalid_argument for labels, and for other than one or three channels
Buffer<std::uint8_t> shown_image(ImageSet& images, const std::string& name);

/// The gray image, or white on black, in the colors of its objects.
/// @param colors  of each label, 0 included
Buffer<std::uint8_t> tinted_objects(ImageSet& images, const std::string& name, bool wants_image,
                                    const std::string& objects, const std::vector<Rgb>& colors);

}  // namespace cellerate::modules
