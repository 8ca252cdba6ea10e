"""What came of an image set: tables and label images.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import ctypes
import weakref
from typing import Any, Dict, Tuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import _abi
from ._library import encoded, entries, given, library, text
from .errors import ImageSetFailed, Status
from .tables import measured, table_of


class Result:
    """What came of an image set. Its arrays are views of the library's memory, which lives as long as the result or one
    of them does; they cannot be written. It may be read by several threads at once.

    Attributes:
        number: of the image set, from 1.
        status: Status.OK, SKIPPED (by FlagImage), CANCELLED, ERROR, or UNWRITABLE (computed, but not stored).
        error: "", or why: "#8 IdentifyPrimaryObjects: ... (image set 7)".
        after_module: 0: the final result; else a partial one, after the module of this number.
        tag: that of the image set.
        metadata: of the image set.
        objects: names of its tables, "Image" first.
        label_objects: names of its label images.
        seconds: of computation.
        waiting_seconds: from submit until it began.
    """

    def __init__(self, handle: ctypes.c_void_p, info: _abi.ResultInfo, tag: Any) -> None:
        """Takes the handle over; made by a session."""
        # At the end of the program arrays may outlive this call: then the memory goes with the process.
        weakref.finalize(self, library().cel_result_free, handle).atexit = False
        self._handle = handle
        self.number: int = info.number
        self.status = Status(info.status)
        self.error = text(info.error)
        self.after_module: int = info.after_module
        self.tag = tag
        self.seconds: float = info.seconds
        self.waiting_seconds: float = info.waiting_seconds
        pairs = entries(library().cel_result_get_metadata, _abi.Metadata, handle, info.metadata_count)
        self.metadata: Dict[str, str] = {text(pair.key): text(pair.value) for pair in pairs}
        tables = entries(library().cel_result_get_table, _abi.Table, handle, info.table_count)
        self.objects: Tuple[str, ...] = tuple(text(table.object) for table in tables)
        labels = entries(library().cel_result_get_labels, _abi.Labels, handle, info.label_count)
        self.label_objects: Tuple[str, ...] = tuple(text(found.object) for found in labels)

    @property
    def ok(self) -> bool:
        """Whether the image set was computed to its end, and stored if it was to be."""
        return self.status == Status.OK

    def check(self) -> Result:
        """This result. @raises ImageSetFailed with its reason unless it is ok"""
        if not self.ok:
            raise ImageSetFailed(self.error or f"image set {self.number}: {self.status.name.lower()}", self.status)
        return self

    def table(self, object_name: str) -> pd.DataFrame:
        """What was measured of an object set (row i is object i, from 1), or of "Image" (one row, index ImageNumber).
        Columns are CellProfiler's features. @raises CellerateError (Status.ABSENT) if there is no such table"""
        table = self._find_table(object_name)
        columns = {}
        for index in range(table.columns):
            found = given(library().cel_result_get_column, _abi.TableColumn, self._handle, table.index, index)
            columns[text(found.feature)] = self._values(found, table.rows)
        return table_of(object_name, self.number, columns, table.rows)

    @property
    def tables(self) -> Dict[str, pd.DataFrame]:
        """All tables by name."""
        return {name: self.table(name) for name in self.objects}

    def column(self, object_name: str, feature: str) -> NDArray[Any]:
        """One measurement, a value an object: float64 (NaN where there is none), int64, or texts.
        @raises CellerateError (Status.ABSENT) if it was not made"""
        found = given(library().cel_result_find_column, _abi.TableColumn, self._handle, encoded(object_name),
                      encoded(feature))
        return self._values(found, self._find_table(object_name).rows)

    def labels(self, object_name: str) -> NDArray[np.int32]:
        """A label image, height x width of 0 (background), 1 ... count; layers x height x width where objects overlap.
        @raises CellerateError (Status.ABSENT) unless the session was asked for it"""
        found = given(library().cel_result_find_labels, _abi.Labels, self._handle, encoded(object_name))
        shape = (found.height, found.width) if found.layers == 1 else (found.layers, found.height, found.width)
        return self._view(found.pixels, shape)

    def __repr__(self) -> str:
        return f"<Result {self.number}: {self.error or self.status.name}>"

    def _find_table(self, object_name: str) -> _abi.Table:
        return given(library().cel_result_find_table, _abi.Table, self._handle, encoded(object_name))

    def _values(self, column: _abi.TableColumn, rows: int) -> NDArray[Any]:
        if column.texts:
            return np.array([text(column.texts[row]) for row in range(rows)], dtype=object)
        return measured(self._view(column.values, (rows,)), column.type)

    def _view(self, pointer: Any, shape: Tuple[int, ...]) -> NDArray[Any]:
        """The result's memory as an array, which keeps the result."""
        if 0 in shape:
            return np.zeros(shape, dtype=pointer._type_)
        memory = (pointer._type_ * int(np.prod(shape))).from_address(ctypes.addressof(pointer.contents))
        memory.result = self
        view: NDArray[Any] = np.ctypeslib.as_array(memory).reshape(shape)
        view.flags.writeable = False
        return view
