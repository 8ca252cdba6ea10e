#!/usr/bin/env python3
"""Runs a module with random settings on random images in CellProfiler 4.2.8 and in Cellerate, and compares every
column, image and label image that it makes.

    random_settings.py CELLERATE MODULE [--runs N] [--seed S] [--cropped] [--plugins FOLDER] [--keep FOLDER]

CELLERATE is the built program; `cellprofiler` must be on the PATH, numpy and tifffile installed, for SaveImages also
Pillow and h5py. Each run draws two image sets (three gray channels, two object sets with gaps, borders and overlaps
between the sets) and a value for every setting that `cellerate modules MODULE` lists: one of its choices, or what
random_settings_table.py says for its text; any other setting keeps its default. --cropped: a part of an image, with a
mask or without, and objects that are found in it can be drawn, too, and the part is saved as the module leaves it.
--plugins: where CellProfiler finds the module, if it is not its own.
The seed is printed, and --seed repeats a run. Where columns differ, CellProfiler runs again as on a processor without
AVX-512, whose NumPy has other last digits: what then agrees does not count. Where CellProfiler fails, Cellerate must fail too, unless the module's
page says what it does instead. Exit status 0 when all runs agree.
"""
import argparse
import csv
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import numpy
import tifffile

from random_settings_inputs import CROPPED, FOUND, IMAGE_LISTS, IMAGES, OBJECT_LISTS, OBJECTS
from random_settings_pipeline import ModuleList, draw_settings, pipeline_text
from random_settings_table import CRASHES, FILES, OF_ONE_SIZE

RELATIVE, ABSOLUTE = 1e-6, 1e-9
# Of features by how they begin: CellProfiler solves for the slope in single precision, and is off by up to this.
ABSOLUTE_OF = {"Correlation_Slope_": 5e-6}
NOT_SHARED = re.compile(r"^(ExecutionTime_|ModuleError_|PathName_|URL_|ImageSet_|MD5Digest_|ProcessingStatus|ObjectsPathName_|ObjectsURL_)")
IMAGE_SETS = 2
# What NumPy 1.23 can do without.
AVX512 = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"


# ------------------------------------------------------------------------------------------------------- images

def smooth(plane, times):
    for _ in range(times):
        for axis in (0, 1):
            plane = (numpy.roll(plane, 1, axis) + plane + numpy.roll(plane, -1, axis)) / 3
    return plane


