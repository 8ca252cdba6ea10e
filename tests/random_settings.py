#!/usr/bin/env python3
"""Runs a module with random settings on random images in CellProfiler 4.2.8 and in Cellerate, and compares every
column and every image that it makes.

    random_settings.py CELLERATE MODULE [--runs N] [--seed S] [--cropped] [--keep FOLDER]

CELLERATE is the built program; `cellprofiler` must be on the PATH, numpy and tifffile installed. Each run draws two image
sets (three gray channels, two object sets with gaps, borders and overlaps between the sets) and a value for every
setting that `cellerate modules MODULE` lists: one of its choices, or what random_settings_table.py says for its text;
any other setting keeps its default. --cropped: a part of an image, with a mask or without, and objects that are found in it
can be drawn, too, and the part is saved as the module leaves it. The seed is printed, and --seed repeats a run. Where CellProfiler fails, Cellerate
must fail too. Exit status 0 when all runs agree.
"""
import argparse
import csv
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import numpy
import tifffile

from random_settings_table import (BEFORE, CROPPED, FOUND, IMAGE_NAMES, IMAGES, IMAGES_MADE, MODULES, OBJECT_NAMES, OBJECTS,
                                   TEXTS, Count)

RELATIVE, ABSOLUTE = 1e-6, 1e-9
NOT_SHARED = re.compile(r"^(ExecutionTime_|ModuleError_|PathName_|URL_|ImageSet_|MD5Digest_|ProcessingStatus|ObjectsPathName_|ObjectsURL_)")
IMAGE_SETS = 2


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


def draw_images(rng, folder):
    bits = int(rng.choice([8, 16]))
    for number in range(1, IMAGE_SETS + 1):
        draw_image_set(rng, folder, number, tuple(rng.integers(60, 160, 2)), bits)


# ----------------------------------------------------------------------------------------------------- pipeline

def settings_of(cellerate, module):
    """Revision, and (text, default, choices) of each setting in the order of the pipeline file."""
    lines = subprocess.run([cellerate, "modules", module], check=True, capture_output=True, text=True).stdout.splitlines()
    revision = int(re.search(r"revision (\d+)", lines[0]).group(1))
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if line.startswith("|")][2:]
    return revision, [(text, default, choices.split(", ") if choices else []) for text, default, choices in rows]


def draw_settings(draw, module, rows):
    """A value for each setting, groups repeated as often as their count says."""
    table = {**TEXTS, **MODULES.get(module, {})}
    groups = {text: (entry, draw.randint(entry.least, entry.most)) for text, entry in table.items()
              if isinstance(entry, Count)}
    repeated = {text: (entry, n) for entry, n in groups.values() for text in entry.group}
    drawn, done = [], set()

    def one(text, default, choices):
        sampler = table.get(text)
        before = [value for known, value in drawn if known == text]
        value = sampler(draw, before) if sampler else draw.choice(choices) if choices else default
        drawn.append((text, str(value)))

    for row in rows:
        text = row[0]
        if text in groups:
            drawn.append((text, str(groups[text][1])))
        elif text in repeated:
            entry, n = repeated[text]
            if id(entry) in done:
                continue
            done.add(id(entry))
            for _ in range(n):
                for member in rows:
                    if member[0] in entry.group:
                        one(*member)
        else:
            one(*row)
    return drawn


def module_text(number, name, revision, settings):
    head = ("%s:[module_num:%d|svn_version:'Unknown'|variable_revision_number:%d|show_window:False|notes:[]|"
            "batch_state:array([], dtype=uint8)|enabled:True|wants_pause:False]" % (name, number, revision))
    return "\n".join([head] + ["    %s:%s" % pair for pair in settings]) + "\n"


def names_and_types():
    settings = [("Assign a name to", "Images matching rules"), ("Select the image type", "Grayscale image"),
                ("Name to assign these images", "DNA"), ("Match metadata", "[]"),
                ("Image set matching method", "Order"), ("Set intensity range from", "Image metadata"),
                ("Assignments count", str(len(IMAGES + OBJECTS))), ("Single images count", "0"),
                ("Maximum intensity", "255.0"), ("Process as 3D?", "No"), ("Relative pixel spacing in X", "1.0"),
                ("Relative pixel spacing in Y", "1.0"), ("Relative pixel spacing in Z", "1.0")]
    for name in IMAGES + OBJECTS:
        settings += [("Select the rule criteria", 'and (file does contain "_%s")' % name),
                     ("Name to assign these images", name), ("Name to assign these objects", name),
                     ("Select the image type", "Grayscale image" if name in IMAGES else "Objects"),
                     ("Set intensity range from", "Image metadata"), ("Maximum intensity", "255.0")]
    return settings


