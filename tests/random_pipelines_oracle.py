#!/usr/bin/env python3
"""Runs a pipeline in CellProfiler without a display and writes all that it measured.

    random_pipelines_oracle.py PIPELINE IMAGES OUT MEASUREMENTS.json [CSV FOR LOADDATA]

{object: {feature: {image number: values}}}; exit status 0 when CellProfiler completed the run. (CellProfiler's own
program keeps measurements only where the pipeline exports them, and returns 0 after some failures.)
"""
import json
import logging
import os
import sys

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
    pipeline_file, images, out, found = sys.argv[1:5]
    from cellprofiler_core import preferences
    preferences.set_headless()
    preferences.set_awt_headless(True)
    preferences.set_default_image_directory(images)
    preferences.set_default_output_directory(out)
    if len(sys.argv) > 5:
        preferences.set_data_file(sys.argv[5])
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
    pipeline.load(pipeline_file)
    pipeline.add_pathnames_to_file_list([os.path.join(root, name) for root, _, names in os.walk(images) for name in names])
    measurements = pipeline.run()
    complete = measurements is not None and measurements.has_feature("Experiment", "Exit_Status") \
        and measurements.get_experiment_measurement("Exit_Status") == "Complete" and not failures
    if complete:
        with open(found, "w") as file:
            json.dump(all_values(measurements), file)
    print("\n".join(["Failure: " + failure for failure in failures]), flush=True)
    os._exit(0 if complete else 1)  # the Java machine would not always let go


if __name__ == "__main__":
    main()
