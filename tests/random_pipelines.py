#!/usr/bin/env python3
"""Draws public pipelines at random, makes images that fit them, runs them in CellProfiler 4.2.8 and in Cellerate, and
compares the objects and the measurements.

    random_pipelines.py CELLERATE FOLDER [--pipelines N] [--seed S] [--plugins FOLDER] [--keep FOLDER]

CELLERATE is the built program; FOLDER is searched for pipelines; Python is that of a CellProfiler 4.2.8 with tifffile.
Drawn are pipelines for which `cellerate check` says that they run, until N of them ran in CellProfiler. A pipeline that
CellProfiler itself does not load or complete is drawn again and listed with the reason: so are those that begin with
LoadImages, which CellProfiler 4 does not have.

For each: two image sets of as many channels as its input modules ask for, as color images, masks, objects or
illumination functions where its modules use them so, with cells of the diameters that it looks for; names that its
rules and regular expressions take, and for LoadData a table with the columns that later modules name. Folders of the
pipeline's author become the default folders; a project's own list of files is left out, and CreateBatchFiles is switched
off, with which CellProfiler would run nothing. --plugins: where CellProfiler finds modules that are not its own.

Agreement: both programs complete, with the same image sets and the same number of objects of each set in each of them.
The share of equal values (within 1e-6 of their size) is reported; what differs may agree with CellProfiler as on a
processor without AVX-512, whose NumPy has other last digits. --seed repeats a draw. Exit status 0 when all agree.
"""
import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy
from cellprofiler_core.utilities.java import start_java

from check_corpus import ENDINGS, faults
from random_pipelines_inputs import NoInputs, make_inputs
from random_pipelines_needs import load_pipeline, needs_of, portable, use_plugins
from random_settings import ABSOLUTE, AVX512, NOT_SHARED, RELATIVE

ORACLE = Path(__file__).with_name("random_pipelines_oracle.py")


# -------------------------------------------------------------------------------------------------------- comparison

def own_values(database):
    """As the oracle writes them: {object: {feature: {image number: values}}}."""
    found = {}
    with closing(sqlite3.connect(database)) as rows:
        catalog = rows.execute("SELECT object, feature, table_name, column_name FROM Features "
                               "WHERE object NOT IN ('Experiment', 'Relationship')").fetchall()
        numbers = [n for n, in rows.execute('SELECT ImageNumber FROM Image ORDER BY ImageNumber')]
        for name, table in {(row[0], row[2]) for row in catalog}:
            order = "ImageNumber" if name == "Image" else "ImageNumber, ObjectNumber"
            cursor = rows.execute('SELECT * FROM "%s" ORDER BY %s' % (table, order))
            columns = dict(zip([title[0] for title in cursor.description], zip(*cursor.fetchall())))
            for feature, column in [row[1::2] for row in catalog if row[2] == table]:
                values = {n: [] for n in numbers}
                for n, value in zip(columns.get("ImageNumber", ()), columns.get(column, ())):
                    values[n].append(value)
                found.setdefault(name, {})[feature] = values
    return found


def counts(measured):
    """{image number: {object set: objects}}."""
    found = {int(n): {} for n in measured["Image"].get("ImageNumber", measured["Image"]["Group_Index"])}
    for feature, by_image in measured["Image"].items():
        if feature.startswith("Count_"):
            for n, value in by_image.items():
                found[int(n)][feature[6:]] = int(value[0]) if value and value[0] is not None else None
    return found


def same(a, b):
    if a is None or b is None:
        return (a is None or a != a) and (b is None or b != b)
    if isinstance(a, str) or isinstance(b, str):
        return str(a) == str(b)
    return a == b or (a != a and b != b) or abs(a - b) <= RELATIVE * abs(a) + ABSOLUTE


def share_that_agrees(all_expected, actual):
    """(equal values, values, the features that differ most): equal to those of one of the runs of CellProfiler."""
    expected, *others = all_expected
    equal = total = 0
    worst = {}
    for name, features in expected.items():
        for feature, by_image in features.items():
            if NOT_SHARED.match(feature):
                continue
            for number, values in by_image.items():
                own = actual.get(name, {}).get(feature, {}).get(int(number), [])
                values = values or []
                own = own + [None] * (len(values) - len(own))  # what is not there is as good as NaN
                rivals = [other.get(name, {}).get(feature, {}).get(number) or values for other in others]
                agreed = sum(any(same(value, mine) for value in each) for mine, *each in zip(own, values, *rivals))
                equal, total = equal + agreed, total + len(values)
                if agreed < len(values):
                    key = "%s %s" % (name, feature)
                    worst[key] = worst.get(key, 0) + len(values) - agreed
    return equal, total, sorted(worst, key=worst.get, reverse=True)


# -------------------------------------------------------------------------------------------------------------- runs

