/// Images and objects to run any module on, and everything that a module left behind.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <string>

#include "cuda/core/view.hpp"
#include "tests/support/module_run.hpp"

namespace cellerate::conformance {

/// Puts into an image set: the images Gray, Binary and Color, each once more with a 2; the object sets Nuclei
/// and Cells, where cell n surrounds nucleus n; their areas, centers and parents. Objects lie on a grid,
/// bright on a dim ground.
void draw_scene(test::ModuleRun& run, Shape2 shape, int objects);

/// How many objects a plane of that shape has room for.
int room_for_objects(Shape2 shape);

/// The bytes of every image, object set and measurement of an image set, by name.
std::map<std::string, std::string> contents(test::ModuleRun& run, Queue& queue);

}  // namespace cellerate::conformance
