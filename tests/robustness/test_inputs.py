#!/usr/bin/env python3
"""Image files that are missing or damaged, and odd names.   test_inputs.py PROGRAM"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from program_test import DONE, FAILED, INPUT, ProgramTest, main  # noqa: E402
from small_runs import contents, input_modules, measurement_modules, query, write_fields  # noqa: E402

MODULES = input_modules() + measurement_modules()


class Inputs(ProgramTest):
    def progress(self):
        return dict(query(self.out, "SELECT ImageNumber, status FROM Progress"))

    def expect_second_failed(self, *reasons):
        """Image set 2 of 3 fails with these words; the others are all there."""
        text = self.run_pipeline(MODULES, expect=FAILED)
        self.assertHas(text, "image set 2", *reasons)
        self.assertEqual(self.progress(), {1: "done", 2: "failed", 3: "done"})
        (error,), = query(self.out, "SELECT error FROM Progress WHERE ImageNumber = 2")
        self.assertHas(error, "#3 NamesAndTypes", *reasons)
        self.assertEqual(query(self.out, "SELECT DISTINCT ImageNumber FROM Nuclei ORDER BY 1"), [(1,), (3,)])
        # Every image set keeps its Image row, with what was known.
        self.assertEqual(query(self.out, "SELECT ImageNumber FROM Image ORDER BY 1"), [(1,), (2,), (3,)])

    def damage(self, change):
        write_fields(self.images, 3)
        change(self.images / "f002_DNA.tif")

    def test_a_truncated_image_fails_its_image_set(self):
        self.damage(lambda file: file.write_bytes(file.read_bytes()[:2000]))
        self.expect_second_failed("f002_DNA.tif")

    def test_an_empty_file_fails_its_image_set(self):
        self.damage(lambda file: file.write_bytes(b""))
        self.expect_second_failed("f002_DNA.tif")

    def test_a_file_of_noise_fails_its_image_set(self):
        self.damage(lambda file: file.write_bytes(bytes(range(256)) * 20))
        self.expect_second_failed("f002_DNA.tif")

    def test_a_folder_in_place_of_a_file_fails_its_image_set(self):
        self.damage(lambda file: (file.unlink(), file.mkdir()))
        listed = sorted(self.images / f"f{n:03}_{c}.tif" for n in (1, 2, 3) for c in ("DNA", "labels"))
        self.run_with_list(listed)

    def test_a_missing_file_fails_its_image_set(self):
        self.damage(lambda file: file.unlink())
        listed = sorted([*self.images.iterdir(), self.images / "f002_DNA.tif"])
        self.run_with_list(listed)

    def run_with_list(self, files):
        (self.folder / "files.txt").write_text("".join(f"{file}\n" for file in files))
        text = self.cellerate("run", self.pipeline(MODULES), "--file-list", self.folder / "files.txt", "-o", self.out,
                              expect=FAILED)
        self.assertHas(text, "f002_DNA.tif", "image set 2")
        self.assertEqual(self.progress(), {1: "done", 2: "failed", 3: "done"})

    def test_a_mended_image_is_run_by_the_same_command(self):
        self.damage(lambda file: file.write_bytes(b""))
        self.expect_second_failed("f002_DNA.tif")
        write_fields(self.images, 3)
        self.run_pipeline(MODULES, expect=DONE)
        self.run_pipeline(MODULES, out=self.folder / "fresh")
        self.assertEqual(contents(self.out), contents(self.folder / "fresh"))

    def test_no_images_are_an_error_of_the_input(self):
        self.images.mkdir()
        self.run_pipeline(MODULES, expect=INPUT)
        self.assertFalse(self.out.exists())

    def test_a_missing_folder_is_an_error_of_the_input(self):
        text = self.run_pipeline(MODULES, expect=INPUT)
        self.assertHas(text, str(self.images))
        self.assertFalse(self.out.exists())

    # edge: names that would be SQL, or a path, if somebody pasted them together
    def test_file_names_with_quotes_are_stored_as_they_are(self):
        names = ["a'b_%d", 'c"d_%d', "e;DROP TABLE Image;--_%d", "ü µ,|\\g<x>_%d"]
        for name in names:
            write_fields(self.images, 1, name)
        self.run_pipeline(MODULES)
        stored = {name for name, in query(self.out, "SELECT FileName_DNA FROM Image")}
        self.assertEqual(stored, {name % 1 + "_DNA.tif" for name in names})


if __name__ == "__main__":
    main()
