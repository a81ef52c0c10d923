#!/bin/sh
# Fuzzes each value recogniser with libFuzzer for a bounded time: scripts/fuzz.sh [SECONDS] [TARGET…].
# Needs a C++ compiler and nothing else: the flags are those of `cargo fuzz build -s none`.
# Seeds and the dictionary come from tests/values. A crash is kept under fuzz/artifacts; the script fails then,
# and its text belongs into tests/value_crashes.rs.
set -eu
cd "$(dirname "$0")/../fuzz"
seconds=${1:-60}
[ $# -gt 0 ] && shift
targets=${*:-string integer float boolean date email phone}

# One seed for each line of the corpus, under the type that its setting names; one dictionary of all words.
seed() {
  mkdir -p "corpus/$1" "artifacts/$1"
  awk -F'\t' -v type="$1" '
    /^@ / { here = ($0 ~ ("type=" type "( |$)")); next }
    here && NF > 1 && !/^# / { name = sprintf("corpus/%s/seed-%05d", type, ++n); printf "%s", $1 > name; close(name) }
  ' ../tests/values/*.tsv
}
awk -F'\t' '!/^@ |^# / { n = split($1, words, /[^A-Za-z]+/); for (i = 1; i <= n; i++) if (length(words[i]) > 1) print "\"" words[i] " \"" }' \
  ../tests/values/*.tsv | sort -u > dictionary

# The host is named so that build scripts and macros are built without the flags.
host=$(rustc -vV | sed -n 's/^host: //p')
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1"
RUSTFLAGS="$coverage" cargo build --quiet --target "$host" --bins

failed=
for target in $targets; do
  seed "$target"
  echo "== $target for $seconds s"
  "target/$host/debug/$target" "corpus/$target" -dict=dictionary -artifact_prefix="artifacts/$target/" \
    -max_total_time="$seconds" -max_len=400 -timeout=5 -print_final_stats=1 2> "artifacts/$target.log" \
    || failed="$failed $target"
  grep -E '^stat::number_of_executed_units|SUMMARY|panicked|^#.*(DONE|INITED)' "artifacts/$target.log" || true
done
if [ -n "$failed" ]; then
  echo "crashes in:$failed (see fuzz/artifacts)" >&2
  exit 1
fi
