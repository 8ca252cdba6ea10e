#!/usr/bin/env python3
"""Runs a pipeline in CellProfiler without a display and writes all that it measured.

    random_pipelines_oracle.py [--plugins FOLDER] [--data-file CSV] PIPELINE IMAGES OUT MEASUREMENTS.json

{object: {feature: {image number: values}}}; exit status 0 when CellProfiler completed the run. (CellProfiler's own
program keeps measurements only where the pipeline exports them, and returns 0 after some failures.)
"""
import argparse
import json
import logging
import os

import numpy


def values_of(measurements, name, feature, number):
    value = measurements.get_measurement(name, feature, number)
    if value is None:
        return None
    return [v.item() if isinstance(v, numpy.generic) else str(v) for v in numpy.atleast_1d(value)]


def all_values(measurements):
    numbers = [int(n) for n in measurements.get_image_numbers()]
    return {name: {feature: {n: values_of(measurements, name, feature, n) for n in numbers}
                   for feature in measurements.get_feature_names(name)}
            for name in measurements.get_object_names() if name not in ("Experiment", "Relationship")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugins")
    parser.add_argument("--data-file")
    for name in ("pipeline", "images", "out", "measurements"):
        parser.add_argument(name)
    args = parser.parse_args()
    from cellprofiler_core import preferences
    preferences.set_headless()
    preferences.set_awt_headless(True)
    preferences.set_default_image_directory(args.images)
    preferences.set_default_output_directory(args.out)
    if args.data_file:
        preferences.set_data_file(args.data_file)
    if args.plugins:
        preferences.set_plugin_directory(args.plugins, globally=False)
    logging.basicConfig(level=logging.WARNING)
    from cellprofiler_core.pipeline import Pipeline
    from cellprofiler_core.utilities.java import start_java
    start_java()
    pipeline, failures = Pipeline(), []

    def listen(_, event):
        if type(event).__name__ in ("LoadException", "RunException", "PrepareRunError"):
            module = getattr(getattr(event, "module", None), "module_name", "")
            failures.append("%s: %s" % (module, getattr(event, "error", None) or getattr(event, "message", "")))

    pipeline.add_listener(listen)
    pipeline.load(args.pipeline)
    pipeline.add_pathnames_to_file_list([os.path.join(root, name) for root, _, names in os.walk(args.images) for name in names])
    measurements = pipeline.run()
    complete = measurements is not None and measurements.has_feature("Experiment", "Exit_Status") \
        and measurements.get_experiment_measurement("Exit_Status") == "Complete" and not failures
    if complete:
        with open(args.measurements, "w") as file:
            json.dump(all_values(measurements), file)
    print("\n".join(["Failure: " + failure for failure in failures]), flush=True)
    os._exit(0 if complete else 1)  # the Java machine would not always let go


if __name__ == "__main__":
    main()
