"""DataFrames of measurements, the same whether they come from arrays or from a run database.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .pipeline import PathLike, ValueType

IMAGE = "Image"
_IMAGE_KEY, _OBJECT_KEY = "ImageNumber", "ObjectNumber"


def measured(values: NDArray[np.float64], kind: int) -> NDArray[Any]:
    """Numbers as a column: whole ones as int64, unless one is missing; then, and all others, as float64 with NaN."""
    if kind == ValueType.INTEGER and np.isfinite(values).all():
        return values.astype(np.int64)
    return values


def table_of(object_name: str, image_number: int, columns: Mapping[str, Any], rows: int) -> pd.DataFrame:
    """One image set's table: rows of objects 1 ... count, or the image's one."""
    if object_name == IMAGE:
        return pd.DataFrame(columns, index=pd.Index([image_number], name=_IMAGE_KEY))
    return pd.DataFrame(columns, index=pd.RangeIndex(1, rows + 1, name=_OBJECT_KEY))


def joined(tables: Sequence[Tuple[int, Mapping[str, pd.DataFrame]]]) -> Dict[str, pd.DataFrame]:
    """The tables of many image sets, each with its number, as one an object set."""
    parts: Dict[str, Dict[int, pd.DataFrame]] = defaultdict(dict)
    for number, of_image_set in sorted(tables, key=lambda numbered: numbered[0]):
        for name, table in of_image_set.items():
            parts[name][number] = table
    return {name: pd.concat(list(numbered.values())) if name == IMAGE else
            pd.concat(numbered, names=[_IMAGE_KEY, _OBJECT_KEY]) for name, numbered in parts.items()}


def read_tables(database: PathLike) -> Dict[str, pd.DataFrame]:
    """The tables of a run database: "Image" with the index ImageNumber, and each object set with ImageNumber,
    ObjectNumber; columns are CellProfiler's features, without the object's name.

    Raises:
        FileNotFoundError: there is no such file.
        sqlite3.DatabaseError: it is no run database.
    """
    connection = _connect(database)
    try:
        parts: Dict[str, Dict[str, List[Tuple[str, str, int]]]] = defaultdict(lambda: defaultdict(list))
        for name, feature, table, column, kind in connection.execute(
                "SELECT object, feature, table_name, column_name, coalesce(value_type, type) FROM Features"
                " WHERE object <> 'Experiment' ORDER BY rowid"):
            parts[name][table].append((feature, column, kind))
        return {name: pd.concat([_read_table(connection, table, features, name != IMAGE)
                                 for table, features in tables.items()], axis=1) for name, tables in parts.items()}
    finally:
        connection.close()


def read_relationships(database: PathLike) -> pd.DataFrame:
    """The table Relationships of a run database: which object (or image) stands in which relation to which."""
    connection = _connect(database)
    try:
        return pd.read_sql_query("SELECT * FROM Relationships ORDER BY TableNumber, ImageNumber, Position", connection)
    finally:
        connection.close()


def _connect(database: PathLike) -> sqlite3.Connection:
    file = Path(database).resolve()
    if not file.is_file():
        raise FileNotFoundError(f"{file}: there is no such run database")
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)


def _read_table(connection: sqlite3.Connection, table: str, features: Sequence[Tuple[str, str, int]],
                of_objects: bool) -> pd.DataFrame:
    keys = [_IMAGE_KEY, _OBJECT_KEY] if of_objects else [_IMAGE_KEY]
    names = ", ".join([*keys, *(_quoted(column) for _, column, _ in features)])
    order = ", ".join(["TableNumber", *keys])
    rows = connection.execute(f"SELECT {names} FROM {_quoted(table)} ORDER BY {order}").fetchall()
    values = list(zip(*rows)) if rows else [()] * (len(keys) + len(features))
    index = pd.MultiIndex.from_arrays(values[:2], names=keys) if of_objects else pd.Index(values[0], name=keys[0])
    return pd.DataFrame({feature: _column(column, kind) for (feature, _, kind), column
                         in zip(features, values[len(keys):])}, index=index)


def _column(values: Sequence[Optional[Any]], kind: int) -> NDArray[Any]:
    if kind in (ValueType.TEXT, ValueType.BLOB):
        return np.array(values, dtype=object)
    return measured(np.array(values, dtype=np.float64), kind)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
