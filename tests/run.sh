#!/usr/bin/env bash
# Installs what is missing, builds, and passes all tests.   bash tests/run.sh [PRESET]
# PRESET is one of CMakePresets.json: release (default), debug, asan, tsan, shuffle, cuda.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-release}
bash tests/install_packages.sh
# A folder that samples/quickstart.sh configured has no tests.
cmake --preset "$preset" -DCELLERATE_TESTS=ON ${CELLERATE_CMAKE_OPTIONS:-} > /dev/null
cmake --build --preset "$preset"
ctest --test-dir "build/$preset" --no-tests=error --output-on-failure -j "$(nproc)"
