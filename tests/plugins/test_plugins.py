#!/usr/bin/env python3
"""Plugins in shared libraries: a good one runs in a pipeline, others are refused, each with its reason.

usage: test_plugins.py PROGRAM FOLDER_OF_ODD_PLUGINS GOOD_PLUGIN
"""
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from small_runs import field, input_modules, query, run, write_fields, write_pipeline  # noqa: E402

USAGE = 2


class Plugins(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="cellerate_plugins_"))
        self.addCleanup(shutil.rmtree, self.folder)

    def pipeline(self, threshold="0.15"):
        settings = [("Select the input image", "DNA"), ("Threshold", threshold)]
        modules = input_modules() + [("CountBrightPixels", 1, settings)]
        return write_pipeline(self.folder / "count.cppipe", modules)

    def run_pipeline(self, *options, **pipeline):
        write_fields(self.folder / "images", 2)
        return run(PROGRAM, "run", self.pipeline(**pipeline), "-i", self.folder / "images", "-o", self.folder / "out", *options)

    def expect_refused(self, name, *reasons):
        plugin = ODD / f"{name}.so"
        code, text = run(PROGRAM, "modules", "--plugin-path", plugin)
        self.assertEqual(code, USAGE, text)
        for reason in (str(plugin), *reasons):
            self.assertIn(reason, text)

    # analytic: the count is that of the pixels which the test wrote
    def test_a_module_of_ones_own_runs_in_a_pipeline(self):
        code, text = self.run_pipeline("--plugin-path", GOOD)
        self.assertEqual(code, 0, text)
        least = 0.15 * 65535
        expected = [sum(value >= least for row in field(number)[0] for value in row) for number in (1, 2)]
        counted = query(self.folder / "out", "SELECT Bright_Pixels_DNA FROM Image ORDER BY ImageNumber")
        self.assertEqual([int(value) for value, in counted], expected)

    def test_a_folder_of_plugins_is_a_path_too(self):
        shutil.copy(GOOD, self.folder)
        (self.folder / "notes.txt").write_text("not a plugin, and not looked at")
        code, text = run(PROGRAM, "modules", "CountBrightPixels", "--plugin-path", self.folder)
        self.assertEqual(code, 0, text)
        self.assertIn("| Threshold | 0.5 |", text)

    def test_its_settings_are_checked_like_those_of_built_in_modules(self):
        code, text = self.run_pipeline("--plugin-path", GOOD, threshold="1.5")
        self.assertEqual(code, 4, text)
        self.assertIn("#5 CountBrightPixels, \"Threshold\": '1.5': must be at most 1", text)
        self.assertFalse((self.folder / "out").exists())

    def test_without_the_plugin_the_module_is_unknown(self):
        code, text = self.run_pipeline()
        self.assertEqual(code, 4, text)
        self.assertIn("#5 CountBrightPixels: no module of this name", text)

    # edge: every reason to refuse a library
    def test_another_major_version_is_refused(self):
        self.expect_refused("other_major", "built for plugin ABI 2.0", "this program has 1.1")

    def test_a_newer_minor_version_is_refused(self):
        self.expect_refused("newer_minor", "built for plugin ABI 1.2", "this program has 1.1")

    # edge: what a later minor version appended is not looked for in its structs
    def test_an_older_minor_version_is_taken(self):
        modules = input_modules() + [("OlderMinor", 1, [])]
        pipeline = write_pipeline(self.folder / "older.cppipe", modules)
        write_fields(self.folder / "images", 1)
        code, text = run(PROGRAM, "run", pipeline, "-i", self.folder / "images", "-o", self.folder / "out",
                         "--plugin-path", ODD / "older_minor.so")
        self.assertEqual(code, 0, text)

    def test_a_struct_that_is_too_short_is_refused(self):
        self.expect_refused("too_short", "too short")

    def test_a_library_without_the_entry_symbol_is_refused(self):
        self.expect_refused("no_entry", "cel_plugin_entry")

    def test_an_entry_that_throws_is_refused(self):
        self.expect_refused("throwing_entry", "threw", "no license")

    def test_a_name_that_is_taken_is_refused(self):
        self.expect_refused("taken_name", "there is already a module Images", "built-in")

    def test_the_same_plugin_twice_is_refused(self):
        code, text = run(PROGRAM, "modules", "--plugin-path", GOOD, "--plugin-path", GOOD)
        self.assertEqual(code, USAGE, text)
        self.assertIn("there is already a module CountBrightPixels", text)

    def test_a_text_file_is_no_library(self):
        plugin = self.folder / "text.so"
        plugin.write_text("I am no library\n")
        code, text = run(PROGRAM, "modules", "--plugin-path", plugin)
        self.assertEqual(code, USAGE, text)
        self.assertIn(str(plugin), text)

    def test_a_path_that_is_not_there_is_refused(self):
        code, text = run(PROGRAM, "modules", "--plugin-path", self.folder / "nowhere")
        self.assertEqual(code, USAGE, text)
        self.assertIn("nowhere", text)


if __name__ == "__main__":
    PROGRAM, ODD, GOOD = (Path(argument) for argument in sys.argv[1:4])
    unittest.main(argv=sys.argv[:1])
