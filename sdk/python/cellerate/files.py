"""A pipeline on files, by the program `cellerate`: modules that work on whole groups of image sets included.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Type, Union

from ._library import LOGGER, library_file
from .errors import CellerateError, Status
from .pipeline import PathLike, Pipeline
from .progress import Progress, ProgressOption, reporter
from .runs import RunResult
from .tables import read_tables

_PROGRESS = re.compile(r"(\d+) of (\d+) image sets done(?:, (\d+) failed)?$")
_FAILED_IMAGE_SETS, _STOPPED_EARLY = 3, 75
_STATUSES = {2: Status.INVALID, 4: Status.UNREADABLE, 5: Status.UNWRITABLE, 6: Status.NO_DEVICE}


def program() -> str:
    """The program `cellerate`: CELLERATE_PROGRAM, or beside the library, or in PATH. @raises FileNotFoundError"""
    named = os.environ.get("CELLERATE_PROGRAM")
    if named:
        return named
    library = library_file()
    if library:
        folder = library.resolve().parent
        # In a build tree; in an installed tree; the same with a folder of libraries for each architecture.
        for beside in (folder, folder.parent / "bin", folder.parent.parent / "bin"):
            if os.access(beside / "cellerate", os.X_OK) and (beside / "cellerate").is_file():
                return str(beside / "cellerate")
    found = shutil.which("cellerate")
    if not found:
        raise FileNotFoundError("the program cellerate is neither beside the library nor in PATH: "
                                "set CELLERATE_PROGRAM")
    return found


class FileRun:
    """A run on files that has begun. Iterating gives a Progress for every image set; result() waits for the end. As a
    context manager it stops the run when it is left before the end.

    Args:
        pipeline: a pipeline file, or a Pipeline that was read from one.
        images: folder with the images (the default input folder); None: the pipeline says where they are.
        output: folder for the run database and what the pipeline exports. The same run again goes on where it stopped.
        file_list: text file with one image path or URL a line.
        data_file: table for LoadData.
        groups: only these: {"Plate": "P1"}.
        first, last: numbers of image sets, from 1.
        device: "auto", "cpu", "cuda" or "cuda:N".
        jobs: image sets in flight; None: one a core, two on a GPU.
        save_labels: folder for label images, OBJECTS_NUMBER.tif.
        plugin_path: plugin libraries, or folders of them.

    Raises:
        FileNotFoundError: there is no program `cellerate`.
    """

    def __init__(self, pipeline: Union[PathLike, Pipeline], images: Optional[PathLike], output: PathLike, *,
                 file_list: Optional[PathLike] = None, data_file: Optional[PathLike] = None,
                 groups: Optional[Mapping[str, str]] = None, first: Optional[int] = None, last: Optional[int] = None,
                 device: str = "auto", jobs: Optional[int] = None, save_labels: Optional[PathLike] = None,
                 plugin_path: Sequence[PathLike] = ()) -> None:
        file = pipeline.file if isinstance(pipeline, Pipeline) else pipeline
        if file is None:
            raise ValueError("a pipeline from memory runs on arrays; on files runs one that is a file")
        if isinstance(pipeline, Pipeline) and not plugin_path:
            plugin_path = pipeline.plugin_path
        options: Dict[str, Any] = {
            "-i": images, "--file-list": file_list, "--data-file": data_file, "-f": first, "-l": last, "-j": jobs,
            "-g": ",".join(f"{key}={value}" for key, value in (groups or {}).items()) or None,
            "--save-labels": save_labels}
        self._folder = tempfile.TemporaryDirectory(prefix="cellerate-")
        self._summary = Path(self._folder.name) / "summary.json"
        command = [program(), "run", os.fspath(file), "-o", os.fspath(output), "--device", device,
                   "--summary-json", str(self._summary)]
        for option, value in options.items():
            command += [] if value is None else [option, str(value)]
        for path in plugin_path:
            command += ["--plugin-path", os.fspath(path)]
        self._messages: List[str] = []
        # In a session of its own an interrupt at the keyboard is for Python, which then stops the run.
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                         errors="replace", start_new_session=True)

    def __iter__(self) -> Iterator[Progress]:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            progress = _PROGRESS.match(line.strip())
            if progress:
                done, total, failed = progress.groups(default="0")
                yield Progress(int(done), int(total), int(failed))
            else:
                LOGGER.info("%s", line.rstrip())
                self._messages.append(line.rstrip())

    def stop(self) -> None:
        """Lets the image sets in flight finish, and no others begin. The same run again goes on there."""
        self._process.terminate()

    def result(self) -> RunResult:
        """Waits for the end.

        Returns:
            The tables of its database, with what earlier parts of the same run measured.

        Raises:
            CellerateError: it could not run at all, with the program's reasons; image sets that fail are in `failed`.
        """
        for _ in self:
            pass
        code = self._process.wait()
        if code not in (0, _FAILED_IMAGE_SETS, _STOPPED_EARLY):
            raise CellerateError("\n".join(self._messages) or f"cellerate ended with {code}",
                                 _STATUSES.get(code, Status.ERROR))
        summary = json.loads(self._summary.read_text())
        database = Path(summary["database"])
        return RunResult(read_tables(database), {entry["image_set"]: entry["error"] for entry in summary["failed"]},
                         summary["device"], database=database, stopped_early=code == _STOPPED_EARLY)

    def __enter__(self) -> FileRun:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        if self._process.poll() is None:
            self.stop()
        for _ in self:
            pass
        self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()
        self._folder.cleanup()


def run_files(pipeline: Union[PathLike, Pipeline], images: Optional[PathLike], output: PathLike, *,
              progress: ProgressOption = False, **options: Any) -> RunResult:
    """Runs a pipeline on image files.

    Args:
        pipeline, images, output, options: those of FileRun.
        progress: True shows a bar, a function is called for every image set.

    Returns:
        The tables of the run database.

    Raises:
        CellerateError: it could not run, with every reason. Image sets that fail are in `failed`, the others go on.
        FileNotFoundError: there is no program `cellerate`.
    """
    report = reporter(progress)
    with FileRun(pipeline, images, output, **options) as run:
        for now in run:
            report(now)
        return run.result()