def draw_objects(rng, shape, count, radius):
    """Ellipses, numbered as drawn: later ones cover earlier ones, so that they touch, are cut and may vanish."""
    y, x = numpy.mgrid[: shape[0], : shape[1]]
    labels = numpy.zeros(shape, numpy.uint16)
    for _ in range(count):
        cy, cx = rng.uniform(0, shape[0]), rng.uniform(0, shape[1])
        ry, rx = rng.uniform(1, radius, 2)
        labels[((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 <= 1] = labels.max() + 1
    present = numpy.unique(labels)
    return numpy.searchsorted(present, labels).astype(numpy.uint16)


def draw_image_set(rng, folder, number, shape, bits):
    labels = [draw_objects(rng, shape, rng.integers(0, 25), 12), draw_objects(rng, shape, rng.integers(1, 15), 20)]
    for name, plane in zip(OBJECTS, labels):
        tifffile.imwrite(os.path.join(folder, "set_%d_%s.tif" % (number, name)), plane)
    most = 2 ** bits - 1
    shared = smooth(rng.random(shape), 3)
    for name in IMAGES:
        plane = 0.1 + 0.3 * (labels[rng.integers(2)] > 0) + 0.3 * shared + 0.3 * smooth(rng.random(shape), rng.integers(0, 4))
        plane = numpy.clip(plane * rng.uniform(0.5, 1.4) - rng.uniform(0, 0.2), 0, 1)
        tifffile.imwrite(os.path.join(folder, "set_%d_%s.tif" % (number, name)),
                         numpy.round(plane * most).astype(numpy.uint8 if bits == 8 else numpy.uint16))


def draw_images(rng, folder, of_one_size):
    bits = int(rng.choice([8, 16]))
    shape = None
    for number in range(1, IMAGE_SETS + 1):
        shape = shape if shape and of_one_size else tuple(rng.integers(60, 160, 2))
        draw_image_set(rng, folder, number, shape, bits)


# --------------------------------------------------------------------------------------------------- comparison

def tables(folder):
    """Columns by file name, without those that no two runs share."""
    found = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.csv"))):
        name = os.path.basename(path)
        if name == "Experiment.csv":
            continue
        with open(path, newline="") as f:
            rows = list(csv.reader(f))
        found[name] = {title: [row[i] for row in rows[1:]] for i, title in enumerate(rows[0]) if not NOT_SHARED.match(title)}
    return found


def read_tiff(path):
    with tifffile.TiffFile(path) as tiff:  # page by page: the comment of CellProfiler's movies may count other ones
        pages = [page.asarray() for page in tiff.pages]
        facts = [(page.shape, page.compression, page.photometric, page.planarconfig) for page in tiff.pages]
    return numpy.concatenate([page.ravel() for page in pages]), facts


def read_with_pillow(path):
    from PIL import Image
    with Image.open(path) as image:
        return numpy.asarray(image), (image.mode,)


def read_hdf5(path):
    import h5py
    with h5py.File(path) as file:
        (name, data), = file.items()
        return data[()], (name, json.loads(data.attrs["axistags"]))


# Pixels and what else is to be the same, by extension.
READERS = {".npy": lambda path: (numpy.load(path), ()), ".tiff": read_tiff, ".png": read_with_pillow,
           ".jpeg": read_with_pillow, ".h5": read_hdf5}


def pictures(folder):
    """All image files, by their paths in the folder."""
    paths = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
    return {os.path.relpath(path, folder): READERS[ext](path)
            for path in sorted(paths) for ext in [os.path.splitext(path)[1]] if ext in READERS}


def picture_fault(a, b):
    """How the second of two pictures differs; nothing where it does not."""
    if a is None or b is None:
        return "only %s has it" % ("Cellerate" if a is None else "CellProfiler")
    (a, facts), (b, other_facts) = a, b
    if (a.dtype, a.shape, facts) != (b.dtype, b.shape, other_facts):
        return "%s %s %s, expected %s %s %s" % (b.dtype, b.shape, other_facts, a.dtype, a.shape, facts)
    same = (numpy.isclose(a, b, RELATIVE, ABSOLUTE, equal_nan=True) if a.dtype.kind == "f" else a == b)
    return "" if same.all() else "%d of %d samples differ" % (same.size - same.sum(), same.size)


def absolute_of(title):
    return next((limit for start, limit in ABSOLUTE_OF.items() if title.startswith(start)), ABSOLUTE)


def agree(a, b, absolute):
    if a == b:
        return True
    try:
        x, y = float(a), float(b)
    except ValueError:
        return False
    return x == y or (x != x and y != y) or abs(x - y) <= RELATIVE * abs(x) + absolute


def compare(expected, actual):
    """What differs, a line a column."""
    faults, columns = [], 0
    for name, wanted in expected.items():
        have = actual.get(name, {})
        for title in sorted(set(wanted) | set(have)):
            columns += 1
            e, a = wanted.get(title), have.get(title)
            if e is None or a is None:
                faults.append("%s %s: only %s has it" % (name, title, "Cellerate" if e is None else "CellProfiler"))
            elif len(e) != len(a):
                faults.append("%s %s: %d rows, expected %d" % (name, title, len(a), len(e)))
            else:
                bad = [i for i in range(len(e)) if not agree(e[i], a[i], absolute_of(title))]
                if bad:
                    faults.append("%s %s: %d of %d differ, first in row %d: %s, expected %s"
                                  % (name, title, len(bad), len(e), bad[0] + 1, a[bad[0]], e[bad[0]]))
    return columns, faults


def column_of(fault):
    return fault.partition(": ")[0]


def compare_pictures(expected, actual):
    faults = {name: picture_fault(expected.get(name), actual.get(name)) for name in sorted(set(expected) | set(actual))}
    return ["%s: %s" % (name, fault) for name, fault in faults.items() if fault]


def last_error(output):
    lines = [line for line in output.splitlines() if re.search(r"Error|error|Exception", line)]
    return lines[-1].strip() if lines else "no message"


def judge_failure(module, oracle_error, error):
    """What to print, and whether that counts as agreement; an error is None where there was none."""
    if oracle_error is None:
        return "only Cellerate fails: %s" % error, False
    if error is None:
        documented = module in CRASHES and re.match(CRASHES[module], oracle_error) is not None
        return "only CellProfiler fails%s: %s" % (", as documented" if documented else "", oracle_error), documented
    return "both fail: %s | %s" % (oracle_error, error), True


def run_once(args, seed, modules, folder):
    rng, draw = numpy.random.default_rng(seed), random.Random(seed)
    images, pipeline = os.path.join(folder, "images"), os.path.join(folder, "pipeline.cppipe")
    os.makedirs(images)
    draw_images(rng, images, args.module in OF_ONE_SIZE)
    for name, text in FILES.get(args.module, {}).items():
        with open(os.path.join(images, name), "w") as f:
            f.write(text(draw))
    settings = draw_settings(draw, args.module, modules.settings_of(args.module)[1])
    with open(pipeline, "w") as f:
        f.write(pipeline_text(draw, modules, args.module, settings))
    print("seed %d: %s" % (seed, "; ".join(value for _, value in settings)), flush=True)

    def run(name, *command, **environment):
        out = os.path.join(folder, name)
        os.makedirs(out)
        done = subprocess.run([*command, pipeline, "-i", images, "-o", out], capture_output=True, text=True,
                              env={**os.environ, **environment})
        return out, done.stdout + done.stderr, done.returncode

    plugins = ("--plugins-directory", args.plugins) if args.plugins else ()
    oracle = "cellprofiler", "-c", "-r", *plugins, "-p"
    oracle_folder, oracle_log, _ = run("expected", *oracle)
    own_folder, log, status = run("actual", args.cellerate, "run")
    expected = tables(oracle_folder)
    failed = not expected or "Traceback" in oracle_log
    if failed or status:
        text, agreed = judge_failure(args.module, last_error(oracle_log) if failed else None,
                                     log.strip()[-300:] if status else None)
        print("    " + text)
        return agreed
    actual, actual_pictures = tables(own_folder), pictures(own_folder)
    columns, faults = compare(expected, actual)
    expected_pictures = pictures(oracle_folder)
    faults += compare_pictures(expected_pictures, actual_pictures)
    if faults:
        other_folder, _, _ = run("expected_without_avx512", *oracle, NPY_DISABLE_CPU_FEATURES=AVX512)
        elsewhere = compare(tables(other_folder), actual)[1] + compare_pictures(pictures(other_folder), actual_pictures)
        faults = [fault for fault in faults if column_of(fault) in map(column_of, elsewhere)]
    print("    %d columns and %d images, %d differ" % (columns, len(expected_pictures), len(faults)))
    for fault in faults[:args.show]:
        print("        " + fault)
    return not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cellerate")
    parser.add_argument("module")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1, help="of the first run; the next ones count up")
    parser.add_argument("--cropped", action="store_true", help="also draw a cropped image and objects found in it")
    parser.add_argument("--plugins", help="folder of CellProfiler plugins")
    parser.add_argument("--keep", help="leave images, pipelines and tables there")
    parser.add_argument("--show", type=int, default=10, help="differing columns to name")
    args = parser.parse_args()
    if args.cropped:
        for names, name in [(names, CROPPED) for names in IMAGE_LISTS] + [(names, FOUND) for names in OBJECT_LISTS]:
            names.append(name)
    modules = ModuleList(args.cellerate)
    base = args.keep or tempfile.mkdtemp()
    good = 0
    for seed in range(args.seed, args.seed + args.runs):
        folder = os.path.join(base, "%s_%d" % (args.module, seed))
        shutil.rmtree(folder, ignore_errors=True)
        good += run_once(args, seed, modules, folder)
    if not args.keep:
        shutil.rmtree(base)
    print("%d of %d runs agree" % (good, args.runs))
    sys.exit(good != args.runs)


if __name__ == "__main__":
    main()
