"""The C ABI of <cellerate/cellerate.h> in ctypes: constants, structs and functions, named as there without "cel_".

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_double, c_int32, c_int64, c_uint32, c_uint64, c_void_p
from typing import Any, Dict, List, Tuple, Type, TypeVar

HOST_ABI_MAJOR = 1
HOST_ABI_MINOR = 0

MEMORY_HOST = 0
NAME_IMAGE = 1
LOG_WARNING = 1

ReleaseFunction = CFUNCTYPE(None, c_void_p)
LogFunction = CFUNCTYPE(None, c_void_p, c_int32, c_char_p)
ResultFunction = CFUNCTYPE(None, c_void_p, c_void_p)


class Struct(ctypes.Structure):
    """A struct of the ABI, all zero but for struct_size, if it has one."""

    def __init__(self, **values: Any) -> None:
        if self._fields_[0][0] == "struct_size":
            values["struct_size"] = ctypes.sizeof(self)
        super().__init__(**values)


def _fields(*groups: Tuple[Any, str]) -> List[Tuple[str, Any]]:
    """The fields of a struct that starts with struct_size, from (type, "name name ...")."""
    return [("struct_size", c_uint32), *((name, kind) for kind, names in groups for name in names.split())]


class LoadOptions(Struct):
    _fields_ = _fields((c_char_p, "plugin_path data_file input_folder output_folder"), (LogFunction, "log"),
                       (c_void_p, "log_user"))


class FaultInfo(Struct):
    _fields_ = _fields((c_int32, "module_number"), (c_char_p, "module setting message"))


class ChannelInfo(Struct):
    _fields_ = _fields((c_int32, "kind"), (c_char_p, "name"), (c_int32, "module_number"))


class ModuleInfo(Struct):
    _fields_ = _fields((c_int32, "number revision enabled"), (c_char_p, "name"), (c_uint64, "setting_count"))


class SettingInfo(Struct):
    _fields_ = _fields((c_int32, "kind"), (c_char_p, "text value choices"))


class ObjectSetInfo(Struct):
    _fields_ = _fields((c_int32, "module_number"), (c_char_p, "name"))


class ColumnInfo(Struct):
    _fields_ = _fields((c_int32, "type"), (c_char_p, "object feature"), (c_int32, "module_number"))


class SessionOptions(Struct):
    _fields_ = _fields((c_int32, "jobs threads"), (c_char_p, "device"), (c_uint64, "max_in_flight max_bytes"),
                       (c_char_p, "database label_folder"), (POINTER(c_char_p), "labels"), (c_uint64, "label_count"),
                       (POINTER(c_int32), "partial_after"), (c_uint64, "partial_count"), (ResultFunction, "on_result"),
                       (c_void_p, "user"))


class Channel(Struct):
    _fields_ = _fields((c_int32, "type"), (c_char_p, "name"), (c_void_p, "pixels"),
                       (c_int32, "memory height width channels"), (c_int64, "row_stride"),
                       (c_int32, "significant_bits"), (c_double, "full_scale"), (c_void_p, "stream"),
                       (c_char_p, "file_name path_name"))


class Metadata(Struct):
    _fields_ = [("key", c_char_p), ("value", c_char_p)]


class ImageSet(Struct):
    _fields_ = _fields((c_uint64, "channel_count"), (POINTER(Channel), "channels"), (c_uint64, "metadata_count"),
                       (POINTER(Metadata), "metadata"), (c_void_p, "user_tag"), (ReleaseFunction, "release"),
                       (c_void_p, "owner"))


class SessionState(Struct):
    _fields_ = _fields((c_uint64, "waiting computing ready capacity bytes submitted done skipped failed cancelled"))


class ResultInfo(Struct):
    _fields_ = _fields((c_int32, "status"), (c_int64, "number"), (c_void_p, "user_tag"), (c_int32, "after_module"),
                       (c_char_p, "error"), (c_double, "seconds waiting_seconds"),
                       (c_uint64, "metadata_count table_count label_count"))


class Table(Struct):
    _fields_ = _fields((c_char_p, "object"), (c_uint64, "rows columns index"))


class TableColumn(Struct):
    _fields_ = _fields((c_int32, "type"), (c_char_p, "feature"), (c_int32, "module_number"),
                       (POINTER(c_double), "values"), (POINTER(c_char_p), "texts"))


class Labels(Struct):
    _fields_ = _fields((c_int32, "height width layers count"), (c_char_p, "object"), (POINTER(c_int32), "pixels"))


AnyStruct = TypeVar("AnyStruct", bound=Struct)


def _entry(kind: Type[Struct]) -> List[Any]:
    """Arguments of a function that fills a struct: the handle, an index, the struct."""
    return [c_void_p, c_uint64, POINTER(kind)]


_STATUS = c_int32
# Name: what it returns, and its arguments. Handles are c_void_p.
FUNCTIONS: Dict[str, Tuple[Any, List[Any]]] = {
    "cel_abi_version": (None, [POINTER(c_int32), POINTER(c_int32)]),
    "cel_version": (c_char_p, []),
    "cel_last_error": (c_char_p, []),
    "cel_pipeline_open": (_STATUS, [c_char_p, POINTER(LoadOptions), POINTER(c_void_p)]),
    "cel_pipeline_parse": (_STATUS, [c_char_p, c_uint64, c_char_p, POINTER(LoadOptions), POINTER(c_void_p)]),
    "cel_pipeline_close": (None, [c_void_p]),
    "cel_pipeline_fault_count": (c_uint64, [c_void_p]),
    "cel_pipeline_fault": (_STATUS, _entry(FaultInfo)),
    "cel_pipeline_channel_count": (c_uint64, [c_void_p]),
    "cel_pipeline_channel": (_STATUS, _entry(ChannelInfo)),
    "cel_pipeline_module_count": (c_uint64, [c_void_p]),
    "cel_pipeline_module": (_STATUS, _entry(ModuleInfo)),
    "cel_pipeline_setting": (_STATUS, [c_void_p, c_int32, c_uint64, POINTER(SettingInfo)]),
    "cel_pipeline_object_set_count": (c_uint64, [c_void_p]),
    "cel_pipeline_object_set": (_STATUS, _entry(ObjectSetInfo)),
    "cel_pipeline_column_count": (c_uint64, [c_void_p]),
    "cel_pipeline_column": (_STATUS, _entry(ColumnInfo)),
    "cel_session_open": (_STATUS, [c_void_p, POINTER(SessionOptions), POINTER(c_void_p)]),
    "cel_session_close": (_STATUS, [c_void_p]),
    "cel_session_device": (c_char_p, [c_void_p]),
    "cel_session_submit": (_STATUS, [c_void_p, POINTER(ImageSet), c_int64, POINTER(c_int64)]),
    "cel_session_get_state": (_STATUS, [c_void_p, POINTER(SessionState)]),
    "cel_session_next": (_STATUS, [c_void_p, c_int64, POINTER(c_void_p)]),
    "cel_session_flush": (_STATUS, [c_void_p, c_int64]),
    "cel_session_cancel": (_STATUS, [c_void_p, c_int64]),
    "cel_session_cancel_all": (_STATUS, [c_void_p]),
    "cel_session_set": (_STATUS, [c_void_p, c_int32, c_uint64, c_char_p]),
    "cel_result_get_info": (_STATUS, [c_void_p, POINTER(ResultInfo)]),
    "cel_result_get_metadata": (_STATUS, _entry(Metadata)),
    "cel_result_get_table": (_STATUS, _entry(Table)),
    "cel_result_find_table": (_STATUS, [c_void_p, c_char_p, POINTER(Table)]),
    "cel_result_get_column": (_STATUS, [c_void_p, c_uint64, c_uint64, POINTER(TableColumn)]),
    "cel_result_find_column": (_STATUS, [c_void_p, c_char_p, c_char_p, POINTER(TableColumn)]),
    "cel_result_get_labels": (_STATUS, _entry(Labels)),
    "cel_result_find_labels": (_STATUS, [c_void_p, c_char_p, POINTER(Labels)]),
    "cel_result_free": (None, [c_void_p]),
}


def declare(library: ctypes.CDLL) -> None:
    """Tells ctypes what the functions take and return. @raises AttributeError for one that is not there"""
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
