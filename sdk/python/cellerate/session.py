"""Sessions: image sets from memory through a pipeline, a bounded number at a time.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import ctypes
import math
import os
import time
import weakref
from types import TracebackType
from typing import Any, Dict, Iterable, Iterator, Optional, Sequence, Type, Union

from . import _abi
from ._library import check, encoded, given, library, text
from .errors import CellerateError, SessionFull, Status
from .images import AnyImageSet, ImageSet, give_back, lend
from .pipeline import PathLike, Pipeline
from .result import Result

# Python can be interrupted between calls of the library only: nothing waits in there for longer than this.
_SLICE_MS = 100


class Session:
    """A pipeline at work: threads and a device that run image sets as they are submitted. All functions but close may
    be called by several threads at once. As a context manager it computes what is in flight when it is left, or, when
    it is left by an exception, cancels it.

    Args:
        pipeline: it may be used by other sessions, too.
        device: "auto" (the first GPU, else the CPU), "cpu", "cuda" or "cuda:N".
        jobs: image sets that are computed at a time; 0: one, the fastest for each.
        threads: CPU threads for each of them; 0: the cores shared among the jobs.
        max_in_flight: image sets that a session holds, from submit until its final result is taken; 0: twice the jobs.
        max_bytes: bytes of submitted pixels that a session holds; a single image set may have more. 0: no limit.
        database: run database to make, a file that is not there yet; None: none. Without one, modules that export the
            tables of a run do nothing.
        label_folder: where label images of all object sets are written as TIFF; None: nowhere.
        labels: object sets whose label images come with the results.
        partial_after: numbers of modules after which a partial result is wanted.

    Raises:
        CellerateError: Status.FAULTY; NO_DEVICE; UNWRITABLE for the database or a folder; INVALID for an argument;
            UNSUPPORTED if a module works on groups of image sets as a whole, which run_files() does.
    """

    def __init__(self, pipeline: Pipeline, *, device: str = "auto", jobs: int = 0, threads: int = 0,
                 max_in_flight: int = 0, max_bytes: int = 0, database: Optional[PathLike] = None,
                 label_folder: Optional[PathLike] = None, labels: Sequence[str] = (),
                 partial_after: Sequence[int] = ()) -> None:
        self.pipeline = pipeline
        self._tags: Dict[int, Any] = {}
        if isinstance(labels, str):
            raise TypeError(f"labels: a list of names is wanted, not the text {labels!r}")
        options = _abi.SessionOptions(
            jobs=jobs, threads=threads, device=encoded(device), max_in_flight=max_in_flight, max_bytes=max_bytes,
            database=_path(database), label_folder=_path(label_folder),
            labels=(ctypes.c_char_p * len(labels))(*map(encoded, labels)), label_count=len(labels),
            partial_after=(ctypes.c_int32 * len(partial_after))(*partial_after), partial_count=len(partial_after))
        handle = ctypes.c_void_p()
        check(library().cel_session_open(pipeline.handle, ctypes.byref(options), ctypes.byref(handle)))
        self._open_handle: Optional[ctypes.c_void_p] = handle
        # One that is forgotten, or left behind at the end of the program, stops at once.
        self._abandon = weakref.finalize(self, _cancel_and_close, handle)

    # -- image sets in ----------------------------------------

    def submit(self, image_set: AnyImageSet, timeout: Optional[float] = 0.0) -> int:
        """Hands over an image set, an ImageSet or a dictionary of its channels; does not wait for the computation. Its
        arrays are borrowed: see ImageSet.

        Args:
            timeout: seconds to wait for room; None: as long as it takes. There is room when a result is taken: one who
                submits and takes results in turn waits for nothing, and uses run() or catches SessionFull.

        Returns:
            The number of the image set, from 1.

        Raises:
            SessionFull: max_in_flight or max_bytes is reached.
            TypeError, ValueError, InvalidArgument: what is wrong with which channel.
        """
        lent, number = lend(image_set if isinstance(image_set, ImageSet) else ImageSet(image_set))
        self._tags[number] = image_set.tag if isinstance(image_set, ImageSet) else None
        given_number = ctypes.c_int64()
        status = Status.BUSY
        try:
            for wait_ms in _slices(timeout):
                status = library().cel_session_submit(self._handle, ctypes.byref(lent), wait_ms,
                                                      ctypes.byref(given_number))
                if status != Status.BUSY:
                    break
            check(status)
        except BaseException:
            if not given_number.value:
                give_back(number)
                del self._tags[number]
            raise
        return given_number.value

    def run(self, image_sets: Iterable[AnyImageSet]) -> Iterator[Result]:
        """Submits image sets as there is room, and gives the results in the order of their making."""
        for image_set in image_sets:
            while True:
                try:
                    self.submit(image_set)
                    break
                except SessionFull:
                    result = self.next()
                    if result:
                        yield result
            yield from self.results(timeout=0.0)
        yield from self.results()

    def set(self, module: Union[int, str], setting: Union[int, str], value: Union[str, int, float, bool]) -> None:
        """Changes a setting for the image sets that are submitted from now on; those in flight keep theirs.

        Args:
            module: its number, or the name of the first one.
            setting: its index in the module, or its text.
            value: as the pipeline file has it; True and False are "Yes" and "No".

        Raises:
            KeyError: there is no such module or setting.
            CellerateError: the pipeline cannot run with it (Status.FAULTY, all reasons in the message), or would need
                other channels (INVALID); nothing has changed.
        """
        found = self.pipeline.module(module)
        words = ("No", "Yes")[value] if isinstance(value, bool) else str(value)
        check(library().cel_session_set(self._handle, found.number, found.setting(setting).index, encoded(words)))

    # -- results out ----------------------------------------

    def next(self, timeout: Optional[float] = None) -> Optional[Result]:
        """The next result, partial or final, in the order of their making.

        Args:
            timeout: seconds to wait; None: as long as it takes.

        Returns:
            None if there is none in that time, or nothing in flight that could give one.
        """
        handle = ctypes.c_void_p()
        for wait_ms in _slices(timeout):
            in_flight = self._in_flight()
            status = library().cel_session_next(self._handle, wait_ms, ctypes.byref(handle))
            if status != Status.ABSENT:
                check(status)
                return self._result(handle)
            if not in_flight:
                break
        return None

    def results(self, timeout: Optional[float] = None) -> Iterator[Result]:
        """Results until there is none in this time, or nothing in flight that could give one."""
        while True:
            result = self.next(timeout)
            if result is None:
                return
            yield result

    def _result(self, handle: ctypes.c_void_p) -> Result:
        info = given(library().cel_result_get_info, _abi.ResultInfo, handle)
        tag = self._tags[info.user_tag] if info.after_module else self._tags.pop(info.user_tag)
        return Result(handle, info, tag)

    # -- the session ----------------------------------------

    @property
    def device(self) -> str:
        """ "cpu, 4 threads" or "NVIDIA H200, cuda:0"."""
        return text(library().cel_session_device(self._handle))

    @property
    def state(self) -> Dict[str, int]:
        """Image sets waiting, computing and ready (their results are not taken yet), capacity (waiting + computing +
        ready is never more), bytes of borrowed pixels; image sets submitted, done, skipped, failed and cancelled so
        far."""
        state = _state(self._handle)
        return {name: getattr(state, name) for name, _ in state._fields_ if name != "struct_size"}

    def flush(self, timeout: Optional[float] = None) -> bool:
        """Waits until all that was submitted before is computed. Returns whether it was in this time."""
        for wait_ms in _slices(timeout):
            status = library().cel_session_flush(self._handle, wait_ms)
            if status != Status.BUSY:
                check(status)
                return True
        return False

    def cancel(self, number: Optional[int] = None) -> None:
        """Asks an image set, or all that are in flight, to stop: their results come with Status.CANCELLED unless they
        are done before. @raises CellerateError (Status.ABSENT) if this image set is not in flight"""
        if number is None:
            check(library().cel_session_cancel_all(self._handle))
        else:
            check(library().cel_session_cancel(self._handle, number))

    def close(self) -> None:
        """Computes what is in flight, completes the database and runs the exporters. Results that nobody took are
        dropped. To stop at once, call cancel() before. What is closed may be closed again.
        @raises CellerateError if the database or an exporter failed"""
        if self._open_handle is None:
            return
        self.flush()
        handle, self._open_handle = self._open_handle, None
        self._abandon.detach()
        check(library().cel_session_close(handle))

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        if kind is None:
            self.close()
        elif self._open_handle is not None:
            self._open_handle = None
            self._abandon()

    @property
    def _handle(self) -> ctypes.c_void_p:
        if self._open_handle is None:
            raise CellerateError("the session is closed", Status.INVALID)
        return self._open_handle

    def _in_flight(self) -> int:
        state = _state(self._handle)
        return int(state.waiting + state.computing + state.ready)


def _state(handle: ctypes.c_void_p) -> _abi.SessionState:
    """Where a session stands."""
    return given(library().cel_session_get_state, _abi.SessionState, handle)


def _cancel_and_close(handle: ctypes.c_void_p) -> None:
    library().cel_session_cancel_all(handle)
    library().cel_session_close(handle)


def _slices(timeout: Optional[float]) -> Iterator[int]:
    """Milliseconds to wait, again and again, until so many seconds are over: at least once."""
    end = math.inf if timeout is None else time.monotonic() + timeout
    while True:
        left_ms = (end - time.monotonic()) * 1000
        yield int(max(0, min(_SLICE_MS, left_ms)))
        if left_ms <= _SLICE_MS:
            return


def _path(path: Optional[PathLike]) -> Optional[bytes]:
    return None if path is None else encoded(os.fspath(path))
