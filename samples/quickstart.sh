#!/usr/bin/env bash
# From a fresh machine to object tables: installs what is missing, builds, draws images and runs a CellProfiler project on them.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-build/quickstart}
bash tests/install_packages.sh
cmake --preset release -DCELLERATE_TESTS=OFF > /dev/null
cmake --build --preset release
rm -rf "$out"
build/release/samples/make_images "$out/images" 4
build/release/pipelines/cellerate run pipelines/examples/cells.cpproj -i "$out/images" -o "$out/tables"
echo
echo "The tables are in $out/tables/cellerate.sqlite. The first cells:"
sqlite3 -header -column "$out/tables/cellerate.sqlite" \
  "SELECT ImageNumber, ObjectNumber, Cells_AreaShape_Area, round(Cells_Intensity_MeanIntensity_DNA, 5) AS DNA,
          Cells_Parent_Nuclei FROM Cells LIMIT 5"
