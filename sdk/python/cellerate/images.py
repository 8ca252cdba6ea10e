"""Image sets from NumPy arrays, and the arrays that the library has borrowed.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import ctypes
import itertools
import os
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

import numpy as np
from numpy.typing import NDArray

from . import _abi
from ._library import encoded

_PIXEL_TYPES = {np.dtype(name): number for number, name in enumerate(
    ("bool", "uint8", "uint16", "int16", "int32", "uint32", "float32", "float64", "int8", "int64", "uint64"), start=1)}


@dataclass(frozen=True, eq=False)
class Image:
    """The pixels of a channel, with what cannot be seen in them.

    Pixels are height x width (gray) or height x width x samples (3: red, green, blue). They are scaled as NamesAndTypes
    scales a file of that type: by default to sample / (full scale of the integer type); floats are taken as they are.
    """

    pixels: NDArray[Any]
    significant_bits: int = 0  #: of integers: full scale is 2^bits - 1 (12 for most cameras); 0: the type's
    full_scale: float = 0.0  #: the sample that becomes 1; 0: by significant_bits or type
    file_name: Optional[str] = None  #: becomes FileName_, also for SaveImages
    path_name: Optional[Union[str, "os.PathLike[str]"]] = None  #: its folder, becomes PathName_


@dataclass(frozen=True, eq=False)
class ImageSet:
    """What a pipeline is run on: a channel each of Pipeline.channels.

    The arrays are borrowed until the library has read them: they must not be changed before the result is there. Only
    arrays whose rows are not contiguous, or not in the processor's byte order, are copied.
    """

    channels: Mapping[str, Union[NDArray[Any], Image]]
    metadata: Mapping[str, str] = field(default_factory=dict)  #: becomes Metadata_<key>
    tag: Any = None  #: comes back as Result.tag; never looked at


AnyImageSet = Union[ImageSet, Mapping[str, Union[NDArray[Any], Image]]]

# What the library has borrowed, by the number that it gives back. It outlives the session that was given it.
_borrowed: Dict[int, Tuple[NDArray[Any], ...]] = {}
_numbers = itertools.count(1)


def give_back(number: int) -> None:
    """The arrays that were lent under this number are not needed any more."""
    _borrowed.pop(number, None)


_RELEASE = _abi.ReleaseFunction(give_back)


def borrowed_count() -> int:
    """Image sets whose arrays are borrowed."""
    return len(_borrowed)


def lend(image_set: ImageSet) -> Tuple[_abi.ImageSet, int]:
    """The image set for cel_session_submit, and the number under which its arrays are kept until the library releases
    them; give_back() if it never gets them. @raises TypeError, ValueError for arrays that are no image"""
    number = next(_numbers)
    arrays: List[NDArray[Any]] = []
    channels = []
    for name, given in image_set.channels.items():
        image = given if isinstance(given, Image) else Image(given)
        arrays.append(_readable(name, image.pixels))
        channels.append(_channel(name, image, arrays[-1]))
    metadata = [_abi.Metadata(key=encoded(key), value=encoded(str(value))) for key, value in image_set.metadata.items()]
    lent = _abi.ImageSet(channel_count=len(channels), channels=(_abi.Channel * len(channels))(*channels),
                         metadata_count=len(metadata), metadata=(_abi.Metadata * len(metadata))(*metadata),
                         user_tag=number, release=_RELEASE, owner=number)
    _borrowed[number] = tuple(arrays)
    return lent, number


def _readable(name: str, pixels: Any) -> NDArray[Any]:
    """The same pixels as the library can read them: of one of its types, with contiguous rows from top to bottom."""
    if not hasattr(pixels, "__array__"):
        raise TypeError(f"channel '{name}': {type(pixels).__name__} is no NumPy array")
    array = np.asarray(pixels)
    if array.ndim not in (2, 3):
        raise ValueError(f"channel '{name}': an array of {array.ndim} dimensions is no image: height x width are "
                         "needed, or height x width x samples")
    native = array.dtype.newbyteorder("=")
    if native not in _PIXEL_TYPES:
        raise TypeError(f"channel '{name}': pixels of type {array.dtype} are not supported; convert them to one of "
                        + ", ".join(map(str, _PIXEL_TYPES)))
    array = array.astype(native, copy=False)
    row_bytes = array[0].nbytes if len(array) else 0
    rows_follow = len(array) < 2 or array.strides[0] >= row_bytes
    return array if rows_follow and array[:1].flags.c_contiguous else np.ascontiguousarray(array)


def _channel(name: str, image: Image, array: NDArray[Any]) -> _abi.Channel:
    path = None if image.path_name is None else os.fspath(image.path_name)
    return _abi.Channel(type=_PIXEL_TYPES[array.dtype], name=encoded(name),
                        pixels=ctypes.c_void_p(array.ctypes.data), memory=_abi.MEMORY_HOST,
                        height=array.shape[0], width=array.shape[1], channels=array.shape[2] if array.ndim == 3 else 1,
                        row_stride=array.strides[0] if len(array) > 1 else 0,
                        significant_bits=image.significant_bits, full_scale=image.full_scale,
                        file_name=encoded(image.file_name), path_name=encoded(path))