class Run:
    """A pipeline, its images and what the two programs make of them, in one folder."""

    def __init__(self, folder, pipeline, args):
        self.folder, self.pipeline, self.cellerate, self.limit = folder, pipeline, args.cellerate, args.limit
        self.plugins = ["--plugins", args.plugins] if args.plugins else []

    def table(self):
        path = self.folder / "load_data.csv"
        return ["--data-file", path] if path.exists() else []

    def run(self, name, command, **environment):
        """(exit status, output), on the images as they were made."""
        shutil.rmtree(self.folder / "images", ignore_errors=True)
        shutil.copytree(self.folder / "made", self.folder / "images")
        out = self.folder / name
        out.mkdir()
        try:
            done = subprocess.run(["nice", *map(str, command(out))], capture_output=True, text=True, errors="replace",
                                  cwd=out, timeout=self.limit, env={**os.environ, "PYTHONHASHSEED": "0", **environment})
        except subprocess.TimeoutExpired:
            return -1, "Failure: not done in %d s" % self.limit
        (self.folder / (name + ".log")).write_text(done.stdout + done.stderr)
        return done.returncode, done.stdout + done.stderr

    def in_cellprofiler(self, name, **environment):
        return self.run(name, lambda out: [sys.executable, ORACLE, *self.plugins, *self.table(), self.pipeline,
                                           self.folder / "images", out, self.folder / (name + ".json")], **environment)

    def in_cellerate(self):
        return self.run("actual", lambda out: [self.cellerate, "run", self.pipeline, "-i", self.folder / "images",
                                               "-o", out, *self.table()])

    def measured(self, name):
        with open(self.folder / (name + ".json")) as file:
            return json.load(file)


def reason(output):
    """The line that says why a program failed."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if re.match(r"Failure|failed: |#\d+ ", line)]
    told = told or [line for line in lines if re.search("Error|Exception", line)]
    return " ".join((told or lines or ["no message"])[-1].split())[:300]


def judge(run):
    """Whether the two agree, a line on them and what differs; called when CellProfiler completed the run."""
    status, output = run.in_cellerate()
    if status:
        return False, "Cellerate fails: " + reason(output), []
    expected = run.measured("expected")
    actual = own_values(run.folder / "actual" / "cellerate.sqlite")
    wanted, have = counts(expected), counts(actual)
    differing = ["set %s, %s: %s objects, expected %s" % (n, name, have.get(n, {}).get(name), count)
                 for n in wanted for name, count in wanted[n].items() if have.get(n, {}).get(name) != count]
    if set(wanted) != set(have):
        differing.append("%d image sets, expected %d" % (len(have), len(wanted)))
    equal, total, worst = share_that_agrees([expected], actual)
    if worst and run.in_cellprofiler("without_avx512", NPY_DISABLE_CPU_FEATURES=AVX512)[0] == 0:
        equal, total, worst = share_that_agrees([expected, run.measured("without_avx512")], actual)
    objects = sum(count for by_name in wanted.values() for count in by_name.values() if count)
    kinds = {name for by_name in wanted.values() for name in by_name}
    text = "%d image sets, %d objects of %d sets; %d of %d values agree (%.4f %%)" % (
        len(wanted), objects, len(kinds), equal, total, 100 * equal / max(total, 1))
    return not differing, text, differing + ["differs: " + name for name in worst[:5]]


def attempt(path, args, folder, seed):
    """(True, False or None where CellProfiler cannot run it; a line; further lines)."""
    folder.mkdir(parents=True)
    extension, text = portable(str(path))
    pipeline = folder / ("pipeline" + extension)
    pipeline.write_text(text, encoding="latin-1")
    try:
        loaded = load_pipeline(str(pipeline))
    except Exception as error:  # whatever CellProfiler raises on it
        return None, "CellProfiler does not load it: %s" % " ".join(str(error).split())[:200], []
    run = Run(folder, pipeline, args)
    try:
        make_inputs(needs_of(loaded), random.Random(seed), numpy.random.default_rng(seed), folder)
    except NoInputs as error:
        return None, "no images for it: %s" % error, []
    status, output = run.in_cellprofiler("expected")
    if status:
        own, _ = run.in_cellerate()
        return None, "CellProfiler fails (Cellerate %s): %s" % ("too" if own else "does not", reason(output)), []
    return judge(run)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cellerate", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pipelines", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plugins", help="folder of CellProfiler plugins")
    parser.add_argument("--keep", type=Path, help="leave images and results there")
    parser.add_argument("--limit", type=int, default=900, help="seconds for a run of one program")
    parser.add_argument("--only", help="draw among the paths that contain this")
    args = parser.parse_args()
    args.cellerate = args.cellerate.resolve()
    if args.plugins:
        use_plugins(args.plugins)
    start_java()  # rules for extensions ask it
    draw = random.Random(args.seed)
    folder = args.folder.resolve()
    paths = sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS and (args.only or "") in str(path))
    draw.shuffle(paths)
    base = args.keep or Path(tempfile.mkdtemp())
    base = base.resolve()
    base.mkdir(parents=True, exist_ok=True)
    ran = agreed = 0
    redrawn = []
    for number, path in enumerate(paths):
        if ran == args.pipelines:
            break
        if faults(args.cellerate, path, base):
            continue
        place = base / ("%03d" % number)
        shutil.rmtree(place, ignore_errors=True)
        began = time.time()
        verdict, line, more = attempt(path, args, place, args.seed * 1000 + number)
        name = path.relative_to(folder)
        if verdict is None:
            redrawn.append((name, line))
        else:
            ran, agreed = ran + 1, agreed + verdict
        word = {None: "----", True: "ok  ", False: "FAIL"}[verdict]
        print("%s %s: %s (%.0f s)" % (word, name, line, time.time() - began), flush=True)
        for text in more:
            print("        " + text, flush=True)
        if not args.keep:
            shutil.rmtree(place)
    print("%d of %d pipelines agree; %d drawn again:" % (agreed, ran, len(redrawn)))
    for name, line in redrawn:
        print("    %s: %s" % (name, line))
    sys.stdout.flush()
    os._exit(agreed != ran)  # the Java machine would not always let go


if __name__ == "__main__":
    main()
