#!/usr/bin/env python3
"""Memory does not grow with the number of image sets.   test_memory.py PROGRAM"""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from program_test import DONE, ProgramTest, main  # noqa: E402
from small_runs import input_modules, measurement_modules, start, write_fields  # noqa: E402


class Memory(ProgramTest):
    def peak(self, image_sets):
        """Most memory, in KB, that a run on so many image sets held."""
        images = self.folder / f"images{image_sets}"
        write_fields(images, image_sets, repeat=10)
        pipeline = self.pipeline(input_modules() + measurement_modules())
        process = start(self.program, "run", "-q", pipeline, "-i", images, "-o", self.folder / f"out{image_sets}", "-j", "2")
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, DONE)
        return usage.ru_maxrss

    def test_ten_times_the_image_sets_need_the_same_memory(self):
        few, many = self.peak(20), self.peak(200)
        self.assertLessEqual(many, 1.1 * few, f"{few} KB for 20 image sets, {many} KB for 200")


if __name__ == "__main__":
    main()
