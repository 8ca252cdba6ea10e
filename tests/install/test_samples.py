#!/usr/bin/env python3
"""Installs a build, and builds and runs the installed samples against it, outside of the source tree.

usage: test_samples.py CMAKE BUILD FOLDER
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CMAKE, BUILD = sys.argv[1:3]
FOLDER = Path(sys.argv[3])
PREFIX, WORK = FOLDER / "moved", Path(tempfile.mkdtemp(prefix="cellerate_install_"))


def run(*command, **options):
    """Standard output and error of a command that must succeed."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          **options)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))} failed:\n{done.stdout}")
    return done.stdout


def build(sample):
    """Copies an installed sample and builds it; returns its build folder."""
    shutil.copytree(PREFIX / "share/cellerate/samples" / sample, WORK / sample)
    run(CMAKE, "-S", WORK / sample, "-B", WORK / sample / "build", f"-DCMAKE_PREFIX_PATH={PREFIX}")
    run(CMAKE, "--build", WORK / sample / "build")
    return WORK / sample / "build"


class InstalledSamples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(shutil.rmtree, WORK)
        shutil.rmtree(PREFIX, ignore_errors=True)
        run(CMAKE, "--install", BUILD, "--prefix", FOLDER / "prefix")
        (FOLDER / "prefix").rename(PREFIX)  # an archive may be unpacked anywhere
        cls.nuclei = PREFIX / "share/cellerate/samples/embed_c/nuclei.cppipe"
        [cls.library] = PREFIX.rglob("libcellerate.so")

    # analytic: the samples fail unless they find the nuclei that they drew
    def test_embed_c(self):
        self.assertIn("frame 8: 17 nuclei", run(build("embed_c") / "embed_c", self.nuclei))

    def test_embed_cpp(self):
        self.assertIn("field 4 again", run(build("embed_cpp") / "embed_cpp", self.nuclei))

    def test_embed_c_without_cmake(self):
        environment = dict(os.environ, PKG_CONFIG_PATH=str(self.library.parent / "pkgconfig"))
        flags = run("pkg-config", "--cflags", "--libs", "cellerate", env=environment).split()
        program = WORK / "embed_c_by_hand"
        run("cc", "-std=c11", PREFIX / "share/cellerate/samples/embed_c/main.c", *flags, "-o", program)
        environment["LD_LIBRARY_PATH"] = str(self.library.parent)
        self.assertIn("frame 8: 17 nuclei", run(program, self.nuclei, env=environment))

    def test_own_module(self):
        folder = build("own_module")
        run(CMAKE.replace("cmake", "ctest"), "--test-dir", folder, "--output-on-failure")

    # invariant: what new-module writes builds and passes its own test
    def test_new_module(self):
        program = PREFIX / "bin/cellerate"
        run(program, "new-module", "MeasureSomething", cwd=WORK)
        folder = WORK / "MeasureSomething"
        self.assertTrue((folder / "MeasureSomething.cpp").exists())
        for file in folder.iterdir():
            self.assertNotRegex(file.name + file.read_text(), "CountBright|count_bright|own_module")
        run(CMAKE, "-S", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={PREFIX}")
        run(CMAKE, "--build", folder / "build")
        run(CMAKE.replace("cmake", "ctest"), "--test-dir", folder / "build", "--output-on-failure")
        for name, reason in (("MeasureSomething", "it is there already"), ("lower", "in letters and digits"),
                             ("Smooth", "there is already a module Smooth")):
            with self.assertRaisesRegex(AssertionError, reason):
                run(program, "new-module", name, cwd=WORK)

    # invariant: both packages hold a program that starts; the .deb names the libraries that it needs
    def test_packages(self):
        run(CMAKE.replace("cmake", "cpack"), "--config", Path(BUILD) / "CPackConfig.cmake", "-B", WORK / "packages")
        [archive] = (WORK / "packages").glob("*.tar.gz")
        [package] = (WORK / "packages").glob("*.deb")
        for tool, folder in ((["tar", "xzf", archive, "-C"], "from_archive"), (["dpkg-deb", "-x", package], "from_deb")):
            (WORK / folder).mkdir()
            run(*tool, WORK / folder)
            [program] = (WORK / folder).rglob("bin/cellerate")
            self.assertIn("device: cpu", run(program, "doctor"))
        self.assertIn("libtbb", run("dpkg-deb", "-f", package, "Depends"))

    def test_the_program(self):
        self.assertIn("device: cpu", run(PREFIX / "bin/cellerate", "doctor"))

    # analytic: an image of OpenCV is submitted as it is, and labels come back as one
    def test_opencv_and_static(self):
        sample = WORK / "static"
        shutil.copytree(Path(__file__).parent / "opencv", sample)
        run(CMAKE, "-S", sample, "-B", sample / "build", f"-DCMAKE_PREFIX_PATH={PREFIX}")
        run(CMAKE, "--build", sample / "build")
        self.assertIn("1 nucleus", run(sample / "build/opencv_frames", self.nuclei))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
