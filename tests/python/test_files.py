#!/usr/bin/env python3
"""Runs on files: progress, failures, and the same numbers as arrays give."""
import itertools
import os
import unittest

import numpy as np
import tifffile

import cellerate
from cellerate import Status
from cellerate.files import program
from fields import CELLS, STAINS, FieldsTest, cells_text

# What tells of files, of the clock or of the whole run is not the same for arrays.
OF_FILES = ("ExecutionTime_", "PathName_", "URL_", "MD5Digest_", "Series_", "Frame_", "Channel_", "Metadata_",
            "ImageSet_", "Group_")


def bits(table):
    """The numbers of a table as they are in memory; NaN is NaN, and zero has no sign: SQLite does not store it."""
    numbers = table.select_dtypes("number").sort_index(axis=1)
    values = numbers.to_numpy(np.float64) + 0.0
    return list(numbers), np.where(np.isnan(values), np.nan, values).tobytes()


class Files(FieldsTest):
    _outputs = itertools.count(1)

    def output(self):
        return self.folder / f"out_{next(self._outputs)}"

    # invariant: files, arrays and a session's database agree bit for bit; label images as well
    def test_same_as_arrays(self):
        labels = self.folder / "labels"
        files = cellerate.run_files(CELLS, self.images, self.output(), device="cpu", save_labels=labels)
        session_output = self.output()
        session_output.mkdir()
        arrays = cellerate.run_arrays(cellerate.Pipeline(CELLS, output_folder=session_output),
                                      [self.field(number) for number in (1, 2, 3)], device="cpu",
                                      labels=["Nuclei", "Cells"], database=session_output / "session.sqlite")
        stored = cellerate.read_tables(arrays.database)
        self.assertEqual(set(files.tables), {"Image", "Nuclei", "Cells", "Cytoplasm"})
        for name, table in files.tables.items():
            table = table[[feature for feature in table if not feature.startswith(OF_FILES)]]
            self.assertGreater(table.shape[1], 10)
            for other in (arrays[name], stored[name]):
                self.assertTrue(table.index.equals(other.index), name)
                self.assertLessEqual(set(table), set(other))
                self.assertEqual(bits(table), bits(other[list(table)]), name)
                for feature in table.select_dtypes(exclude="number"):
                    self.assertEqual(list(table[feature]), list(other[feature]))
        for name, numbered in arrays.labels.items():
            for number, pixels in numbered.items():
                self.assertTrue(np.array_equal(pixels, tifffile.imread(labels / f"{name}_{number}.tif")))
        self.assertEqual((files.failed, arrays.failed), ({}, {}))

    # analytic: of the example pipeline
    def test_tables(self):
        run = cellerate.run_files(cellerate.Pipeline(CELLS), self.images, self.output(), device="cpu")
        self.assertEqual(list(run["Image"].index), [1, 2, 3])
        counts = run["Nuclei"].groupby(level="ImageNumber").size()
        self.assertEqual(list(counts), list(run["Image"]["Count_Nuclei"]))
        self.assertEqual(run["Image"]["Count_Nuclei"].dtype, np.int64)
        self.assertEqual(list(run["Image"]["FileName_DNA"]), [f"field_{number}_DNA.tif" for number in (1, 2, 3)])
        relationships = cellerate.read_relationships(run.database)
        pairs = relationships[relationships.FirstObjectName + relationships.SecondObjectName == "NucleiCells"]
        self.assertGreaterEqual(len(pairs), len(run["Cells"]))

    # analytic: one step an image set, by iterating and by a function
    def test_progress(self):
        with cellerate.FileRun(CELLS, self.images, self.output(), device="cpu", last=2) as run:
            self.assertEqual([step.done for step in run], [1, 2])
            self.assertEqual(set(run.result()["Image"].index), {1, 2})
        steps = []
        with self.assertLogs("cellerate", "INFO"):
            run = cellerate.run_files(CELLS, self.images, self.output(), device="cpu", progress=steps.append)
        self.assertEqual([(step.done, step.total, step.failed) for step in steps], [(1, 3, 0), (2, 3, 0), (3, 3, 0)])
        self.assertFalse(run.stopped_early)

    # analytic: one that is stopped has whole image sets only, and the same run again the rest
    def test_stopping(self):
        output = self.output()
        options = {"device": "cpu", "jobs": 1}
        with cellerate.FileRun(CELLS, self.images, output, **options) as run:
            next(iter(run))
            run.stop()
            first = run.result()
        self.assertLessEqual(len(first["Image"]), 3)
        again = cellerate.run_files(CELLS, self.images, output, **options)
        self.assertEqual((len(again["Image"]), again.stopped_early), (3, False))
        with cellerate.FileRun(CELLS, self.images, self.output(), **options):
            pass  # leaving it ends the program

    # edge: a file that is no image fails its image set alone
    def test_failed(self):
        damaged = self.folder / "damaged"
        damaged.mkdir()
        for file in self.images.glob("*.tif"):
            (damaged / file.name).write_bytes(file.read_bytes())
        (damaged / f"field_2_{STAINS['RNA']}.tif").write_bytes(b"II*\0 no image")
        run = cellerate.run_files(CELLS, damaged, self.output(), device="cpu")
        self.assertEqual(list(run.failed), [2])
        self.assertIn("field_2_cellbody.tif", run.failed[2])
        self.assertEqual(set(run["Nuclei"].index.get_level_values(0)), {1, 3})

    # edge: what cannot run says all that the program says
    def test_refused(self):
        with self.assertRaisesRegex(cellerate.CellerateError, "there is no such input folder") as raised:
            cellerate.run_files(CELLS, "/no/such/folder", self.output())
        self.assertEqual(raised.exception.status, Status.UNREADABLE)
        broken = self.folder / "broken.cppipe"
        broken.write_text(cells_text().replace("(Min,Max):8,40", "(Min,Max):40,8"))
        with self.assertRaisesRegex(cellerate.CellerateError, "'40,8': the first must be the smaller"):
            cellerate.run_files(broken, self.images, self.output())
        with self.assertRaisesRegex(ValueError, "one that is a file"):
            cellerate.run_files(self.measuring(), self.images, self.output())
        with self.assertRaises(FileNotFoundError):
            cellerate.read_tables(self.folder / "no_such.sqlite")

    # analytic: without being named, the program is found beside the library
    def test_program_beside_the_library(self):
        named = os.environ.pop("CELLERATE_PROGRAM")
        self.addCleanup(os.environ.__setitem__, "CELLERATE_PROGRAM", named)
        self.assertTrue(os.path.samefile(program(), named))


if __name__ == "__main__":
    unittest.main()