def save_images(image, what):
    """The image or its mask as it is, in set_1_DNA_<image>_<what>.npy."""
    return ("SaveImages", 16,
            [("Select the type of image to save", what), ("Select the image to save", image),
             ("Select method for constructing file names", "From image filename"),
             ("Select image name for file prefix", IMAGES[0]), ("Enter single file name", "None"),
             ("Number of digits", "4"), ("Append a suffix to the image file name?", "Yes"),
             ("Text to append to the image name", "_%s_%s" % (image, what)), ("Saved file format", "npy"),
             ("Output file location", "Default Output Folder|"), ("Image bit depth", "32-bit floating point"),
             ("Overwrite existing files without warning?", "Yes"), ("When to save", "Every cycle"),
             ("Record the file and path information to the saved image?", "No"),
             ("Create subfolders in the output folder?", "No"), ("Base image folder", "Elsewhere...|"),
             ("How to save the series", "T (Time)"), ("Save with lossless compression?", "No")])


def cropped_modules(draw):
    """An ellipse or a rectangle of the first image, and what Otsu's threshold finds there."""
    x, y = draw.randint(20, 40), draw.randint(20, 40)
    crop = [("Select the input image", IMAGES[0]), ("Name the output image", CROPPED),
            ("Select the cropping shape", draw.choice(["Rectangle", "Ellipse"])),
            ("Select the cropping method", "Coordinates"), ("Apply which cycle's cropping pattern?", "Every"),
            ("Left and right rectangle positions", "%d,%d" % (x - 20, x + 20)),
            ("Top and bottom rectangle positions", "%d,end" % (y - 20)),
            ("Coordinates of ellipse center", "%d,%d" % (x, y)), ("Ellipse radius, X direction", "19"),
            ("Ellipse radius, Y direction", "14"),
            ("Remove empty rows and columns?", draw.choice(["Edges", "All", "No"])),
            ("Select the masking image", "None"), ("Select the image with a cropping mask", "None"),
            ("Select the objects", "None")]
    find = [("Select the input image", CROPPED), ("Name the primary objects to be identified", FOUND),
            ("Typical diameter of objects, in pixel units (Min,Max)", "3,30"),
            ("Discard objects outside the diameter range?", "No"), ("Discard objects touching the border of the image?", "No"),
            ("Method to distinguish clumped objects", "Intensity"),
            ("Method to draw dividing lines between clumped objects", "Intensity"), ("Size of smoothing filter", "10"),
            ("Suppress local maxima that are closer than this minimum allowed distance", "7.0"),
            ("Speed up by using lower-resolution image to find local maxima?", "Yes"),
            ("Fill holes in identified objects?", "Never"),
            ("Automatically calculate size of smoothing filter for declumping?", "Yes"),
            ("Automatically calculate minimum allowed distance between local maxima?", "Yes"),
            ("Handling of objects if excessive number of objects identified", "Continue"),
            ("Maximum number of objects", "500"), ("Use advanced settings?", "No"), ("Threshold setting version", "12"),
            ("Threshold strategy", "Global"), ("Thresholding method", "Otsu"), ("Threshold smoothing scale", "0"),
            ("Threshold correction factor", "1.0"), ("Lower and upper bounds on threshold", "0.0,1.0"),
            ("Manual threshold", "0.0"), ("Select the measurement to threshold with", "None"),
            ("Two-class or three-class thresholding?", "Two classes"), ("Log transform before thresholding?", "No"),
            ("Assign pixels in the middle intensity class to the foreground or the background?", "Foreground"),
            ("Size of adaptive window", "50"), ("Lower outlier fraction", "0.05"), ("Upper outlier fraction", "0.05"),
            ("Averaging method", "Mean"), ("Variance method", "Standard deviation"), ("# of deviations", "2.0"),
            ("Thresholding method", "Otsu")]
    return [("Crop", 3, crop), ("IdentifyPrimaryObjects", 15, find)]


def pipeline_text(module, revision, settings, before):
    made = IMAGES_MADE.get(module, lambda settings: [])(settings) + [CROPPED] * bool(before)
    modules = [
        ("Images", 2, [("", ""), ("Filter images?", "Images only"),
                       ("Select the rule criteria", "and (extension does isimage)")]),
        ("Metadata", 6, [("Extract metadata?", "No"), ("Metadata data type", "Text"), ("Metadata types", "{}"),
                         ("Extraction method count", "1"),
                         ("Metadata extraction method", "Extract from file/folder names"),
                         ("Metadata source", "File name"),
                         ("Regular expression to extract from file name", "^(?P<Set>.*)$"),
                         ("Regular expression to extract from folder name", "^(?P<Folder>.*)$"),
                         ("Extract metadata from", "All images"),
                         ("Select the filtering criteria", 'and (file does contain "")'),
                         ("Metadata file location", "Elsewhere...|"), ("Match file and image metadata", "[]"),
                         ("Use case insensitive matching?", "No"), ("Metadata file name", "None"),
                         ("Does cached metadata exist?", "No")]),
        ("NamesAndTypes", 8, names_and_types()),
        ("Groups", 2, [("Do you want to group your images?", "No"), ("grouping metadata count", "1"),
                       ("Metadata category", "None")]),
        *BEFORE.get(module, []),
        *before,
        (module, revision, settings),
        *(save_images(image, what) for image in made for what in ("Image", "Mask")),
        ("ExportToSpreadsheet", 13,
         [("Select the column delimiter", 'Comma (",")'), ("Add image metadata columns to your object data file?", "No"),
          ("Add image file and folder names to your object data file?", "No"),
          ("Select the measurements to export", "No"),
          ("Calculate the per-image mean values for object measurements?", "No"),
          ("Calculate the per-image median values for object measurements?", "No"),
          ("Calculate the per-image standard deviation values for object measurements?", "No"),
          ("Output file location", "Default Output Folder|"), ("Create a GenePattern GCT file?", "No"),
          ("Select source of sample row name", "Metadata"), ("Select the image to use as the identifier", "None"),
          ("Select the metadata to use as the identifier", "None"), ("Export all measurement types?", "Yes"),
          ("Press button to select measurements", ""), ("Representation of Nan/Inf", "NaN"),
          ("Add a prefix to file names?", "No"), ("Filename prefix", "MyExpt_"),
          ("Overwrite existing files without warning?", "Yes"), ("Data to export", "Do not use"),
          ("Combine these object measurements with those of the previous object?", "No"), ("File name", "DATA.csv"),
          ("Use the object name for the file name?", "Yes")])]
    head = ("CellProfiler Pipeline: http://www.cellprofiler.org\nVersion:5\nDateRevision:428\nGitHash:\n"
            "ModuleCount:%d\nHasImagePlaneDetails:False\n\n" % len(modules))
    return head + "\n".join(module_text(i + 1, *entry) for i, entry in enumerate(modules))


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


