#!/usr/bin/env bash
# Packs program, tests and benchmarks with the shared libraries they need into one folder that runs on another x86-64
# Linux with nothing of ours installed.   bash tests/bundle.sh [BUILD] [FOLDER]     then there: FOLDER/run-tests
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release} bundle=${2:-build/bundle}
rm -rf "$bundle"
mkdir -p "$bundle/bin" "$bundle/lib"
for program in "$build"/pipelines/cellerate "$build"/samples/make_images "$build"/tests/*_tests "$build"/tests/bench/*_bench; do
  [ -x "$program" ] || continue
  strip -o "$bundle/bin/$(basename "$program")" "$program"
done
# Everything but the driver's own library travels, the C library and its loader too: the target's may be older.
ldd "$bundle"/bin/* | awk '/=> \// {print $3} /^\t\/.*ld-linux/ {print $1}' | sort -u | grep -v libcuda.so \
  | xargs -I{} cp -L {} "$bundle/lib/"
for program in "$bundle"/bin/*; do
  name=$(basename "$program")
  printf '#!/bin/sh\nhere=$(cd "$(dirname "$0")" && pwd)\nexec "$here/lib/ld-linux-x86-64.so.2" --library-path "$here/lib:/usr/local/nvidia/lib64:/usr/lib/x86_64-linux-gnu" "$here/bin/%s" "$@"\n' \
    "$name" > "$bundle/$name"
  chmod +x "$bundle/$name"
done
cat > "$bundle/run-tests" <<'END'
#!/bin/sh
# Runs every test program of the bundle; the GPU halves run where there is one.
here=$(cd "$(dirname "$0")" && pwd)
status=0
for tests in "$here"/*_tests; do "$tests" --gtest_brief=1 || status=1; done
exit $status
END
chmod +x "$bundle/run-tests"
du -sh "$bundle"
