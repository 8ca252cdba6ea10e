/// Images of outlines, which modules of CellProfiler 2 made beside their objects ("Retain outlines of the
/// identified objects?") and OverlayOutlines drew. CellProfiler 4 draws the outlines of objects only.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>

namespace cellerate::modules {

/// The objects whose outlines the last module before this one kept as an image of this name. They stand in
/// the file only: today's settings of those modules have no place for the image.
std::optional<std::string> outlined_objects(const HostContext& context, const std::string& outlines);

}  // namespace cellerate::modules
