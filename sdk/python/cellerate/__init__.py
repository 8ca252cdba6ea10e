"""CellProfiler pipelines, GPU-accelerated, on NumPy arrays and on files.

    pipeline = cellerate.Pipeline("cells.cppipe")
    run = cellerate.run_arrays(pipeline, [{"DNA": dna, "RNA": rna}], labels=["Nuclei"])
    run["Nuclei"]                  # pandas.DataFrame
    run.labels["Nuclei"][1]        # numpy.ndarray

run_files() does the same with files, Session with images that arrive one by one. What modules have to say goes to
the logger "cellerate". The library libcellerate is loaded by the first call that needs it: from CELLERATE_LIBRARY,
from beside this package's files, or by the system's loader.

SPDX-License-Identifier: BSD-3-Clause
"""
from ._library import version
from .errors import (CellerateError, Fault, ImageSetFailed, InvalidArgument, LibraryNotFound, PipelineFaults,
                     SessionFull, Status)
from .files import FileRun, run_files
from .images import Image, ImageSet
from .pipeline import Channel, Column, Module, ObjectSet, Pipeline, Setting, SettingKind, ValueType
from .progress import Progress, ProgressBar
from .result import Result
from .runs import RunResult, run_arrays
from .session import Session
from .tables import read_relationships, read_tables

__all__ = [
    "CellerateError", "Channel", "Column", "Fault", "FileRun", "Image", "ImageSet", "ImageSetFailed", "InvalidArgument",
    "LibraryNotFound", "Module", "ObjectSet", "Pipeline", "PipelineFaults", "Progress", "ProgressBar", "Result",
    "RunResult", "Session", "SessionFull", "Setting", "SettingKind", "Status", "ValueType", "read_relationships",
    "read_tables", "run_arrays", "run_files", "version"]
