#!/usr/bin/env python3
"""Outputs that cannot be written, or that names must not lead out of.   test_outputs.py PROGRAM"""
import os
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from program_test import DEVICE, DONE, INPUT, OUTPUT, USAGE, ProgramTest, main  # noqa: E402
from small_runs import (contents, export_module, input_modules, measurement_modules, query, save_module,  # noqa: E402
                        start, write_fields)

MODULES = input_modules() + measurement_modules()


class Outputs(ProgramTest):
    def setUp(self):
        super().setUp()
        write_fields(self.images, 2)

    def test_a_file_in_place_of_the_folder(self):
        self.out.write_text("in the way")
        self.assertHas(self.run_pipeline(MODULES, expect=OUTPUT), str(self.out))
        self.assertHas(self.run_pipeline(MODULES, expect=OUTPUT, out=self.out / "below"), str(self.out))

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_without_permission(self):
        self.out.mkdir()
        self.out.chmod(0o555)
        self.assertHas(self.run_pipeline(MODULES, expect=OUTPUT), str(self.out))

    def test_a_full_disk(self):
        text = self.run_pipeline(MODULES, "--summary-json", "/dev/full", expect=OUTPUT)
        self.assertHas(text, "/dev/full")

    def test_a_database_that_is_none(self):
        self.out.mkdir()
        (self.out / "cellerate.sqlite").write_text("somebody's notes, which must stay as they are\n" * 100)
        self.assertHas(self.run_pipeline(MODULES, expect=OUTPUT), "cellerate.sqlite")
        self.assertTrue((self.out / "cellerate.sqlite").read_text().startswith("somebody's notes"))

    def test_another_pipeline_does_not_go_on_in_the_same_database(self):
        self.run_pipeline(MODULES)
        before = contents(self.out)
        self.run_pipeline(MODULES[:-1], expect=OUTPUT)
        write_fields(self.images, 3)
        self.run_pipeline(MODULES, expect=OUTPUT)
        self.assertEqual(contents(self.out), before)

    def test_a_run_does_not_go_on_with_another_choice_of_ties(self):
        self.run_pipeline(MODULES, "--ties", "fast")
        self.assertEqual(query(self.out, "SELECT value FROM Experiment WHERE key = 'ties'"), [("fast",)])
        text = self.run_pipeline(MODULES, expect=OUTPUT)
        self.assertHas(text, "ties is fast there, exact now")
        self.run_pipeline(MODULES, "--ties", "somehow", expect=USAGE)

    def test_a_second_writer_is_refused(self):
        write_fields(self.images, 20, repeat=12)
        first = start(self.program, "run", self.pipeline(MODULES), "-i", self.images, "-o", self.out, "-j", "1")
        self.assertIn("1 of 20", first.stdout.readline())
        text = self.run_pipeline(MODULES, expect=OUTPUT)
        self.assertHas(text, "another run is writing", str(self.out))
        first.communicate()
        self.assertEqual(first.returncode, DONE)
        self.assertEqual(query(self.out, "SELECT count(*) FROM Progress WHERE status = 'done'"), [(20,)])

    def test_unknown_devices(self):
        self.run_pipeline(MODULES, "--device", "abacus", expect=USAGE)
        self.run_pipeline(MODULES, "--device", "cuda:99", expect=DEVICE)

    def test_unknown_options(self):
        self.run_pipeline(MODULES, "--frobnicate", expect=USAGE)
        self.run_pipeline(MODULES, "-g", "no equals sign", expect=USAGE)

    # edge: names of objects become names of tables and of label images
    def test_names_of_objects_are_no_sql(self):
        for number, name in enumerate(("a'b", 'c"d', "e;DROP TABLE Image;--", "select", "ü µ")):
            out = self.folder / f"out {number}"
            self.run_pipeline(input_modules(objects=name) + measurement_modules(objects=name), out=out)
            quoted = name.replace('"', '""')
            table, = query(out, f"SELECT DISTINCT table_name FROM Features WHERE object = '{name.replace(chr(39), chr(39) * 2)}'")
            self.assertEqual(table[0], name)
            self.assertGreater(query(out, f'SELECT count(*) FROM "{quoted}"')[0][0], 0)
            self.assertEqual(query(out, "SELECT count(*) FROM Image"), [(2,)])

    def test_names_of_objects_do_not_lead_out_of_the_folder(self):
        name, labels = "../escaped/x", self.folder / "labels"
        (self.folder / "escaped").mkdir()
        modules = input_modules(objects=name) + measurement_modules(objects=name) + [export_module()]
        text = self.run_pipeline(modules, "--save-labels", labels, expect=INPUT)
        self.assertHas(text, "#3 NamesAndTypes", f"'{name}': the name", "'/'")
        self.assertEqual(list((self.folder / "escaped").iterdir()), [])

    def load_data(self, plate):
        """A pipeline whose metadata come from a table, which anybody may have written."""
        lines = ["Image_FileName_DNA,Image_PathName_DNA,Metadata_Plate"]
        lines += [f'f00{n}_DNA.tif,{self.images},"{plate}"' for n in (1, 2)]
        (self.folder / "table.csv").write_text("\n".join(lines) + "\n")
        return ("LoadData", 6, [("Input data file location", "Elsewhere...|%s" % self.folder), ("Name of the file", "table.csv"),
                                ("Load images based on this data?", "Yes"), ("Base image location", "Default Input Folder|"),
                                ("Process just a range of rows?", "No"), ("Rows to process", "1,100000"),
                                ("Group images by metadata?", "No"), ("Select metadata tags for grouping", ""),
                                ("Rescale intensities?", "Yes")])

    def test_metadata_do_not_lead_out_of_the_folder(self):
        for plate in ("../escaped", "../../escaped", str(self.folder / "escaped")):
            export = export_module(folder="Default Output Folder sub-folder|\\g<Plate>")
            out = self.folder / f"out{len(plate)}"
            text = self.run_pipeline([self.load_data(plate), export], expect=OUTPUT, out=out)
            self.assertHas(text, "ExportToSpreadsheet", plate)
            self.assertFalse((self.folder / "escaped").exists())

    def test_metadata_with_quotes_are_values_like_others(self):
        plate = "a'b;DROP TABLE Image;--"
        export = export_module(folder="Default Output Folder sub-folder|\\g<Plate>")
        self.run_pipeline([self.load_data(plate), export])
        self.assertEqual(query(self.out, "SELECT DISTINCT Metadata_Plate FROM Image"), [(plate,)])
        self.assertTrue((self.out / plate / "MyExpt_Image.csv").exists())

    # invariant: the properties tell of every image that has a file, also of one that is saved behind the exporter
    def test_properties_know_the_channels_of_images_saved_later(self):
        color = ("GrayToColor", 4, [("", value) for value in
                                    ("RGB", "Yes", "DNA", "DNA", "DNA", "Picture", "1", "1", "1", "None", "None", "None", "None", "1", "1",
                                     "1", "1", "1", "None", "#ff0000", "1.0")])
        database = ("ExportToDatabase", 28, [("", value) for value in
                                             ("SQLite", "", "No", "", "Default Output Folder|", "Yes", "", "", "", "Made.db",
                                              "No", "No", "No", "No", "No", "No", "All", "", "64", "Single object table", "",
                                              "No", "", "Yes", "None", "None", "None", "Yes", "0", "0", "0", "0", "Exp",
                                              "Nuclei", "", "No", "Data and schema", "No", "Object", "No", "No", "No", "No")])
        saved = save_module(image="Picture", naming="Sequential numbers", record="Yes")
        self.run_pipeline(MODULES + [color, database, saved])
        properties, = self.out.glob("*.properties")
        self.assertHas(properties.read_text(), "image_names = DNA,Picture", "channels_per_image = 1,3")


if __name__ == "__main__":
    main()
