#!/usr/bin/env python3
"""The notebooks of samples/notebooks run from top to bottom, and show what they promise."""
import json
import os
import re
import subprocess
import sys
import unittest

from fields import ROOT, FieldsTest


class Notebooks(FieldsTest):
    COUNT = 2

    def run_notebook(self, name):
        """What its cells show: a list of MIME type, content."""
        environment = dict(os.environ, CELLERATE_SAMPLE_IMAGES=str(self.images), HOME=str(self.folder))
        done = subprocess.run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir",
                               self.folder, ROOT / "samples/notebooks" / name], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, env=environment)
        self.assertEqual(done.returncode, 0, done.stdout)
        shown = []
        for cell in json.loads((self.folder / name).read_text())["cells"]:
            for output in cell.get("outputs", []):
                data = output.get("data") or {f"stream/{output['name']}": output["text"]}
                shown += [(kind, "".join(content)) for kind, content in data.items()]
        return shown

    # analytic: a DataFrame, an overlay and a plot; five counts; arrays and files agree
    def test_nuclei_and_cells(self):
        shown = self.run_notebook("nuclei_and_cells.ipynb")
        self.assertTrue(any(kind == "text/html" and "dataframe" in content and "AreaShape_Area" in content
                            for kind, content in shown))
        self.assertEqual(sum(kind == "image/png" for kind, _ in shown), 2)
        text = "".join(content for kind, content in shown if kind == "stream/stdout")
        counts = list(map(int, re.findall(r"from \d+ pixels: (\d+) nuclei", text)))
        self.assertEqual(len(counts), 5)
        self.assertEqual(counts, sorted(counts, reverse=True))
        self.assertIn("the same areas as from arrays: True", text)


if __name__ == "__main__":
    unittest.main()
