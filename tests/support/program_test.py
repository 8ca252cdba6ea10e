"""A test case with an empty folder, images and the program `cellerate`, whose path is the script's argument."""
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from small_runs import run, write_pipeline

DONE, USAGE, FAILED, INPUT, OUTPUT, DEVICE, STOPPED = 0, 2, 3, 4, 5, 6, 75


class ProgramTest(unittest.TestCase):
    program = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="cellerate_test_"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.images, self.out = self.folder / "images", self.folder / "out"

    def pipeline(self, modules, name="test.cppipe"):
        return write_pipeline(self.folder / name, modules)

    def cellerate(self, *arguments, expect=DONE):
        """Runs the program; returns what it printed."""
        code, text = run(self.program, *arguments)
        self.assertEqual(code, expect, text)
        return text

    def run_pipeline(self, modules, *options, expect=DONE, out=None):
        return self.cellerate("run", self.pipeline(modules), "-i", self.images, "-o", out or self.out, *options, expect=expect)

    def assertHas(self, text, *parts):
        for part in parts:
            self.assertIn(part, text)


def main():
    ProgramTest.program = Path(sys.argv[1]).resolve()
    unittest.main(module="__main__", argv=sys.argv[:1])
