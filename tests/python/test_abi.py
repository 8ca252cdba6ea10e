#!/usr/bin/env python3
"""The structs, constants and functions that the package has in ctypes are those of cellerate.h."""
import ctypes
import inspect
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from cellerate import SettingKind, Status, ValueType, _abi, images

HEADERS = Path(__file__).parents[2] / "sdk/include"
HEADER = (HEADERS / "cellerate/cellerate.h").read_text() + (HEADERS / "cellerate/plugin.h").read_text()


def c_name(name):
    """Name in the header of a struct of _abi."""
    return "cel" + re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), name)


def c_values(expressions):
    """What the C compiler makes of expressions of the header."""
    lines = "\n".join(f'  printf("%lld\\n", (long long)({expression}));' for expression in expressions)
    with tempfile.TemporaryDirectory() as name:
        source, program = Path(name) / "values.c", Path(name) / "values"
        source.write_text("#include <cellerate/cellerate.h>\n#include <stddef.h>\n#include <stdio.h>\n"
                          f"int main(void) {{\n{lines}\n}}\n")
        subprocess.run(["cc", "-std=c11", f"-I{HEADERS}", source, "-o", program], check=True)
        return list(map(int, subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()))


class Abi(unittest.TestCase):
    # invariant: names, order, offsets and sizes
    def test_structs(self):
        structs = [kind for _, kind in inspect.getmembers(_abi, inspect.isclass)
                   if issubclass(kind, _abi.Struct) and kind is not _abi.Struct]
        known = {c_name(kind.__name__) for kind in structs}
        # What the library hands to the plugins of plugin.h is no business of a host.
        declared = set(re.findall(r"^} (cel_\w+);", (HEADERS / "cellerate/cellerate.h").read_text(), re.M))
        self.assertEqual(known, declared)
        expected, expressions = [], []
        for kind in structs:
            expected.append(ctypes.sizeof(kind))
            expressions.append(f"sizeof({c_name(kind.__name__)})")
            for name, field in kind._fields_:
                expected += [getattr(kind, name).offset, ctypes.sizeof(field)]
                expressions += [f"offsetof({c_name(kind.__name__)}, {name})",
                                f"sizeof((({c_name(kind.__name__)}*)0)->{name})"]
        self.assertEqual(dict(zip(expressions, c_values(expressions))), dict(zip(expressions, expected)))

    # invariant
    def test_constants(self):
        expected = {f"CEL_{status.name}": status for status in Status}
        expected.update({f"CEL_SETTING_{kind.name}": kind for kind in SettingKind})
        expected.update({f"CEL_VALUE_{kind.name}": kind for kind in ValueType})
        for name in ("HOST_ABI_MAJOR", "HOST_ABI_MINOR", "MEMORY_HOST", "NAME_IMAGE", "LOG_WARNING"):
            expected[f"CEL_{name}"] = getattr(_abi, name)
        for dtype, number in images._PIXEL_TYPES.items():
            name = "BOOL" if dtype.kind == "b" else f"{dtype.kind.upper()}{8 * dtype.itemsize}"
            expected[f"CEL_{name}"] = number
        self.assertEqual(dict(zip(expected, c_values(expected))), expected)
        for prefix in ("CEL_SETTING_", "CEL_VALUE_"):
            of_header = set(re.findall(rf"#define ({prefix}\w+)", HEADER))
            self.assertEqual({name for name in expected if name.startswith(prefix)}, of_header)

    # invariant
    def test_functions(self):
        declared = dict(re.findall(r"^CEL_API [\w\s*]*?\b(cel_\w+)\(([^)]*)\)", HEADER, re.M))
        counts = {name: 0 if arguments == "void" else arguments.count(",") + 1 for name, arguments in declared.items()}
        self.assertEqual({name: len(arguments) for name, (_, arguments) in _abi.FUNCTIONS.items()}, counts)


if __name__ == "__main__":
    unittest.main()
