#!/usr/bin/env python3
"""Fails when a reference case that was accepted got worse.

    check_accepted.py ORACLE CELLERATE

ORACLE is the folder with check.py and the cases, CELLERATE the program. accepted.json, beside this file, says for each
accepted case how many features must agree; label images, saved images and the contract must hold in full where it says so.
"""
import json
import os
import re
import subprocess
import sys

LINE = re.compile(
    r"^(?P<case>\S+)\s+agreement \S+ \((?P<good>\d+) of (?P<all>\d+) features\)\s+contract (?P<contract>.*?)"
    r"\s+labels equal (?P<labels>\d+/\d+)\s+saved images (?P<images>\d+/\d+)"
)


def complete(fraction):
    part, whole = fraction.split("/")
    return part == whole


def main():
    oracle, program = sys.argv[1:3]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "accepted.json")) as f:
        accepted = json.load(f)
    if not accepted:
        return 0
    check = [sys.executable, os.path.join(oracle, "check.py"), os.path.abspath(program), *sorted(accepted)]
    output = subprocess.run(check, capture_output=True, text=True)
    print(output.stdout, output.stderr, sep="", end="")
    found = {m["case"]: m for m in map(LINE.match, output.stdout.splitlines()) if m}
    worse = []
    for case, wanted in accepted.items():
        seen = found.get(case)
        if not seen:
            worse.append("%s did not run" % case)
            continue
        if int(seen["good"]) < wanted["features"]:
            worse.append("%s: %s features agree, %d did" % (case, seen["good"], wanted["features"]))
        if seen["contract"].strip() != "holds":
            worse.append("%s: the contract is %s" % (case, seen["contract"]))
        for what in ("labels", "images"):
            if wanted.get(what, True) and not complete(seen[what]):
                worse.append("%s: %s equal %s" % (case, what, seen[what]))
    for line in worse:
        print("WORSE:", line)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
