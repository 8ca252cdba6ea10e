#!/usr/bin/env python3
"""Measures the golden tables with CellProfiler 4.2.8: what the golden tests compare with.

    measure.py MAKE_IMAGES [PIPELINE.cppipe ...]

MAKE_IMAGES is the built program make_images; `cellprofiler` must be on the PATH. Without pipelines all golden ones are
measured: plugins/*/golden/*.cppipe and tests/golden/*.cppipe. Each must end with an ExportToSpreadsheet that exports all
measurements; its tables go to a folder beside it, named as the pipeline, without the columns that no two runs share.
"""
import csv
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOT_SHARED = re.compile(r"^(ExecutionTime_|ModuleError_|PathName_|URL_|Metadata_FileLocation|ImageSet_|MD5Digest_|ProcessingStatus)")
FIELDS = 2


def keep(source, target):
    with open(source, newline="") as f:
        rows = list(csv.reader(f))
    columns = [i for i, name in enumerate(rows[0]) if not NOT_SHARED.match(name)]
    with open(target, "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([[row[i] for i in columns] for row in rows])


def measure(pipeline, images):
    out = tempfile.mkdtemp()
    subprocess.run(["cellprofiler", "-c", "-r", "-p", pipeline, "-i", images, "-o", out], check=True)
    folder = os.path.splitext(pipeline)[0]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for table in sorted(glob.glob(os.path.join(out, "**", "*.csv"), recursive=True)):
        if os.path.basename(table) != "Experiment.csv":
            keep(table, os.path.join(folder, os.path.basename(table)))
    shutil.rmtree(out)
    print("%s: %s" % (os.path.relpath(folder, ROOT), ", ".join(sorted(os.listdir(folder)))))


def main():
    make_images, pipelines = sys.argv[1], [os.path.abspath(p) for p in sys.argv[2:]]
    if not pipelines:
        pipelines = glob.glob(os.path.join(ROOT, "plugins/*/golden/*.cppipe")) + glob.glob(os.path.join(ROOT, "tests/golden/*.cppipe"))
    images = tempfile.mkdtemp()
    subprocess.run([make_images, images, str(FIELDS)], check=True)
    for pipeline in sorted(pipelines):
        measure(pipeline, images)
    shutil.rmtree(images)


if __name__ == "__main__":
    main()
