#!/usr/bin/env python3
"""Runs that are stopped or killed go on by the same command, and give the same database.   test_interruptions.py PROGRAM"""
import random
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from program_test import DONE, FAILED, STOPPED, ProgramTest, main  # noqa: E402
from small_runs import (contents, correction_module, export_module, grouped, illumination_module, input_modules,  # noqa: E402
                        measurement_modules, query, save_module, start, write_fields)

# Saved files must not be replaced; those of an image set that was killed are its own.
MODULES = input_modules() + [save_module(overwrite="No")] + measurement_modules() + [export_module()]
IMAGE_SETS = 20


class Interruptions(ProgramTest):
    def setUp(self):
        super().setUp()
        write_fields(self.images, IMAGE_SETS, repeat=8)

    def begin(self, *options):
        return start(self.program, "run", self.pipeline(MODULES), "-i", self.images, "-o", self.out, *options)

    def expect_same_as_undisturbed(self):
        undisturbed = self.folder / "undisturbed"
        self.run_pipeline(MODULES, out=undisturbed)
        self.assertEqual(contents(self.out), contents(undisturbed))
        self.assertEqual((self.out / "MyExpt_Nuclei.csv").read_bytes(), (undisturbed / "MyExpt_Nuclei.csv").read_bytes())
        self.assertEqual(self.files(self.out), self.files(undisturbed))

    def files(self, folder):
        """By name, with the bytes of those that do not tell of the run."""
        return {file.name: file.read_bytes() if file.suffix == ".npy" else None for file in folder.iterdir()}

    def test_killed_at_any_moment(self):
        began = time.monotonic()
        self.run_pipeline(MODULES, "-j", "2", out=self.folder / "timed")
        whole = time.monotonic() - began
        seed = random.randrange(10**6)
        moments, kills = random.Random(seed), 0
        with self.subTest(seed=seed):
            for _ in range(8):
                process = self.begin("-j", "2")
                time.sleep(moments.uniform(0, 0.7 * whole))
                process.kill()
                process.communicate()
                kills += process.returncode == -signal.SIGKILL
            self.assertGreater(kills, 0)
            self.run_pipeline(MODULES, "-j", "2")
            self.expect_same_as_undisturbed()

    def test_an_image_set_is_in_the_database_entirely_or_not_at_all(self):
        process = self.begin("-j", "1")
        self.assertIn("3 of 20", [process.stdout.readline() for _ in range(3)][-1])
        process.kill()
        process.communicate()
        done = {number for number, in query(self.out, "SELECT ImageNumber FROM Progress")}
        self.assertGreaterEqual(len(done), 3)
        for table in ("Image", "Nuclei"):
            self.assertEqual({number for number, in query(self.out, f"SELECT ImageNumber FROM {table}")}, done)

    def test_asked_to_stop(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            process = self.begin("-j", "1")
            self.assertIn(" of 20 image sets", process.stdout.readline())
            process.send_signal(number)
            text, _ = process.communicate()
            self.assertEqual(process.returncode, STOPPED, text)
            self.assertFalse((self.out / "MyExpt_Nuclei.csv").exists(), "exports are made of complete runs")
        self.assertLess(query(self.out, "SELECT count(*) FROM Progress")[0][0], IMAGE_SETS)
        self.run_pipeline(MODULES, expect=DONE)
        self.expect_same_as_undisturbed()

    # edge: an image set that was not finished may replace its own file, but not one that was there before
    def test_files_of_others_are_not_replaced(self):
        modules = input_modules() + [save_module(overwrite="No")]
        self.out.mkdir()
        (self.out / "f002_DNA.npy").write_text("foreign")
        for _ in range(2):
            text = self.run_pipeline(modules, expect=FAILED)
            self.assertHas(text, "image set 2", "trying to overwrite")
            self.assertEqual((self.out / "f002_DNA.npy").read_text(), "foreign")

    # edge: temporary files of the processes of this run go away, whatever folder they are in; others stay
    def test_what_a_killed_process_left_is_removed(self):
        process = self.begin("-j", "1")
        process.stdout.readline()
        process.kill()
        process.communicate()
        (number,), = query(self.out, "SELECT value FROM Experiment WHERE key = 'host_processes'")
        self.assertEqual(number, str(process.pid))
        (self.out / "deep").mkdir()
        ours, other = self.out / "deep" / (".f001_DNA.npy.%s-3.tmp" % number), self.out / (".x.npy.%s9-3.tmp" % number)
        ours.touch()
        other.touch()
        self.run_pipeline(MODULES)
        self.assertFalse(ours.exists())
        self.assertTrue(other.exists())

    # invariant: of image sets that save one file the last one's is left (the first one's where it must not be replaced)
    def test_one_file_for_all_image_sets(self):
        write_fields(self.images, 1, repeat=24)  # the first takes longest
        one = [save_module("Single name", "one", "Yes"), save_module("Single name", "once", "No")]
        alone = self.folder / "alone"
        self.run_pipeline(input_modules() + [save_module()], out=alone)
        last, first = (alone / name for name in ("f%03d_DNA.npy" % IMAGE_SETS, "f001_DNA.npy"))
        for jobs in ("1", "2", "7"):
            out = self.folder / jobs
            self.run_pipeline(input_modules() + one[:1], "-j", jobs, out=out)
            self.assertEqual((out / "one.npy").read_bytes(), last.read_bytes())
            self.assertEqual({file.name for file in out.iterdir()}, {"cellerate.sqlite", "one.npy"})
            out = self.folder / (jobs + "_once")
            self.run_pipeline(input_modules() + one[1:], "-j", jobs, out=out, expect=FAILED)
            self.assertEqual((out / "once.npy").read_bytes(), first.read_bytes())
            self.assertEqual(query(out, "SELECT ImageNumber FROM Progress WHERE status = 'done'"), [(1,)])

    # invariant: also when the run is killed
    def test_one_file_for_all_image_sets_when_killed(self):
        modules = input_modules() + [save_module("Single name", "one", "Yes")] + measurement_modules()
        for _ in range(3):
            process = start(self.program, "run", self.pipeline(modules), "-i", self.images, "-o", self.out, "-j", "3")
            process.stdout.readline()
            process.kill()
            process.communicate()
        self.run_pipeline(modules, "-j", "3")
        self.run_pipeline(modules, "-j", "1", out=self.folder / "undisturbed")
        self.assertEqual(self.files(self.out), self.files(self.folder / "undisturbed"))

    # invariant: groups begin anew, with the functions over all of their image sets
    def test_functions_over_groups_when_killed(self):
        modules = grouped(input_modules(metadata="^f0(?P<Half>[01])"), "Half") + [
            illumination_module("DNA", "First", "All: First cycle"), correction_module("DNA", "First", "Even"),
            illumination_module("Even", "Across", "All: Across cycles", "Median Filter"),
            save_module("Single name", r"across_\g<Half>", "No", "Across", "Last cycle"), save_module(image="Even")]
        for _ in range(3):
            process = start(self.program, "run", self.pipeline(modules), "-i", self.images, "-o", self.out, "-j", "2")
            process.stdout.readline()
            process.kill()
            process.communicate()
        self.run_pipeline(modules, "-j", "2")
        self.run_pipeline(modules, "-j", "1", out=self.folder / "undisturbed")
        self.assertEqual(self.files(self.out), self.files(self.folder / "undisturbed"))
        self.assertIn("across_0.npy", self.files(self.out))
        self.assertIn("across_1.npy", self.files(self.out))
        self.assertEqual(contents(self.out), contents(self.folder / "undisturbed"))

    # invariant: the same bits on any number of workers, and of threads inside one image set
    def test_results_do_not_depend_on_jobs(self):
        self.run_pipeline(MODULES, "-j", "1")
        expected = contents(self.out)
        for jobs in ("2", "7", "40"):
            self.run_pipeline(MODULES, "-j", jobs, out=self.folder / jobs)
            self.assertEqual(contents(self.folder / jobs), expected, f"--jobs {jobs}")
        alone = ["-f", "3", "-l", "3"]
        self.run_pipeline(MODULES, *alone, out=self.folder / "threads")
        rows = "SELECT * FROM Nuclei WHERE ImageNumber = 3 ORDER BY ObjectNumber"
        self.assertEqual(query(self.folder / "threads", rows), query(self.out, rows))

    def test_a_finished_run_is_not_run_again(self):
        self.run_pipeline(MODULES)
        self.run_pipeline(MODULES)
        self.assertEqual(query(self.out, "SELECT DISTINCT attempt FROM Progress"), [(1,)])
        self.expect_same_as_undisturbed()


if __name__ == "__main__":
    main()
