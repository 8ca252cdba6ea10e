#!/usr/bin/env python3
"""Fails when a reference case that was accepted got worse.

    check_accepted.py ORACLE CELLERATE

ORACLE is the folder with check.py, compare_exported.py and, beside it, unpack.sh, which unpacks the cases; CELLERATE the
program. accepted.json, beside this file, says for each accepted case how many features must agree, how many of the files
that the pipeline exports, and in which other formats the pipeline must give the same. Label images, saved images and the
contract of the run database must hold in full.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

LINE = re.compile(
    r"^(?P<case>\S+)\s+agreement \S+ \((?P<good>\d+) of (?P<all>\d+) features\)\s+contract (?P<contract>.*?)"
    r"\s+labels equal (?P<labels>\d+/\d+)\s+saved images (?P<images>\d+/\d+)"
)


def run(*command):
    output = subprocess.run(command, capture_output=True, text=True)
    print(output.stdout, output.stderr, sep="", end="", flush=True)
    return output.stdout


def complete(fraction):
    part, whole = fraction.split("/")
    return part == whole


class Oracle:
    def __init__(self, folder, program, out):
        self.folder, self.program, self.out = folder, os.path.abspath(program), out
        unpack = os.path.join(folder, "..", "unpack.sh")
        self.data = subprocess.run(["bash", unpack], check=True, capture_output=True, text=True).stdout.strip()

    def script(self, name):
        return [sys.executable, os.path.join(self.folder, name)]

    def faults(self, case, wanted, pipeline=None):
        """What is worse in a case than it was; `pipeline` in place of its own."""
        options = ["--pipeline", os.path.join(self.data, "formats", pipeline)] if pipeline else []
        output = run(*self.script("check.py"), self.program, case, "--out", self.out, *options)
        seen = next((m for m in map(LINE.match, output.splitlines()) if m), None)
        if not seen:
            return ["it did not run"]
        faults = []
        if int(seen["good"]) < wanted["features"]:
            faults.append("%s features agree, %d did" % (seen["good"], wanted["features"]))
        if seen["contract"].strip() != "holds":
            faults.append("the contract is %s" % seen["contract"])
        faults += ["%s equal %s" % (what, seen[what]) for what in ("labels", "images") if not complete(seen[what])]
        return faults

    def export_faults(self, case, wanted):
        expected = os.path.join(self.data, "cases", case, "expected", "exported")
        output = run(*self.script("compare_exported.py"), expected, os.path.join(self.out, case))
        agree = re.search(r"(\d+) of \d+ files agree", output)
        if agree and int(agree[1]) >= wanted:
            return []
        return ["%s exported files agree, %d did" % (agree[1] if agree else "no", wanted)]


def main():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "accepted.json")) as f:
        accepted = json.load(f)
    worse = []
    with tempfile.TemporaryDirectory(prefix="cellerate-accepted-") as out:
        oracle = Oracle(*sys.argv[1:3], out)
        for case, wanted in accepted.items():
            worse += ["%s: %s" % (case, fault) for fault in oracle.faults(case, wanted)]
            if "exported" in wanted:
                worse += ["%s: %s" % (case, fault) for fault in oracle.export_faults(case, wanted["exported"])]
            for name in wanted.get("formats", []):
                worse += ["%s as %s: %s" % (case, name, fault) for fault in oracle.faults(case, wanted, name)]
    for line in worse:
        print("WORSE:", line)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
