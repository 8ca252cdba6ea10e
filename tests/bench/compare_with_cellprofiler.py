#!/usr/bin/env python3
"""Times a pipeline in CellProfiler and in Cellerate, side by side on one core, as a Markdown table.

usage: compare_with_cellprofiler.py PROGRAM PIPELINE IMAGES [--python PYTHON] [--repeats 5] [--core 0] [--data-file CSV]

PROGRAM is the program `cellerate`, PYTHON one with CellProfiler 4.2 installed (this one if not given). Of CellProfiler only
Pipeline.run() counts: not its start, which takes longer than most pipelines here; of Cellerate the whole process counts.
Both are pinned to one core, take turns, and give the median of the repeats. Times of modules are those that both programs
measure themselves, ExecutionTime_* summed over the image sets.
"""
import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PREFIX = "ExecutionTime_"
TOTAL = "whole run"


def run_cellprofiler(pipeline_file, images, out, data_file):
    """Runs in a process of its own; prints {module or TOTAL: seconds} as its last line."""
    import matplotlib
    matplotlib.use("Agg")
    import cellprofiler_core.preferences as preferences
    preferences.set_headless()
    preferences.set_awt_headless(True)
    preferences.set_default_output_directory(str(out))
    preferences.set_default_image_directory(str(images))
    if data_file:
        preferences.set_data_file(str(data_file))
    from cellprofiler_core.pipeline import Pipeline
    from cellprofiler_core.utilities.java import start_java, stop_java
    start_java()
    try:
        pipeline = Pipeline()
        pipeline.load(str(pipeline_file))
        pipeline.add_listener(stop_on_error)
        pipeline.add_pathnames_to_file_list([str(file) for file in Path(images).rglob("*") if file.is_file()])
        began = time.perf_counter()
        measurements = pipeline.run()
        seconds = {TOTAL: time.perf_counter() - began}
        for feature in measurements.get_feature_names("Image"):
            if feature.startswith(PREFIX):
                values = measurements.get_all_measurements("Image", feature)
                seconds[feature[len(PREFIX):]] = float(sum(values))
    finally:
        stop_java()
    print(json.dumps(seconds))


def stop_on_error(pipeline, event):
    """CellProfiler goes on after an error of a module; a run that lacks modules is not to be compared."""
    if getattr(event, "error", None) is not None:
        sys.exit(f"CellProfiler: {event.error}")


def time_cellprofiler(arguments, out):
    command = ["taskset", "-c", str(arguments.core), arguments.python, __file__, "--inside-cellprofiler",
               str(arguments.pipeline), str(arguments.images), str(out), str(arguments.data_file or "")]
    # One thread also in the libraries below: the other program gets no more.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def time_cellerate(arguments, out):
    command = ["taskset", "-c", str(arguments.core), str(arguments.program), "run", str(arguments.pipeline),
               "-i", str(arguments.images), "-o", str(out), "--device", "cpu", "-j", "1", "-q"]
    if arguments.data_file:
        command += ["--data-file", str(arguments.data_file)]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    seconds = {TOTAL: time.perf_counter() - began}
    with sqlite3.connect(f"file:{out}/cellerate.sqlite?mode=ro", uri=True) as database:
        for _, name, *_ in database.execute("PRAGMA table_info(Image)").fetchall():
            if name.startswith(PREFIX):
                total, = database.execute(f'SELECT total("{name}") FROM Image').fetchone()
                seconds[name[len(PREFIX):]] = total
    return seconds


def medians(runs):
    return {name: statistics.median(run.get(name, 0.0) for run in runs) for name in runs[0]}


def print_table(reference, ours):
    print("| module | CellProfiler, s | Cellerate, s | times faster |\n|---|--:|--:|--:|")
    for name in [*sorted(name for name in reference if name != TOTAL), TOTAL]:
        a, b = reference[name], ours.get(name)
        times = "" if not b or a < 1e-3 else f"{a / b:.0f}" if a > 10 * b else f"{a / b:.1f}"
        print(f"| {name} | {a:.3f} | {'' if b is None else f'{b:.4f}'} | {times} |")


def absolute(path):
    """CellProfiler makes URLs of paths, which only absolute ones survive."""
    return Path(path).resolve()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=absolute)
    parser.add_argument("pipeline", type=absolute)
    parser.add_argument("images", type=absolute)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--data-file", type=absolute)
    arguments = parser.parse_args()
    runs = {time_cellprofiler: [], time_cellerate: []}
    for _ in range(arguments.repeats):
        for program, seconds in runs.items():
            out = tempfile.mkdtemp(prefix="cellerate_compare_")
            try:
                seconds.append(program(arguments, out))
            finally:
                shutil.rmtree(out)
    print(f"{arguments.pipeline.name}, median of {arguments.repeats} runs on one core\n")
    print_table(*(medians(seconds) for seconds in runs.values()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside-cellprofiler"]:
        run_cellprofiler(*sys.argv[2:6])
    else:
        main()
