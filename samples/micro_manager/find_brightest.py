#!/usr/bin/env python3
"""A microscope that decides where to go: Micro-Manager snaps a survey, each frame goes to Cellerate as it is snapped,
and the stage then returns to the brightest objects, each in the centre of the image.

    find_brightest.py [PIPELINE]

The microscope is Micro-Manager's demonstration: a camera that sees fluorescent beads, which move with the stage.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import itertools
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Iterable, Iterator, Tuple

import mm_test_adapters
import pandas as pd
from pymmcore_plus import CMMCorePlus

import cellerate

PIPELINE = Path(__file__).parents[1] / "embed_c/nuclei.cppipe"
# Beads about as large as nuclei, seen by a camera of 12 bits.
CAMERA = {"Mode": "Fluorescent Beads", "BeadSize": 8, "BeadDensity": 30, "BeadBrightness": 5, "PixelType": "16bit",
          "BitDepth": 12}
GRID, TARGETS = 3, 4
CENTER_X, CENTER_Y = "Location_CenterMassIntensity_X_DNA", "Location_CenterMassIntensity_Y_DNA"
BRIGHTNESS = "Intensity_IntegratedIntensity_DNA"

Position = Tuple[float, float]  # of the stage, in micrometres


@contextmanager
def demonstration_microscope() -> Iterator[CMMCorePlus]:
    """Micro-Manager's core with the demonstration camera and stage."""
    adapters = mm_test_adapters.device_adapter_path()
    core = CMMCorePlus()
    core.setDeviceAdapterSearchPaths([adapters])
    core.loadSystemConfiguration(str(Path(adapters) / "MMConfig_demo.cfg"))
    try:
        for name, value in CAMERA.items():
            core.setProperty(core.getCameraDevice(), name, value)
        yield core
    finally:
        core.unloadAllDevices()


def snap(core: CMMCorePlus, position: Position) -> cellerate.ImageSet:
    """The image at a position of the stage."""
    core.setXYPosition(*position)
    core.waitForDevice(core.getXYStageDevice())
    core.snapImage()
    frame = cellerate.Image(core.getImage(), significant_bits=core.getImageBitDepth())
    return cellerate.ImageSet({"DNA": frame}, tag=position,
                              metadata={"StageX": f"{position[0]:g}", "StageY": f"{position[1]:g}"})


def on_stage(core: CMMCorePlus, result: cellerate.Result) -> pd.DataFrame:
    """The objects of a result, with the positions of the stage that bring them to the centre of the image."""
    x, y = result.tag
    scale = core.getPixelSizeUm()
    objects = result.check().table("Nuclei")
    return objects.assign(StageX=x + (objects[CENTER_X] - (core.getImageWidth() - 1) / 2) * scale,
                          StageY=y + (objects[CENTER_Y] - (core.getImageHeight() - 1) / 2) * scale)


def survey(core: CMMCorePlus, session: cellerate.Session, positions: Iterable[Position]) -> pd.DataFrame:
    """All objects at these positions: while the stage moves on, the frame before is computed."""
    tables = []
    for result in session.run(snap(core, position) for position in positions):
        tables.append(on_stage(core, result))
        print(f"stage {result.tag}: {len(tables[-1])} objects in {1000 * result.seconds:.0f} ms")
    return pd.concat(tables, ignore_index=True)


def visit(core: CMMCorePlus, session: cellerate.Session, target: pd.Series) -> pd.Series:
    """Goes to an object. @returns what it is there: the object next to the centre"""
    [result] = session.run([snap(core, (target.StageX, target.StageY))])
    objects = on_stage(core, result)
    off = ((objects.StageX - target.StageX) ** 2 + (objects.StageY - target.StageY) ** 2) ** 0.5
    return objects.assign(OffCenter=off).loc[off.idxmin()]


def find_brightest(core: CMMCorePlus, session: cellerate.Session) -> Tuple[pd.DataFrame, pd.DataFrame]:
    """@returns all objects of the survey, and the brightest ones as they were when the stage went to them"""
    width, height = (size * core.getPixelSizeUm() for size in (core.getImageWidth(), core.getImageHeight()))
    found = survey(core, session, [(column * width, row * height)
                                   for row, column in itertools.product(range(GRID), repeat=2)])
    brightest = found.nlargest(TARGETS, BRIGHTNESS)
    visited = pd.DataFrame([visit(core, session, target) for _, target in brightest.iterrows()])
    return found, visited


def main() -> None:
    pipeline = cellerate.Pipeline(sys.argv[1] if len(sys.argv) > 1 else PIPELINE)
    with demonstration_microscope() as core, cellerate.Session(pipeline) as session:
        found, visited = find_brightest(core, session)
    print(f"{len(found)} objects; the brightest, in the centre of an image each:")
    print(visited[["StageX", "StageY", BRIGHTNESS, "AreaShape_Area", "OffCenter"]].to_string(index=False))


if __name__ == "__main__":
    main()
