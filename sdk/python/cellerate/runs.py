"""A pipeline on many image sets at once, to tables.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sized, Tuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .errors import Status
from .images import AnyImageSet
from .pipeline import Pipeline
from .progress import Progress, ProgressOption, reporter
from .session import Session
from .tables import joined


@dataclass
class RunResult:
    """What came of all image sets of a run. run["Nuclei"] is run.tables["Nuclei"]."""

    tables: Dict[str, pd.DataFrame]  #: "Image" by ImageNumber, object sets by ImageNumber, ObjectNumber
    failed: Dict[int, str]  #: image sets that failed or were cancelled, by number, with the reason
    device: str
    #: label images by object set and number of the image set, see Result.labels(); of run_arrays() alone
    labels: Dict[str, Dict[int, NDArray[np.int32]]] = field(default_factory=dict)
    database: Optional[Path] = None  #: the run database, if there is one
    stopped_early: bool = False  #: the same run again goes on where it was stopped

    def __getitem__(self, object_name: str) -> pd.DataFrame:
        return self.tables[object_name]


def run_arrays(pipeline: Pipeline, image_sets: Iterable[AnyImageSet], *, progress: ProgressOption = False,
               **session_options: Any) -> RunResult:
    """Runs a pipeline on image sets from memory.

    Args:
        image_sets: dictionaries of channels, or ImageSets; a generator is asked for the next one when there is room
            for it. For the shapes, types and scale of pixels see Image, for how long arrays are borrowed ImageSet.
        progress: True shows a bar, a function is called for every image set.
        session_options: those of Session: device, jobs, labels, database and so on.

    Returns:
        Tables of all image sets. One that fails is in `failed`, the others go on.

    Raises:
        TypeError, ValueError: an image set is not what the pipeline needs; those in flight are cancelled.
        CellerateError: see Session.
    """
    report = reporter(progress)
    total = len(image_sets) if isinstance(image_sets, Sized) else None
    tables: List[Tuple[int, Dict[str, pd.DataFrame]]] = []
    labels: Dict[str, Dict[int, NDArray[np.int32]]] = defaultdict(dict)
    failed: Dict[int, str] = {}
    with Session(pipeline, **session_options) as session:
        for result in session.run(image_sets):
            if result.after_module:
                continue
            if result.status not in (Status.OK, Status.SKIPPED):
                failed[result.number] = result.error or result.status.name.lower()
            tables.append((result.number, result.tables))
            for name in result.label_objects:
                labels[name][result.number] = result.labels(name)
            report(Progress(len(tables), total, len(failed)))
        device = session.device
    database = session_options.get("database")
    return RunResult(joined(tables), failed, device, dict(labels), Path(database) if database else None)
