#!/usr/bin/env python3
"""Arrays as images: any type and layout gives the same numbers, is borrowed as long as needed, or is refused."""
import gc
import unittest
import weakref

import numpy as np

import cellerate
from cellerate.images import borrowed_count, give_back, lend
from fields import SHAPE, FieldsTest


class Images(FieldsTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = cellerate.Session(cls.measuring(), device="cpu")
        cls.addClassCleanup(cls.session.close)
        cls.plain = {name: image.pixels for name, image in cls.field(1).items()}
        cls.expected = cls.run_session(cls.plain)

    @classmethod
    def run_session(cls, channels):
        cls.session.submit(channels)
        return cls.session.next().check().table("Cells")

    def assert_same(self, dna):
        got = self.run_session({**self.plain, "DNA": dna})
        self.assertTrue(self.expected.equals(got), "the numbers differ")

    # invariant: the layout of an array does not matter
    def test_layouts(self):
        dna = self.plain["DNA"]
        wide = np.zeros((SHAPE[0], SHAPE[1] + 7), dna.dtype)
        wide[:, 3:-4] = dna
        sparse = np.zeros((SHAPE[0], 2 * SHAPE[1]), dna.dtype)
        sparse[:, ::2] = dna
        for name, same in {"a part of an image": wide[:, 3:-4], "every second row": np.repeat(dna, 2, axis=0)[::2],
                           "every second pixel": sparse[:, ::2], "columns first": np.asfortranarray(dna),
                           "upside down": dna[::-1].copy()[::-1], "big endian": dna.astype(">u2"),
                           "read only": np.frombuffer(dna.tobytes(), dna.dtype).reshape(SHAPE),
                           "one sample a pixel": dna[..., np.newaxis]}.items():
            with self.subTest(name):
                self.assert_same(same)

    # analytic: rows that follow each other at a distance are borrowed, not copied
    def test_borrows_what_it_can(self):
        wide = np.zeros((8, 10), np.uint16)
        for array, copied in ((wide, False), (wide[:, 2:5], False), (wide[::2], False), (wide[:, ::2], True),
                              (wide.T, True), (wide[::-1], True), (np.broadcast_to(wide[0], (8, 10)), True)):
            lent, number = lend(cellerate.ImageSet({"DNA": array}))
            self.assertEqual(lent.channels[0].pixels != array.ctypes.data, copied)
            give_back(number)

    # analytic: 16 bits as they are, as a share of the full scale in doubles, and with that scale said
    def test_scales(self):
        dna = self.plain["DNA"]
        self.assert_same(cellerate.Image(dna, significant_bits=16))
        self.assert_same(cellerate.Image(dna.astype(np.int32), full_scale=65535))
        self.assert_same(cellerate.Image(dna.astype(np.uint32), significant_bits=16))
        brighter = self.run_session({**self.plain, "DNA": cellerate.Image(dna // 16, significant_bits=12)})
        self.assertEqual(len(brighter), len(self.expected))

    # edge: messages name the channel and what is wrong
    def test_refusals(self):
        dna = self.plain["DNA"]
        for given, error, message in (
                (dna.astype(np.float16), TypeError, "channel 'DNA': pixels of type float16 are not supported"),
                (dna.astype(complex), TypeError, "type complex128"),
                (dna.astype(object), TypeError, "type object"),
                ([[1, 2], [3, 4]], TypeError, "channel 'DNA': list is no NumPy array"),
                (dna[0], ValueError, "an array of 1 dimensions is no image"),
                (dna[:0], cellerate.InvalidArgument, "channel 'DNA': it has 0 x 300 pixels"),
                (cellerate.Image(dna, significant_bits=17), cellerate.InvalidArgument, "significant_bits is 17")):
            with self.assertRaisesRegex(error, message):
                self.session.submit({**self.plain, "DNA": given})
        with self.assertRaisesRegex(cellerate.InvalidArgument, "channel 'PH3' is missing"):
            self.session.submit({"DNA": dna, "RNA": dna})
        with self.assertRaisesRegex(cellerate.InvalidArgument, "channel 'GFP': the pipeline has no such channel"):
            self.session.submit({**self.plain, "GFP": dna})
        self.assertEqual(borrowed_count(), 0)
        self.assertIsNone(self.session.next())

    # invariant: an array lives until its pixels are read, and not longer
    def test_keeps_arrays_alive(self):
        arrays = {name: np.array(pixels) for name, pixels in self.plain.items()}
        watched = [weakref.ref(array) for array in arrays.values()]
        self.session.submit(arrays)
        del arrays
        gc.collect()
        got = self.session.next().check().table("Cells")
        self.assertTrue(self.expected.equals(got))
        self.assertEqual(borrowed_count(), 0)
        self.assertEqual([array() for array in watched], [None, None, None])


if __name__ == "__main__":
    unittest.main()
