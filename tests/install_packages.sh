#!/usr/bin/env bash
# Installs what the build and the tests need from the distribution (Debian 12, Ubuntu 24.04), if anything is missing.
# With --ci also what the checks of continuous integration need.
set -euo pipefail
packages=(g++ cmake ninja-build pkg-config ccache libtbb-dev libopencv-core-dev libopencv-imgproc-dev libtiff-dev libpng-dev
  libjpeg-dev libhdf5-dev libsqlite3-dev libpcre2-dev nlohmann-json3-dev libcli11-dev libgtest-dev libgmock-dev
  libbenchmark-dev python3-numpy python3-pandas python3-tifffile python3-pil python3-pip python3-setuptools python3-wheel
  python3-mypy python3-nbconvert python3-ipykernel python3-matplotlib sqlite3 dpkg-dev file)
[ "${1:-}" != --ci ] || packages+=(clang-format git)
missing=()
for package in "${packages[@]}"; do
  # A virtual package (libjpeg-dev on some releases) counts as there when something provides it.
  dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
echo "installing: ${missing[*]}"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
