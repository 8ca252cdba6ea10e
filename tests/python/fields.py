"""What tests of the Python package share: the example pipeline, and fields of view that the sample draws.

CELLERATE_LIBRARY, CELLERATE_PROGRAM and CELLERATE_MAKE_IMAGES name what was built.
"""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import tifffile

import cellerate

ROOT = Path(__file__).parents[2]
# Channels DNA, RNA and PH3; nuclei, cells, cytoplasm, intensity and shape (modules 5 to 9), outlines, saved images and
# a spreadsheet.
CELLS = ROOT / "pipelines/examples/cells.cppipe"
IDENTIFY_PRIMARY, MEASURE_SHAPE = 5, 9
DIAMETER = "Typical diameter of objects, in pixel units (Min,Max)"
STAINS = {"DNA": "DNA", "RNA": "cellbody", "PH3": "PH3"}
SHAPE = (240, 300)


def cells_text(last=MEASURE_SHAPE):
    """The example pipeline without the modules from number `last` + 1 on."""
    text = CELLS.read_text().replace("ModuleCount:12", f"ModuleCount:{last}")
    return text[:text.rindex("\n", 0, text.index(f":[module_num:{last + 1}|")) + 1]


class FieldsTest(unittest.TestCase):
    """Has a folder of its own, with three fields of view in `images`."""

    COUNT = 3

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.images = cls.folder / "images"
        subprocess.run([os.environ["CELLERATE_MAKE_IMAGES"], cls.images, str(cls.COUNT)], check=True)

    @classmethod
    def image(cls, number, stain):
        """The pixels of a file, uint16."""
        return tifffile.imread(cls.images / f"field_{number}_{stain}.tif")

    @classmethod
    def field(cls, number):
        """The channels of a field of view, as they are on file."""
        return {name: cellerate.Image(cls.image(number, stain), file_name=f"field_{number}_{stain}.tif",
                                      path_name=cls.images) for name, stain in STAINS.items()}

    @classmethod
    def measuring(cls):
        """The example pipeline up to its last measurement."""
        return cellerate.Pipeline(content=cells_text(), name="cells")
