#!/usr/bin/env bash
# How fast a model translates: a line from a cold start, and a whole file greedily and with beam 5.
#   Scripts/bench-translate.sh MODEL SOURCE_FILE [RUNS]
# SOURCE_FILE holds one source sentence a line. Prints medians over RUNS runs (default 11 and 3).
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { echo "usage: Scripts/bench-translate.sh MODEL SOURCE_FILE [RUNS]" >&2; exit 64; }
model=$1 source=$2 runs=${3:-11}
swift build -c release --product seq2seq >&2
seq2seq=$(swift build -c release --show-bin-path)/seq2seq

# Wall seconds of a command, standard input from a file.
seconds() {
  local start end
  start=$(date +%s%N)
  "$@" >/dev/null
  end=$(date +%s%N)
  awk -v n=$((end - start)) 'BEGIN {printf "%.4f\n", n / 1e9}'
}
median() { sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
lines=$(wc -l <"$source")
first=$(mktemp)
trap 'rm -f "$first"' EXIT
head -n 1 "$source" >"$first"

cold=$(for _ in $(seq "$runs"); do seconds "$seq2seq" translate "$model" <"$first"; done | median)
echo "one line from a cold start, the model's own beam: $cold s (median of $runs)"
for beam in 1 5; do
  whole=$(for _ in 1 2 3; do seconds "$seq2seq" translate "$model" --beam "$beam" <"$source"; done | median)
  awk -v l="$lines" -v s="$whole" -v b="$beam" \
    'BEGIN {printf "%d lines with beam %d: %.2f s, %.0f sentences/s (median of 3, start-up included)\n", l, b, s, l / s}'
done
