#!/usr/bin/env python3
"""Pipelines: what they are made of, faults, and where the library is looked for."""
import os
import subprocess
import sys
import unittest

import cellerate
from cellerate import Column, Fault, ObjectSet, SettingKind, Status, ValueType
from fields import CELLS, DIAMETER, IDENTIFY_PRIMARY, cells_text


class Pipelines(unittest.TestCase):
    # analytic: of cells.cppipe
    def test_what_it_is_made_of(self):
        pipeline = cellerate.Pipeline(CELLS)
        self.assertEqual([(channel.name, channel.is_objects) for channel in pipeline.channels],
                         [("DNA", False), ("RNA", False), ("PH3", False)])
        self.assertEqual(pipeline.object_sets,
                         (ObjectSet("Nuclei", 5), ObjectSet("Cells", 6), ObjectSet("Cytoplasm", 7)))
        self.assertEqual([module.number for module in pipeline.modules], list(range(1, 13)))
        self.assertIn(Column("Image", "Count_Nuclei", ValueType.INTEGER, IDENTIFY_PRIMARY), pipeline.columns)
        module = pipeline.module("IdentifyPrimaryObjects")
        self.assertEqual((module.number, module.enabled), (IDENTIFY_PRIMARY, True))
        diameter = module.setting(DIAMETER)
        self.assertEqual((diameter.value, diameter.kind), ("8,40", SettingKind.RANGE))
        self.assertEqual(module.setting(diameter.index), diameter)
        self.assertIn("Shape", module.setting("Method to distinguish clumped objects").choices)

    # edge
    def test_absent_names(self):
        pipeline = cellerate.Pipeline(content=cells_text())
        with self.assertRaisesRegex(KeyError, "no module 'Nothing'"):
            pipeline.module("Nothing")
        with self.assertRaisesRegex(KeyError, "#5 IdentifyPrimaryObjects has no setting 'Nothing'"):
            pipeline.module(IDENTIFY_PRIMARY).setting("Nothing")

    # analytic: an exception lists all faults
    def test_faults(self):
        text = cells_text().replace("(Min,Max):8,40", "(Min,Max):40,8").replace("Select the input objects:Nuclei",
                                                                              "Select the input objects:Nothing")
        with self.assertRaises(cellerate.PipelineFaults) as raised:
            cellerate.Pipeline(content=text, name="broken")
        faults = raised.exception.faults
        self.assertGreaterEqual(len(faults), 2)
        self.assertEqual(raised.exception.status, Status.FAULTY)
        self.assertIn(Fault(IDENTIFY_PRIMARY, "IdentifyPrimaryObjects", DIAMETER,
                            "'40,8': the first must be the smaller"), faults)
        self.assertEqual(str(raised.exception).splitlines(), ["broken cannot run:", *map(str, faults)])
        unchecked = cellerate.Pipeline(content=text, check=False)
        self.assertEqual(unchecked.faults, faults)
        with self.assertRaises(cellerate.CellerateError) as raised:
            cellerate.Session(unchecked)
        self.assertEqual(raised.exception.status, Status.FAULTY)

    # edge
    def test_unreadable(self):
        for arguments, message in (({"file": "/no/such/file.cppipe"}, "/no/such/file.cppipe"),
                                   ({"content": b"not a pipeline"}, "pipeline")):
            with self.assertRaisesRegex(cellerate.CellerateError, message) as raised:
                cellerate.Pipeline(**arguments)
            self.assertEqual(raised.exception.status, Status.UNREADABLE)
        with self.assertRaises(ValueError):
            cellerate.Pipeline()
        with self.assertRaises(ValueError):
            cellerate.Pipeline("a\0b")


class Libraries(unittest.TestCase):
    def message(self, library):
        """What the package says where that is CELLERATE_LIBRARY."""
        done = subprocess.run([sys.executable, "-c", "import cellerate; cellerate.version()"], text=True,
                              capture_output=True, env=dict(os.environ, CELLERATE_LIBRARY=library))
        self.assertEqual(done.returncode, 1)
        return done.stderr

    # edge: the package can be imported, and says what is missing when it is needed
    def test_absent(self):
        message = self.message("/no/such/libcellerate.so.1")
        self.assertIn("LibraryNotFound: /no/such/libcellerate.so.1 cannot be loaded", message)
        self.assertIn("set CELLERATE_LIBRARY", message)

    # edge
    def test_another_library(self):
        self.assertIn("libm.so.6 is no libcellerate that this package can use", self.message("libm.so.6"))


if __name__ == "__main__":
    unittest.main()
