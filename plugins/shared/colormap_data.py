#!/usr/bin/env python3
"""Writes colormap_data.cpp, the tables of the color maps that matplotlib 3.7 defines by numbers.   colormap_data.py > colormap_data.cpp

Those that it defines by formulas are in colormap_formulas.cpp; names that end in _r are the same maps backwards.
"""
import textwrap

import numpy
from matplotlib._cm import datad
from matplotlib._cm_listed import cmaps

HEADER = """\
// Written by colormap_data.py from matplotlib's tables: see there.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/colormap_data.hpp"

// clang-format off
namespace cellerate::modules {
"""


def short(value):
    """The fewest digits that give the same float32."""
    text = numpy.format_float_positional(numpy.float32(value), unique=True, trim="-")
    return text[1:] if text.startswith("0.") else text


def bytes_of(colors):
    """The colors as rrggbb, or None where they are no whole numbers of 1/255."""
    levels = numpy.round(numpy.array(colors, float) * 255).astype(int)
    if numpy.abs(levels / 255 - numpy.array(colors, float)).max() > 1e-12:
        return None
    return " ".join("%02x%02x%02x" % tuple(color) for color in levels)


def points(positions_and_values):
    """`position value` of each point; a jump has two points at its position."""
    text = []
    for position, left, right in positions_and_values:
        text += ["%s %s" % (short(position) if position in (0, 1) else repr(float(position)), repr(float(value)))
                 for value in ([left] if left == right else [left, right])]
    return " ".join(text)


def curves_of_colors(positions, colors):
    return " | ".join(points([(p, color[c], color[c]) for p, color in zip(positions, colors)]) for c in range(3))


def curves_of(data):
    return " | ".join(points(data[channel]) for channel in ("red", "green", "blue"))


def print_table(name, comment, entries):
    print("\n// %s\nconst std::vector<NamedColors>& %s() {\n  static const std::vector<NamedColors> all{" % (comment, name))
    for map_name, text in sorted(entries.items()):
        lines = textwrap.wrap(text, 98)
        if len(lines) == 1 and len(text) + len(map_name) < 98:
            print('    {"%s", "%s"},' % (map_name, text))
        else:
            print('    {"%s",' % map_name)
            print("\n".join('     "%s "' % line for line in lines) + "},")
    print("  };\n  return all;\n}")


def main():
    curves, gradients, steps, lists = {}, {}, {}, {}
    for name, data in datad.items():
        if isinstance(data, dict):
            if "listed" in data:
                steps[name] = bytes_of(data["listed"])
            elif not callable(data["red"]):
                curves[name] = curves_of(data)
        elif len(data[0]) == 2:
            curves[name] = curves_of_colors(*zip(*data))
        elif bytes_of(data):
            gradients[name] = bytes_of(data)
        else:
            curves[name] = curves_of_colors(numpy.linspace(0, 1, len(data)), data)
    for name, colormap in cmaps.items():
        if name != "twilight_shifted":
            lists[name] = " ".join(short(value) for color in colormap.colors for value in color)
    print(HEADER.rstrip("\n"))
    print_table("colormap_curves", "Red | green | blue: positions and values of the points of a piecewise linear curve.", curves)
    print_table("colormap_gradients", "Colors at equal distances, linear between them.", gradients)
    print_table("colormap_steps", "Colors without anything between them.", steps)
    print_table("colormap_lists", "Red, green and blue of every entry.", lists)
    print("\n}  // namespace cellerate::modules")


main()
