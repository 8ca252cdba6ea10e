#!/usr/bin/env python3
"""Runs that are stopped or killed go on by the same command, and give the same database.   test_interruptions.py PROGRAM"""
import random
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from program_test import DONE, STOPPED, ProgramTest, main  # noqa: E402
from small_runs import contents, export_module, input_modules, measurement_modules, query, start, write_fields  # noqa: E402

MODULES = input_modules() + measurement_modules() + [export_module()]
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
        self.assertEqual(self.visible_files(self.out), self.visible_files(undisturbed))

    def visible_files(self, folder):
        """A killed run may leave a hidden temporary file, but none under its own name that is not whole."""
        return {file.name for file in folder.iterdir() if not file.name.startswith(".")}

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
