#!/usr/bin/env bash
# Makes docs/viewer.png, the picture of the viewer in the README. Needs Chromium and a font with Chinese characters,
# such as Debian's fonts-wqy-microhei.
set -euo pipefail
cd "$(dirname "$0")/.."
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cargo run --release -- view examples/pages/hacked-news.html \
    --url https://beacon.example/news/ferry --output "$folder/view.html"
# Page 0, block 85: the spam.
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$folder/profile" --hide-scrollbars --window-size=1160,600 \
    --screenshot=docs/viewer.png "file://$folder/view.html#p0b85"