def pictures(folder):
    return {os.path.basename(path): numpy.load(path) for path in sorted(glob.glob(os.path.join(folder, "*.npy")))}


def same_picture(a, b):
    if a is None or b is None or a.dtype != b.dtype or a.shape != b.shape:
        return False
    return numpy.allclose(a, b, RELATIVE, ABSOLUTE, equal_nan=True) if a.dtype.kind == "f" else numpy.array_equal(a, b)


def agree(a, b):
    if a == b:
        return True
    try:
        x, y = float(a), float(b)
    except ValueError:
        return False
    return x == y or (x != x and y != y) or abs(x - y) <= RELATIVE * abs(x) + ABSOLUTE


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
                bad = [i for i in range(len(e)) if not agree(e[i], a[i])]
                if bad:
                    faults.append("%s %s: %d of %d differ, first in row %d: %s, expected %s"
                                  % (name, title, len(bad), len(e), bad[0] + 1, a[bad[0]], e[bad[0]]))
    return columns, faults


def compare_pictures(expected, actual):
    return ["%s: the image differs" % name for name in sorted(set(expected) | set(actual))
            if not same_picture(expected.get(name), actual.get(name))]


def last_error(output):
    lines = [line for line in output.splitlines() if re.search(r"Error|error|Exception", line)]
    return lines[-1].strip() if lines else "no message"


def run_once(args, seed, revision, rows, folder):
    rng, draw = numpy.random.default_rng(seed), random.Random(seed)
    images, pipeline = os.path.join(folder, "images"), os.path.join(folder, "pipeline.cppipe")
    os.makedirs(images)
    draw_images(rng, images)
    before = cropped_modules(draw) if args.cropped else []
    settings = draw_settings(draw, args.module, rows)
    with open(pipeline, "w") as f:
        f.write(pipeline_text(args.module, revision, settings, before))
    print("seed %d: %s" % (seed, "; ".join(value for _, value in settings)), flush=True)
    outputs = {}
    for name, command in (("expected", ["cellprofiler", "-c", "-r", "-p", pipeline, "-i", images]),
                          ("actual", [args.cellerate, "run", pipeline, "-i", images])):
        out = os.path.join(folder, name)
        os.makedirs(out)
        done = subprocess.run(command + ["-o", out], capture_output=True, text=True)
        outputs[name] = tables(out), pictures(out), done.stdout + done.stderr, done.returncode
    expected, expected_pictures, oracle_log, _ = outputs["expected"]
    actual, actual_pictures, log, status = outputs["actual"]
    failed = not expected or "Traceback" in oracle_log
    if failed or status:
        if failed and status:
            print("    both fail: %s | %s" % (last_error(oracle_log), last_error(log)))
            return True
        print("    only %s fails: %s" % (("CellProfiler", last_error(oracle_log)) if failed else ("Cellerate", log.strip()[-300:])))
        return False
    columns, faults = compare(expected, actual)
    faults += compare_pictures(expected_pictures, actual_pictures)
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
    parser.add_argument("--keep", help="leave images, pipelines and tables there")
    parser.add_argument("--show", type=int, default=10, help="differing columns to name")
    args = parser.parse_args()
    if args.cropped:
        IMAGE_NAMES.append(CROPPED)
        OBJECT_NAMES.append(FOUND)
    revision, rows = settings_of(args.cellerate, args.module)
    base = args.keep or tempfile.mkdtemp()
    good = 0
    for seed in range(args.seed, args.seed + args.runs):
        folder = os.path.join(base, "%s_%d" % (args.module, seed))
        shutil.rmtree(folder, ignore_errors=True)
        good += run_once(args, seed, revision, rows, folder)
    if not args.keep:
        shutil.rmtree(base)
    print("%d of %d runs agree" % (good, args.runs))
    sys.exit(good != args.runs)


if __name__ == "__main__":
    main()
