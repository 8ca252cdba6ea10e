#!/usr/bin/env python3
"""Pipelines that cannot run: every fault at once, and nothing written.   test_pipelines.py PROGRAM"""
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from program_test import INPUT, ProgramTest, main  # noqa: E402
from small_runs import input_modules, measurement_modules, run, write_fields  # noqa: E402


def with_setting(modules, module, text, value):
    """The modules with one setting changed."""
    return [(name, revision, [(t, value if name == module and t == text else v) for t, v in settings])
            for name, revision, settings in modules]


class Pipelines(ProgramTest):
    good = input_modules() + measurement_modules()

    def setUp(self):
        super().setUp()
        write_fields(self.images, 1)

    def expect_faults(self, modules, *faults):
        """run and check both say all of it; nothing is written."""
        text = self.run_pipeline(modules, expect=INPUT)
        self.assertHas(text, *faults)
        self.assertFalse(self.out.exists())
        self.assertHas(self.cellerate("check", self.folder / "test.cppipe", expect=INPUT), *faults)

    def test_an_unknown_module(self):
        self.expect_faults(self.good + [("MeasureNothing", 1, [("a", "b")])], "#7 MeasureNothing: no module of this name")

    def test_a_setting_that_is_no_choice(self):
        self.expect_faults(with_setting(self.good, "MeasureObjectSizeShape", "Calculate the Zernike features?", "Perhaps"),
                           "#6 MeasureObjectSizeShape, \"Calculate the Zernike features?\": 'Perhaps'")

    def test_an_image_that_nobody_makes(self):
        self.expect_faults(with_setting(self.good, "MeasureObjectIntensity", "Select images to measure", "DNA, RNA"),
                           '#5 MeasureObjectIntensity, "Select images to measure"', "'RNA'")

    def test_objects_that_nobody_makes(self):
        self.expect_faults(with_setting(self.good, "MeasureObjectSizeShape", "Select object sets to measure", "Cytoplasm"),
                           '#6 MeasureObjectSizeShape, "Select object sets to measure"', "'Cytoplasm'")

    def test_a_rule_that_is_none(self):
        modules = with_setting(self.good, "NamesAndTypes", "Select the rule criteria", 'and (file frobs "x")')
        self.expect_faults(modules, '#3 NamesAndTypes, "Select the rule criteria"', "frobs")

    def test_a_regular_expression_that_is_none(self):
        modules = input_modules(metadata="^(?P<Plate>[") + measurement_modules()
        self.expect_faults(modules, "#2 Metadata", "Regular expression to extract from file name")

    def test_a_newer_revision(self):
        modules = [(name, 99 if name == "MeasureObjectIntensity" else revision, settings) for name, revision, settings in self.good]
        self.expect_faults(modules, "#5 MeasureObjectIntensity", "99", "4")

    def test_too_few_settings(self):
        modules = [(n, r, s[:1] if n == "MeasureObjectIntensity" else s) for n, r, s in self.good]
        self.expect_faults(modules, '#5 MeasureObjectIntensity, "Select objects to measure"')

    def test_all_faults_are_shown_at_once(self):
        modules = with_setting(self.good, "MeasureObjectIntensity", "Select images to measure", "RNA")
        modules = with_setting(modules, "MeasureObjectSizeShape", "Calculate the advanced features?", "Maybe")
        modules.append(("MeasureNothing", 1, []))
        self.expect_faults(modules, "#5 MeasureObjectIntensity", "#6 MeasureObjectSizeShape", "#7 MeasureNothing", "3 faults")

    def test_oddities_of_a_file_are_warnings(self):
        file = self.pipeline(self.good)
        file.write_text(file.read_text().replace("ModuleCount:6", "ModuleCount:7"))
        for command in (("check", file), ("run", file, "-i", self.images, "-o", self.out),
                        ("convert", file, self.folder / "converted.json")):
            self.assertHas(self.cellerate(*command), "ModuleCount is 7")

    # edge: files that are no pipelines
    def expect_unreadable(self, name, data):
        (self.folder / name).write_bytes(data)
        text = self.cellerate("run", self.folder / name, "-i", self.images, "-o", self.out, expect=INPUT)
        self.assertHas(text, name)
        self.assertFalse(self.out.exists())

    def test_files_that_are_no_pipeline(self):
        self.expect_unreadable("empty.cppipe", b"")
        self.expect_unreadable("noise.cppipe", random.Random(1).randbytes(4000))
        self.expect_unreadable("half.json", b'{"modules": [{"attributes": ')
        self.expect_unreadable("text.cpproj", b"I am no HDF5 file")
        self.assertHas(self.cellerate("check", self.folder / "nowhere.cppipe", expect=INPUT), "nowhere.cppipe")

    def test_a_damaged_project(self):
        project = self.folder / "good.cpproj"
        self.cellerate("convert", self.pipeline(self.good), project)
        self.cellerate("check", project)
        data = project.read_bytes()
        self.expect_unreadable("truncated.cpproj", data[: len(data) // 2])
        random_places = random.Random(2)
        for attempt in range(20):
            damaged = bytearray(data)
            for _ in range(30):
                damaged[random_places.randrange(len(damaged))] = random_places.randrange(256)
            (self.folder / "damaged.cpproj").write_bytes(damaged)
            code, text = run(self.program, "check", self.folder / "damaged.cpproj")
            self.assertIn(code, (0, INPUT), f"attempt {attempt}: {text}")


if __name__ == "__main__":
    main()
