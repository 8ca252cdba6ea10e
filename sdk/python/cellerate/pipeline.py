"""Pipelines: loading, checking, and what they are made of.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import ctypes
import enum
import functools
import os
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Sequence, Tuple, Union

from . import _abi
from ._library import check as check_status
from ._library import LOG, encoded, entries, given, library, text
from .errors import Fault, PipelineFaults, Status

PathLike = Union[str, "os.PathLike[str]"]


class SettingKind(enum.IntEnum):
    """What a setting holds."""

    TEXT = 0
    INTEGER = 1
    FLOAT = 2
    BINARY = 3
    CHOICE = 4
    RANGE = 5
    IMAGE = 6
    NEW_IMAGE = 7
    OBJECTS = 8
    NEW_OBJECTS = 9
    IMAGES = 10
    OBJECT_LIST = 11
    MEASUREMENT = 12
    COUNT = 13
    FOLDER = 14
    COLOR = 15
    RULE = 16


class ValueType(enum.IntEnum):
    """Type of a measurement."""

    F64 = 0
    F32 = 1
    INTEGER = 2
    TEXT = 3
    BLOB = 4


@dataclass(frozen=True)
class Channel:
    """An image, or a label image, that each image set must have."""

    name: str
    is_objects: bool
    module_number: int


@dataclass(frozen=True)
class Setting:
    """A line of a module, as the file has it."""

    index: int  #: in its module, from 0
    text: str
    value: str
    kind: SettingKind
    choices: Tuple[str, ...]  #: the allowed values; empty where anything of the kind is


@dataclass(frozen=True)
class Module:
    """A module of the file, enabled or not."""

    number: int  #: 1-based position in the file
    name: str
    revision: int
    enabled: bool
    settings: Tuple[Setting, ...]

    def setting(self, which: Union[int, str]) -> Setting:
        """A setting by its index, or the first one with this text. @raises KeyError"""
        for setting in self.settings:
            if which in (setting.index, setting.text):
                return setting
        raise KeyError(f"#{self.number} {self.name} has no setting {which!r}")


@dataclass(frozen=True)
class ObjectSet:
    """An object set that a module makes."""

    name: str
    module_number: int


@dataclass(frozen=True)
class Column:
    """A measurement that a module declares. `object` is "Image", "Experiment" or an object set."""

    object: str
    feature: str
    type: ValueType
    module_number: int  #: 0: the run's own


class Pipeline:
    """A CellProfiler pipeline (.cppipe, .cpproj, .json), read and checked. It never changes, and may be used by several
    sessions and threads.

    Args:
        file: the pipeline file; or, in place of it,
        content: what such a file holds, and
        name: what messages call it.
        plugin_path: plugin libraries, or folders of them.
        data_file: table for LoadData; without one its images are those that the modules need.
        input_folder: CellProfiler's default input folder; None: the pipeline file's.
        output_folder: default output folder; None: the current one.
        check: raise if the pipeline cannot run; otherwise `faults` says why.

    Raises:
        PipelineFaults: it cannot run; the exception lists every reason.
        CellerateError: the file is missing, or no pipeline (Status.UNREADABLE).
        LibraryNotFound: there is no libcellerate.
    """

    def __init__(self, file: Optional[PathLike] = None, *, content: Union[bytes, str, None] = None,
                 name: str = "pipeline", plugin_path: Sequence[PathLike] = (), data_file: Optional[PathLike] = None,
                 input_folder: Optional[PathLike] = None, output_folder: Optional[PathLike] = None,
                 check: bool = True) -> None:
        if (file is None) == (content is None):
            raise ValueError("a pipeline comes from a file or from its content")
        self.file: Optional[Path] = None if file is None else Path(file)
        self.plugin_path: Tuple[str, ...] = tuple(os.fspath(path) for path in plugin_path)
        path = ":".join(self.plugin_path) or None
        options = _abi.LoadOptions(plugin_path=encoded(path), data_file=_path(data_file),
                                   input_folder=_path(input_folder), output_folder=_path(output_folder), log=LOG)
        handle = ctypes.c_void_p()
        if content is None:
            status = library().cel_pipeline_open(_path(file), ctypes.byref(options), ctypes.byref(handle))
        else:
            data = content.encode() if isinstance(content, str) else bytes(content)
            status = library().cel_pipeline_parse(data, len(data), encoded(name), ctypes.byref(options),
                                                  ctypes.byref(handle))
        if status != Status.FAULTY:
            check_status(status)
        self._handle = handle
        weakref.finalize(self, library().cel_pipeline_close, handle)
        if check and self.faults:
            raise PipelineFaults(str(self.file or name), self.faults)

    @property
    def handle(self) -> ctypes.c_void_p:
        """The cel_pipeline, which lives as long as this object."""
        return self._handle

    @functools.cached_property
    def faults(self) -> Tuple[Fault, ...]:
        """Everything that keeps it from running."""
        found = entries(library().cel_pipeline_fault, _abi.FaultInfo, self._handle,
                        library().cel_pipeline_fault_count(self._handle))
        return tuple(Fault(f.module_number, text(f.module), text(f.setting), text(f.message)) for f in found)

    @functools.cached_property
    def channels(self) -> Tuple[Channel, ...]:
        """What an image set consists of."""
        found = entries(library().cel_pipeline_channel, _abi.ChannelInfo, self._handle,
                        library().cel_pipeline_channel_count(self._handle))
        return tuple(Channel(text(c.name), c.kind != _abi.NAME_IMAGE, c.module_number) for c in found)

    @functools.cached_property
    def modules(self) -> Tuple[Module, ...]:
        """All modules in the order of the file, with their settings."""
        found = entries(library().cel_pipeline_module, _abi.ModuleInfo, self._handle,
                        library().cel_pipeline_module_count(self._handle))
        return tuple(Module(m.number, text(m.name), m.revision, bool(m.enabled), self._settings(m)) for m in found)

    def _settings(self, module: _abi.ModuleInfo) -> Tuple[Setting, ...]:
        settings = []
        for index in range(module.setting_count):
            found = given(library().cel_pipeline_setting, _abi.SettingInfo, self._handle, module.number, index)
            settings.append(Setting(index, text(found.text), text(found.value), SettingKind(found.kind),
                                    tuple(text(found.choices).splitlines())))
        return tuple(settings)

    @functools.cached_property
    def object_sets(self) -> Tuple[ObjectSet, ...]:
        """The object sets that modules make."""
        found = entries(library().cel_pipeline_object_set, _abi.ObjectSetInfo, self._handle,
                        library().cel_pipeline_object_set_count(self._handle))
        return tuple(ObjectSet(text(o.name), o.module_number) for o in found)

    @functools.cached_property
    def columns(self) -> Tuple[Column, ...]:
        """The measurements that modules declare; a result has those that were made."""
        found = entries(library().cel_pipeline_column, _abi.ColumnInfo, self._handle,
                        library().cel_pipeline_column_count(self._handle))
        return tuple(Column(text(c.object), text(c.feature), ValueType(c.type), c.module_number) for c in found)

    def module(self, which: Union[int, str]) -> Module:
        """A module by its number, or the first one of this name. @raises KeyError"""
        for module in self.modules:
            if which in (module.number, module.name):
                return module
        raise KeyError(f"the pipeline has no module {which!r}")


def _path(path: Optional[PathLike]) -> Optional[bytes]:
    return None if path is None else encoded(os.fspath(path))
