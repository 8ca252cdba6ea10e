#!/usr/bin/env python3
"""The library shows what cellerate.h declares, and nothing else.   test_symbols.py LIBRARY HEADER NM"""
import re
import subprocess
import sys
import unittest
from pathlib import Path

LIBRARY, HEADER, NM = sys.argv[1:4]


class Symbols(unittest.TestCase):
    # invariant
    def test_they_are_those_of_the_header(self):
        declared = set(re.findall(r"^CEL_API [\w\s*]*?\b(cel_\w+)\(", Path(HEADER).read_text(), re.M))
        table = subprocess.run([NM, "-D", "--defined-only", LIBRARY], check=True, capture_output=True, text=True).stdout
        shown = {line.split()[-1].split("@")[0] for line in table.splitlines()} - {"CELLERATE_1"}
        self.assertGreater(len(declared), 30)
        self.assertEqual(shown, declared)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
