"""How far a run is: for functions, notebooks and terminals.

SPDX-License-Identifier: BSD-3-Clause
"""
from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Callable, Optional, Union


@dataclass(frozen=True)
class Progress:
    """Image sets so far."""

    done: int  #: including those that failed
    total: Optional[int]  #: None while nobody knows
    failed: int

    def __str__(self) -> str:
        of = "" if self.total is None else f" of {self.total}"
        return f"{self.done}{of} image sets done" + (f", {self.failed} failed" if self.failed else "")


#: False: nothing is shown; True: a bar; a function: it is called for every image set.
ProgressOption = Union[bool, Callable[[Progress], None]]


def reporter(option: ProgressOption) -> Callable[[Progress], None]:
    """The function that an option stands for."""
    if callable(option):
        return option
    if option:
        return ProgressBar()
    return _show_nothing


def _show_nothing(_: Progress) -> None:
    pass


class ProgressBar:
    """A bar of tqdm, in notebooks too, where that is installed; else a line that is written again and again."""

    def __init__(self) -> None:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            tqdm = None
        self._tqdm = tqdm
        self._bar: Any = None

    def __call__(self, progress: Progress) -> None:
        over = progress.done == progress.total
        if self._tqdm is None:
            print(f"\r{progress}", end="\n" if over else "", file=sys.stderr, flush=True)
            return
        if self._bar is None:
            self._bar = self._tqdm(total=progress.total, unit=" image sets")
        self._bar.set_postfix(failed=progress.failed)
        self._bar.update(progress.done - self._bar.n)
        if over:
            self._bar.close()
