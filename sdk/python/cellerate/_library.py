"""Finds and loads libcellerate, and turns its statuses into exceptions.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import ctypes
import functools
import logging
import os
from pathlib import Path
from typing import Any, Dict, List, Optional, Type

from . import _abi
from .errors import CellerateError, InvalidArgument, LibraryNotFound, SessionFull, Status

LOGGER = logging.getLogger("cellerate")
FILE_NAME = f"libcellerate.so.{_abi.HOST_ABI_MAJOR}"

_ERRORS: Dict[Status, Type[CellerateError]] = {Status.INVALID: InvalidArgument, Status.BUSY: SessionFull}


def library_file() -> Optional[Path]:
    """Where the library is by CELLERATE_LIBRARY or beside the package; None: the system's loader has to know."""
    named = os.environ.get("CELLERATE_LIBRARY")
    if named:
        return Path(named)
    beside = Path(__file__).with_name(FILE_NAME)
    return beside if beside.exists() else None


def _load() -> ctypes.CDLL:
    file = library_file()
    try:
        return ctypes.CDLL(str(file or FILE_NAME))
    except OSError as error:
        raise LibraryNotFound(
            f"{file or FILE_NAME} cannot be loaded: {error}. Build and install Cellerate, then set CELLERATE_LIBRARY "
            f"to its {FILE_NAME}, or put that into {Path(__file__).parent}, or where the system's loader looks."
        ) from error


@functools.lru_cache(maxsize=None)
def library() -> ctypes.CDLL:
    """The library, loaded by the first call. @raises LibraryNotFound"""
    loaded = _load()
    major, minor = ctypes.c_int32(), ctypes.c_int32()
    try:
        _abi.declare(loaded)
    except AttributeError as error:
        raise LibraryNotFound(f"{loaded._name} is no libcellerate that this package can use: {error}") from error
    loaded.cel_abi_version(ctypes.byref(major), ctypes.byref(minor))
    if major.value != _abi.HOST_ABI_MAJOR or minor.value < _abi.HOST_ABI_MINOR:
        raise LibraryNotFound(
            f"{loaded._name} has the ABI {major.value}.{minor.value}, this package needs "
            f"{_abi.HOST_ABI_MAJOR}.{_abi.HOST_ABI_MINOR} or a later one of the same major number")
    return loaded


def version() -> str:
    """Version of the library, "0.1.0"."""
    return text(library().cel_version())


def text(value: Optional[bytes]) -> str:
    """Text of the library. What is no UTF-8 (a name in a damaged file) is kept, as Python keeps names of files."""
    return (value or b"").decode("utf-8", "surrogateescape")


def encoded(value: Optional[str]) -> Optional[bytes]:
    """Text for the library; None: the default. @raises ValueError for a text with NUL"""
    if value is None:
        return None
    if "\0" in value:
        raise ValueError(f"{value!r} has a NUL character")
    return value.encode("utf-8", "surrogateescape")


def check(status: int) -> None:
    """@raises CellerateError with the library's message unless the status is OK"""
    if status != Status.OK:
        kind = Status(status)
        raise _ERRORS.get(kind, CellerateError)(text(library().cel_last_error()) or kind.name, kind)


def given(function: Any, kind: Type[_abi.AnyStruct], *arguments: Any) -> _abi.AnyStruct:
    """What a function of the ABI gives by its last argument."""
    value = kind()
    check(function(*arguments, ctypes.byref(value)))
    return value


def entries(function: Any, kind: Type[_abi.AnyStruct], handle: Any, count: int) -> List[_abi.AnyStruct]:
    """All entries of a list that the ABI gives one by one."""
    return [given(function, kind, handle, index) for index in range(count)]


def _log(_: Any, level: int, message: bytes) -> None:
    LOGGER.log(logging.WARNING if level == _abi.LOG_WARNING else logging.INFO, "%s", text(message))


# What modules have to say, for the logger; it lives as long as the process, as sessions may.
LOG = _abi.LogFunction(_log)
