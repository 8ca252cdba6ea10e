#!/usr/bin/env python3
"""The package as others get it: `pip install` from the tree, the library beside it, its version and its types."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import cellerate

SOURCE = Path(cellerate.__file__).parents[1]


def run(*command, **environment):
    """Standard output of a command that must succeed."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={**os.environ, **environment})
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))} failed:\n{done.stdout}")
    return done.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        # pip leaves build folders where the source is.
        shutil.copytree(SOURCE, cls.folder / "source")
        cls.site = cls.folder / "site"
        run(sys.executable, "-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index",
            "--target", cls.site, cls.folder / "source")

    # analytic: the library is found beside the package, and both have one version
    def test_installed(self):
        library = Path(os.environ["CELLERATE_LIBRARY"])
        (self.site / "cellerate/libcellerate.so.1").symlink_to(library.resolve())
        script = ("import cellerate, importlib.metadata as m;"
                  "print(cellerate.version(), m.version('cellerate'), cellerate.__file__)")
        versions = run(sys.executable, "-c", script, PYTHONPATH=str(self.site), CELLERATE_LIBRARY="").split()
        self.assertEqual(versions[0], versions[1])
        self.assertTrue(Path(versions[2]).is_relative_to(self.site))
        self.assertTrue((self.site / "cellerate/py.typed").exists())

    # invariant: all that is public has a docstring, and exists
    def test_documented(self):
        for name in cellerate.__all__:
            self.assertTrue(getattr(cellerate, name).__doc__, name)

    # invariant
    def test_types(self):
        run(sys.executable, "-m", "mypy", "--config-file", SOURCE / "pyproject.toml", "--cache-dir",
            self.folder / "mypy", SOURCE / "cellerate")


if __name__ == "__main__":
    unittest.main()
