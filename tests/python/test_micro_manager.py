#!/usr/bin/env python3
"""samples/micro_manager with Micro-Manager's demonstration camera, without a display.

CELLERATE_TEST_ENVIRONMENT is a folder for a Python environment with the sample's requirements, which is made there.
Where they cannot be installed, the test is skipped: exit status 77.
"""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples/micro_manager"
ENVIRONMENT = Path(os.environ["CELLERATE_TEST_ENVIRONMENT"])
SKIPPED = 77


def enter_environment():
    """Goes on in the environment, which is made if it is not there or the requirements have changed."""
    python, installed = ENVIRONMENT / "bin/python", ENVIRONMENT / "requirements.txt"
    wanted = (SAMPLE / "requirements.txt").read_text()
    if not installed.exists() or installed.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", ENVIRONMENT], check=True)
        pip = subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--retries", "1",
                              "-r", SAMPLE / "requirements.txt", "tifffile"])
        if pip.returncode:
            print("SKIPPED: the packages of Micro-Manager cannot be installed here")
            sys.exit(SKIPPED)
        installed.write_text(wanted)
    os.execv(python, [str(python), __file__])


if Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
    enter_environment()

import numpy as np  # noqa: E402 what follows is there in the environment alone
import tifffile  # noqa: E402

sys.path.insert(0, str(SAMPLE))
import find_brightest as sample  # noqa: E402

import cellerate  # noqa: E402

FULL_SCALE, MAX_SAMPLE_VALUE_TAG = 4095, 281


class MicroManager(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        microscope = sample.demonstration_microscope()
        cls.core = microscope.__enter__()
        cls.addClassCleanup(microscope.__exit__, None, None, None)
        cls.pipeline = cellerate.Pipeline(sample.PIPELINE)

    @classmethod
    def tearDownClass(cls):
        del cls.core  # while Python is whole: its thread calls back

    # analytic: the stage brings the brightest objects to the centre, where they are what they were
    def test_goes_to_the_brightest(self):
        with cellerate.Session(self.pipeline) as session:
            found, visited = sample.find_brightest(self.core, session)
        self.assertGreater(len(found), 100)
        brightness = found[sample.BRIGHTNESS]
        self.assertEqual(len(visited), sample.TARGETS)
        self.assertLess(visited.OffCenter.max(), 0.5)
        np.testing.assert_allclose(visited[sample.BRIGHTNESS], sorted(brightness, reverse=True)[:sample.TARGETS],
                                   rtol=0.01)

    # analytic: the brightest pixel of a frame is the maximum of an object, where the object says
    def test_tables_are_right(self):
        with cellerate.Session(self.pipeline) as session:
            image_set = sample.snap(self.core, (0, 0))
            session.submit(image_set)
            result = session.next().check()
        frame = image_set.channels["DNA"].pixels
        objects = result.table("Nuclei")
        brightest = objects.loc[objects.Intensity_MaxIntensity_DNA.idxmax()]
        y, x = np.unravel_index(frame.argmax(), frame.shape)
        self.assertEqual((brightest.Location_MaxIntensity_X_DNA, brightest.Location_MaxIntensity_Y_DNA), (x, y))
        self.assertEqual(np.float32(brightest.Intensity_MaxIntensity_DNA), np.float32(frame.max() / FULL_SCALE))
        self.assertEqual(result.metadata, {"StageX": "0", "StageY": "0"})

    # invariant: frames that went through files give the same tables
    def test_same_as_files(self):
        image_sets = [sample.snap(self.core, position) for position in ((0, 0), (512, 0), (700, 300))]
        with tempfile.TemporaryDirectory() as name:
            images = Path(name) / "images"
            images.mkdir()
            for number, image_set in enumerate(image_sets):
                tifffile.imwrite(images / f"frame_{number}.tif", image_set.channels["DNA"].pixels,
                                 extratags=[(MAX_SAMPLE_VALUE_TAG, "H", 1, FULL_SCALE, True)])
            files = cellerate.run_files(sample.PIPELINE, images, Path(name) / "out", device="cpu")["Nuclei"]
        frames = cellerate.run_arrays(self.pipeline, image_sets, device="cpu")["Nuclei"]
        self.assertEqual(set(files), set(frames))
        self.assertTrue(files.equals(frames[list(files)]))


if __name__ == "__main__":
    unittest.main()
