"""What can go wrong, as statuses and exceptions.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Sequence, Tuple


class Status(enum.IntEnum):
    """What the library says of a call, or of an image set."""

    OK = 0
    ERROR = 1
    ABSENT = 2
    CANCELLED = 3
    SKIPPED = 4
    INVALID = 5
    BUSY = 6
    FAULTY = 7
    UNREADABLE = 8
    UNWRITABLE = 9
    NO_DEVICE = 10
    UNSUPPORTED = 11


class LibraryNotFound(ImportError):
    """libcellerate is not there, or is not one that this package can use."""


class CellerateError(Exception):
    """A call failed; `status` says of what kind, the message why."""

    def __init__(self, message: str, status: Status = Status.ERROR) -> None:
        super().__init__(message)
        self.status = status


class InvalidArgument(CellerateError, ValueError):
    """An argument is wrong; the call did nothing."""


class SessionFull(CellerateError):
    """There was no room for another image set in the time given: take results, then try again."""


class ImageSetFailed(CellerateError):
    """An image set was not computed; the session goes on."""


@dataclass(frozen=True)
class Fault:
    """Why a pipeline cannot run."""

    module_number: int  #: 1-based, disabled modules count
    module: str
    setting: str  #: CellProfiler's words for it; "" if it is none in particular
    message: str

    def __str__(self) -> str:
        setting = f', "{self.setting}"' if self.setting else ""
        return f"#{self.module_number} {self.module}{setting}: {self.message}"


class PipelineFaults(CellerateError):
    """A pipeline cannot run; `faults` and the message list every reason."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join([f"{name} cannot run:", *map(str, faults)]), Status.FAULTY)
        self.faults: Tuple[Fault, ...] = tuple(faults)
