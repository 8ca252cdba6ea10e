#!/usr/bin/env python3
"""Sessions: order, room, threads, cancelling, failing, settings, labels and partial results."""
import gc
import subprocess
import sys
import threading
import unittest
from pathlib import Path

import numpy as np

import cellerate
from cellerate import ImageSet, SessionFull, Status
from cellerate.images import borrowed_count
from fields import DIAMETER, IDENTIFY_PRIMARY, SHAPE, FieldsTest


class Sessions(FieldsTest):
    def open(self, **options):
        session = cellerate.Session(self.measuring(), device="cpu", **options)
        self.addCleanup(session.close)
        return session

    # invariant: several in flight give what each gives alone, whatever the number of jobs
    def test_many_in_flight(self):
        alone = [cellerate.run_arrays(self.measuring(), [self.field(number)], device="cpu") for number in (1, 2, 3)]
        together = cellerate.run_arrays(self.measuring(), (self.field(number) for number in (1, 2, 3)), device="cpu",
                                        jobs=3, threads=1, max_in_flight=3)
        for name in ("Nuclei", "Cells", "Cytoplasm"):
            for number, one in enumerate(alone, start=1):
                self.assertTrue(one[name].loc[1].equals(together[name].loc[number]), f"{name} of {number}")

    # analytic: counts agree everywhere, labels are those of the objects
    def test_labels_and_counts(self):
        with self.open(labels=["Nuclei", "Cells"]) as session:
            self.assertRegex(session.device, "^cpu")
            session.submit(self.field(1))
            result = session.next().check()
        count = result.column("Image", "Count_Nuclei")[0]
        nuclei = result.table("Nuclei")
        labels = result.labels("Nuclei")
        self.assertEqual(result.label_objects, ("Cells", "Nuclei"))
        self.assertEqual((labels.shape, labels.dtype), (SHAPE, np.int32))
        self.assertGreater(count, 5)
        self.assertEqual(len(nuclei), count)
        self.assertEqual(list(nuclei.index), list(range(1, count + 1)))
        self.assertEqual(list(nuclei["AreaShape_Area"]), list(np.bincount(labels.ravel())[1:]))
        self.assertEqual(result.objects[0], "Image")
        with self.assertRaises(cellerate.CellerateError) as raised:
            result.labels("Cytoplasm")
        self.assertEqual(raised.exception.status, Status.ABSENT)

    # invariant: arrays of a result keep it, and cannot be written
    def test_arrays_outlive_the_result(self):
        with self.open(labels=["Nuclei"]) as session:
            session.submit(self.field(1))
            result = session.next()
        labels, means = result.labels("Nuclei"), result.column("Nuclei", "Intensity_MeanIntensity_DNA")
        copies = labels.copy(), means.copy()
        del result, session
        gc.collect()
        self.assertTrue(np.array_equal(labels, copies[0]) and np.array_equal(means, copies[1]))
        with self.assertRaises(ValueError):
            labels[0, 0] = 1

    # analytic: metadata and tags come back
    def test_metadata_and_tags(self):
        session = self.open()
        stage = {"x": 1.5}
        number = session.submit(ImageSet(self.field(1), metadata={"Well": "Ä01"}, tag=stage))
        result = session.next()
        self.assertEqual((result.number, number), (1, 1))
        self.assertIs(result.tag, stage)
        self.assertEqual(result.metadata["Well"], "Ä01")
        self.assertEqual(result.table("Image").loc[1, "Metadata_Well"], "Ä01")
        self.assertGreater(result.seconds, 0)

    # analytic: a session is full until results are taken
    def test_room(self):
        session = self.open(max_in_flight=2)
        session.submit(self.field(1))
        session.submit(self.field(2))
        for timeout in (0, 0.15):
            with self.assertRaises(SessionFull):
                session.submit(self.field(3), timeout=timeout)
        self.assertTrue(session.flush())
        self.assertEqual((session.state["ready"], session.state["capacity"]), (2, 2))
        self.assertEqual([result.number for result in session.results()], [1, 2])
        self.assertIsNone(session.next())
        self.assertIsNone(session.next(timeout=0))
        self.assertEqual(session.submit(self.field(3), timeout=None), 3)
        self.assertEqual(borrowed_count(), session.state["bytes"] > 0)

    # invariant: four threads submit, a fifth takes
    def test_threads(self):
        session = self.open(jobs=2, threads=1)
        fields = {number: self.field(number) for number in (1, 2, 3)}
        threads = [threading.Thread(target=lambda: [session.submit(ImageSet(field, tag=number), timeout=None)
                                                    for number, field in fields.items()]) for _ in range(4)]
        for thread in threads:
            thread.start()
        counts = {}
        taken = 0
        while taken < 12:
            result = session.next()
            if result:
                taken += 1
                counts.setdefault(result.tag, set()).add(int(result.check().column("Image", "Count_Cells")[0]))
        for thread in threads:
            thread.join()
        self.assertEqual({tag: len(different) for tag, different in counts.items()}, {1: 1, 2: 1, 3: 1})
        self.assertEqual(session.state["done"], 12)
        self.assertEqual(borrowed_count(), 0)

    # analytic: what is cancelled says so and gives its arrays back
    def test_cancelled(self):
        session = self.open(max_in_flight=20)
        numbers = [session.submit(self.field(1)) for _ in range(20)]
        session.cancel(numbers[-1])
        session.cancel()
        statuses = {result.number: result.status for result in session.results()}
        self.assertEqual(statuses[20], Status.CANCELLED)
        self.assertLessEqual(set(statuses.values()), {Status.OK, Status.CANCELLED})
        self.assertEqual(session.state["cancelled"], list(statuses.values()).count(Status.CANCELLED))
        self.assertEqual(borrowed_count(), 0)
        with self.assertRaises(cellerate.CellerateError) as raised:
            session.cancel(20)
        self.assertEqual(raised.exception.status, Status.ABSENT)

    # analytic: an image set that fails says why, the others are computed
    def test_failed(self):
        two_samples = {**self.field(2), "DNA": np.zeros((*SHAPE, 2), np.uint8)}
        steps = []
        run = cellerate.run_arrays(self.measuring(), [self.field(1), two_samples, self.field(3)], device="cpu",
                                   progress=steps.append)
        self.assertEqual(list(run.failed), [2])
        self.assertRegex(run.failed[2], "#3 NamesAndTypes: .* has 2 channels: .*image set 2")
        self.assertEqual(set(run["Nuclei"].index.get_level_values("ImageNumber")), {1, 3})
        self.assertEqual([(step.done, step.total) for step in steps], [(1, 3), (2, 3), (3, 3)])
        self.assertEqual(str(steps[-1]), "3 of 3 image sets done, 1 failed")
        session = self.open()
        session.submit(two_samples)
        with self.assertRaisesRegex(cellerate.ImageSetFailed, "2 channels"):
            session.next().check()

    # analytic: a setting changes what is submitted afterwards, and nothing before
    def test_setting(self):
        session = self.open(max_in_flight=3)
        session.submit(self.field(1))
        session.set("IdentifyPrimaryObjects", DIAMETER, "100,200")
        session.submit(self.field(1))
        session.set(IDENTIFY_PRIMARY, 2, "8,40")
        session.submit(self.field(1))
        before, changed, after = (int(result.column("Image", "Count_Nuclei")[0]) for result in session.results())
        self.assertEqual((changed, after), (0, before))
        self.assertGreater(before, 5)
        with self.assertRaisesRegex(cellerate.CellerateError, "'40,8': the first must be the smaller") as raised:
            session.set(IDENTIFY_PRIMARY, DIAMETER, "40,8")
        self.assertEqual(raised.exception.status, Status.FAULTY)
        with self.assertRaises(KeyError):
            session.set(IDENTIFY_PRIMARY, "Nothing", "1")
        session.set(IDENTIFY_PRIMARY, "Discard objects outside the diameter range?", False)

    # analytic: what is measured so far, then all
    def test_partial(self):
        session = self.open(partial_after=[IDENTIFY_PRIMARY], labels=["Nuclei"])
        session.submit(ImageSet(self.field(1), tag="first"))
        partial, final = session.results()
        self.assertEqual([(result.after_module, result.tag) for result in (partial, final)],
                         [(IDENTIFY_PRIMARY, "first"), (0, "first")])
        self.assertNotIn("AreaShape_Area", partial.table("Nuclei"))
        self.assertTrue(np.array_equal(partial.labels("Nuclei"), final.labels("Nuclei")))

    # edge
    def test_options(self):
        for options, error, message in (({"labels": ["Nothing"]}, cellerate.CellerateError, "Nothing"),
                                        ({"labels": "Nuclei"}, TypeError, "a list of names"),
                                        ({"jobs": -1}, cellerate.InvalidArgument, "jobs is -1")):
            with self.assertRaisesRegex(error, message):
                self.open(**options)

    # edge: what is closed says so; what is left behind stops; an exception cancels
    def test_ends(self):
        session = self.open()
        session.close()
        session.close()
        with self.assertRaisesRegex(cellerate.CellerateError, "closed"):
            session.submit(self.field(1))
        self.assertEqual(borrowed_count(), 0)
        forgotten = cellerate.Session(self.measuring(), device="cpu")
        forgotten.submit(self.field(1))
        del forgotten
        gc.collect()
        self.assertEqual(borrowed_count(), 0)
        with self.assertRaisesRegex(RuntimeError, "mine"):
            with self.open() as session:
                session.submit(self.field(1))
                raise RuntimeError("mine")
        self.assertEqual(borrowed_count(), 0)

    # edge: a program may end with image sets in flight and arrays of results in use
    def test_end_of_the_program(self):
        script = ("import cellerate; from fields import FieldsTest as test; test.setUpClass(); images = test.field(1);"
                  "session = cellerate.Session(test.measuring(), device='cpu', max_in_flight=4, labels=['Nuclei']);"
                  "session.submit(images); labels = session.next().labels('Nuclei');"
                  "[session.submit(images) for _ in range(4)]; print(labels.max())")
        done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parent, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertGreater(int(done.stdout), 5)

    # edge: a mistake in the middle of a run is raised
    def test_mistake_in_a_run(self):
        with self.assertRaisesRegex(cellerate.InvalidArgument, "channel 'RNA' is missing"):
            cellerate.run_arrays(self.measuring(), [self.field(1), {"DNA": self.image(1, "DNA")}], device="cpu")
        self.assertEqual(borrowed_count(), 0)


if __name__ == "__main__":
    unittest.main()
