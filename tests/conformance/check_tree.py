#!/usr/bin/env python3
"""Checks what the layout of the source tree promises.   check_tree.py [ROOT]

Includes point one way (cuda <- sdk <- plugins, pipelines <- samples, tests), only cuda/core talks to CUDA and oneTBB, pixel
loops are in cuda/, pipelines/ names no module, module folders and kernels are complete, there are no public headers but
the four. Files over 400 lines are reported, which is no failure. Exit status 1 when something is wrong.
"""
import re
import sys
from pathlib import Path

SOURCES = {".h", ".hpp", ".c", ".cpp", ".cu"}
# What a file of a layer may include, by the first word of the path; tests of a layer may use tests/support too.
MAY_INCLUDE = {
    "cuda": {"cuda"},
    "sdk": {"cuda", "sdk"},
    "plugins": {"cuda", "sdk", "plugins"},
    "pipelines": {"cuda", "sdk", "pipelines"},
    "samples": {"cuda", "sdk", "pipelines", "samples"},
    "tests": {"cuda", "sdk", "pipelines", "plugins", "samples", "tests"},
}
PUBLIC_HEADERS = {"cellerate.h", "plugin.h", "cellerate.hpp", "module.hpp"}
# The host's inside: modules reach the host through plugin.h only. Readers and writers of file formats are no host.
HOST = ("sdk/src/", "sdk/data/")
LONG = 400

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
DEVICE_WORD = re.compile(r"__global__|__shared__|<<<|\btbb::")
# A loop over x in a loop over y, or over the pixels of a plane.
PIXEL_LOOP = re.compile(r"for \([^;]*;[^;]*(\b(width|height)\b|shape\.size\(\))[^;]*;[^;]*\)")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


def sources(root):
    for layer in MAY_INCLUDE:
        for file in sorted((root / layer).rglob("*")):
            if file.suffix in SOURCES and file.is_file():
                yield file.relative_to(root)


def is_test(file):
    return file.parts[0] == "tests" or file.stem.endswith("_test")


def include_fault(file, bracket, included):
    """What is wrong with one include, or None."""
    layer, target = file.parts[0], included.split("/")
    if bracket == "<":
        against = target[0] == "cellerate" and layer == "cuda"
        return "cuda knows nothing of modules" if against else None
    if target[0] not in MAY_INCLUDE:
        return None if layer == "samples" else "does not start at the root of the tree"
    if is_test(file) and included.startswith("tests/support/"):
        return None
    if target[0] not in MAY_INCLUDE[layer]:
        return "against the arrow"
    if layer == "plugins" and target[0] == "plugins" and target[1] not in ("shared", file.parts[1]):
        return "a plugin includes another plugin"
    if layer == "plugins" and not is_test(file) and included.startswith(HOST):
        return "a module reaches the host through plugin.h only"
    return None


def check_source(file, text, modules):
    code = COMMENT.sub("", text)
    for bracket, included in INCLUDE.findall(code):
        fault = include_fault(file, bracket, included)
        if fault:
            yield f'#include "{included}": {fault}'
    if is_test(file):
        return
    if file.parts[:2] != ("cuda", "core"):
        for word in sorted(set(DEVICE_WORD.findall(code))):
            yield f"{word} stands outside cuda/core"
    if file.parts[0] == "pipelines":
        for name in modules & set(re.findall(r'"(\w+)"', code)):
            yield f"names the module {name}: it must ask the registry"


def check_pixel_loops(text):
    """Loops over pixels in modules; a reason within the two lines above the loop allows it."""
    allowed = "pixel loop:"
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if PIXEL_LOOP.search(line) and not any(allowed in above for above in lines[max(0, number - 2):number + 1]):
            yield f"line {number + 1}: a pixel loop outside cuda/ (write '// {allowed} why' where it must be)"


def check_modules(root):
    for folder in sorted(p for p in (root / "plugins").iterdir() if p.is_dir() and p.name != "shared"):
        name = folder.name
        needed = [folder / f"{name}.cpp", folder / f"{name}.md", folder / f"{name}_test.cpp", folder / "golden"]
        for path in needed:
            if not path.exists():
                yield f"plugins/{name}: {path.name} is missing"
        if (folder / "golden").is_dir() and not any((folder / "golden").iterdir()):
            yield f"plugins/{name}: golden is empty"


def includes_of(file):
    return {included for bracket, included in INCLUDE.findall(file.read_text()) if bracket == '"'}


def check_kernels(root):
    """Every kernel is reached by the tests of its folder: by name, or as a part of what they name."""
    files = [p for p in (root / "cuda").glob("*/*") if p.suffix in SOURCES]
    reached = set().union(*(includes_of(p) for p in files if is_test(p)))
    parts = {}  # header: what it and the source of its name include
    for file in files:
        if not is_test(file):
            parts.setdefault(str(file.with_suffix(".hpp").relative_to(root)), set()).update(includes_of(file))
    waiting = list(reached)
    while waiting:
        for included in parts.get(waiting.pop(), set()) - reached:
            reached.add(included)
            waiting.append(included)
    for source in (p for p in files if p.suffix in {".cu", ".cpp"} and not is_test(p)):
        header = source.with_suffix(".hpp")
        # A source without a header of its name implements a part of what the others that it includes declare.
        names = {str(header.relative_to(root))} if header.exists() else includes_of(source)
        if not names & reached:
            yield f"{source.relative_to(root)}: no test of its layer includes {header.name} or what uses it"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    modules = {p.name for p in (root / "plugins").iterdir() if p.is_dir()} - {"shared"}
    faults = [*check_modules(root), *check_kernels(root)]
    for header in (root / "sdk/include/cellerate").iterdir():
        if header.name not in PUBLIC_HEADERS:
            faults.append(f"sdk/include/cellerate/{header.name}: there are four public headers, no more")
    count = 0
    for file in sources(root):
        count += 1
        text = (root / file).read_text()
        faults += (f"{file}: {fault}" for fault in check_source(file, text, modules))
        if file.parts[0] == "plugins" and not is_test(file):
            faults += (f"{file}: {fault}" for fault in check_pixel_loops(text))
        length = text.count("\n")
        if length > LONG:
            print(f"long: {file} has {length} lines")
    print("\n".join(faults))
    print(f"{count} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
