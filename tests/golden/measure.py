#!/usr/bin/env python3
"""Measures the golden tables with CellProfiler 4.2.8: what the golden tests compare with.

    measure.py [--plugins FOLDER] MAKE_IMAGES [PIPELINE.cppipe ...]

MAKE_IMAGES is the built program make_images; `cellprofiler` must be on the PATH; FOLDER holds the CellProfiler-plugins that
pipelines name. Without pipelines all golden ones are
measured: plugins/*/golden/*.cppipe and tests/golden/*.cppipe. Each must end with an ExportToSpreadsheet that exports all
measurements; its tables go to a folder beside it, named as the pipeline, without the columns that no two runs share.
"""
import argparse
import csv
import glob
import os
import re
import shutil
import subprocess
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


def measure(pipeline, images, plugins):
    out = tempfile.mkdtemp()
    extra = ["--plugins-directory", plugins] if plugins else []
    subprocess.run(["cellprofiler", "-c", "-r", *extra, "-p", pipeline, "-i", images, "-o", out], check=True)
    folder = os.path.splitext(pipeline)[0]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for table in sorted(glob.glob(os.path.join(out, "**", "*.csv"), recursive=True)):
        if os.path.basename(table) != "Experiment.csv":
            keep(table, os.path.join(folder, os.path.basename(table)))
    shutil.rmtree(out)
    print("%s: %s" % (os.path.relpath(folder, ROOT), ", ".join(sorted(os.listdir(folder)))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("make_images")
    parser.add_argument("--plugins")
    parser.add_argument("pipelines", nargs="*", type=os.path.abspath)
    args = parser.parse_args()
    pipelines = args.pipelines
    if not pipelines:
        pipelines = glob.glob(os.path.join(ROOT, "plugins/*/golden/*.cppipe")) + glob.glob(os.path.join(ROOT, "tests/golden/*.cppipe"))
    images = tempfile.mkdtemp()
    subprocess.run([args.make_images, images, str(FIELDS)], check=True)
    for pipeline in sorted(pipelines):
        measure(pipeline, images, args.plugins)
    shutil.rmtree(images)


if __name__ == "__main__":
    main()
