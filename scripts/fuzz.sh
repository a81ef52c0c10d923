#!/bin/sh
# Fuzzes each value recogniser for a bounded time (seconds, default 60). Needs nightly Rust and cargo-fuzz.
# A crash is kept under fuzz/artifacts; add its text to tests/values or tests/value_laws.rs.
set -eu
cd "$(dirname "$0")/../fuzz"
for target in string integer float boolean date email phone; do
  mkdir -p "corpus/$target"
  cargo +nightly fuzz run "$target" "corpus/$target" corpus/seed -- -max_total_time="${1:-60}" -max_len=512 -timeout=5
done
