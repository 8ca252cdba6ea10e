#!/usr/bin/env python3
"""Runs CountBrightPixels in a pipeline on an image that is made here.   test_count_bright_pixels.py PROGRAM PLUGIN"""
import sqlite3
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

PIPELINE = Path(__file__).with_name("example.cppipe")


def write_gray_tiff(path, rows):
    """An uncompressed image of 8 bits."""
    height, width = len(rows), len(rows[0])
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1),
            (278, 4, height), (279, 4, width * height)]
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    path.write_bytes(struct.pack("<2sHI", b"II", 42, 8 + width * height) + b"".join(map(bytes, rows)) + directory + bytes(4))


def main():
    program, plugin = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "images").mkdir()
        rows = [[0, 127, 128, 255], [200, 10, 20, 30], [128, 128, 128, 0]]
        write_gray_tiff(folder / "images" / "cells_DNA.tif", rows)
        subprocess.run([program, "run", PIPELINE, "-i", folder / "images", "-o", folder / "out", "--plugin-path", plugin],
                       check=True)
        database = sqlite3.connect(folder / "out" / "cellerate.sqlite")
        (counted,), = database.execute("SELECT Bright_Pixels_DNA FROM Image")
        database.close()
    expected = sum(value / 255 >= 0.5 for row in rows for value in row)
    assert counted == expected, f"{counted} bright pixels were counted, there are {expected}"


if __name__ == "__main__":
    main()
