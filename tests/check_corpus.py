#!/usr/bin/env python3
"""Which pipelines of a folder run, and what the others lack.   check_corpus.py FOLDER PROGRAM

Prints each pipeline that does not run with its faults, then which modules are missing how often.
"""
import collections
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ENDINGS = {".cppipe", ".cpproj", ".json", ".cp", ".pipeline"}
MISSING = re.compile(r"#\d+ (\S+?): no module of this name")


def faults(program, pipeline, elsewhere):
    """What `check` finds; nothing where the pipeline runs. In an empty folder, so that no files are at hand by accident."""
    found = subprocess.run([program, "check", pipeline], capture_output=True, text=True, errors="replace", cwd=elsewhere)
    text = (found.stdout + found.stderr).strip()
    return [] if found.returncode == 0 else text.splitlines()


def main():
    folder, program = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    pipelines = sorted(path.resolve() for path in folder.rglob("*") if path.suffix in ENDINGS)
    missing, running = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as elsewhere:
        for pipeline in pipelines:
            found = faults(program, pipeline, elsewhere)
            running += not found
            missing.update({match[1] for line in found if (match := MISSING.match(line))})
            for line in found:
                print(f"{pipeline.relative_to(folder.resolve())}: {line}")
    for module, count in missing.most_common():
        print(f"{count:4} {module}")
    print(f"{running} of {len(pipelines)} pipelines run")


if __name__ == "__main__":
    main()
