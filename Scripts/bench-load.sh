#!/usr/bin/env bash
# How long a corpus of a million pairs takes to load, and how much memory: a run that loads, makes its
# vocabularies and stops after one update of a tiny model.
#   Scripts/bench-load.sh [PAIRS]
set -euo pipefail
cd "$(dirname "$0")/.."
pairs=${1:-1000000}
swift build -c release --product seq2seq >&2
seq2seq=$(swift build -c release --show-bin-path)/seq2seq
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Twelve words a side, from 50,000, the frequent ones far more often.
awk -v pairs="$pairs" 'BEGIN {
  srand(1)
  for (i = 0; i < pairs; i++) {
    source = ""; target = ""
    for (w = 0; w < 12; w++) {
      r = rand(); source = source (w ? " " : "") "wort" int(50000 * r * r * r)
      r = rand(); target = target (w ? " " : "") "낱말" int(50000 * r * r * r)
    }
    print source "\t" target
  }
}' >"$folder/train.tsv"
cat >"$folder/configuration.yaml" <<TEXT
data: {train: train.tsv, source: {vocabulary_size: 8000}, target: {vocabulary_size: 8000}}
model: {embedding_size: 8, hidden_size: 8, encoder: {hidden_size: 8}}
training: {updates: 1}
TEXT
echo "$pairs pairs, $(du -m "$folder/train.tsv" | cut -f1) MB" >&2
start=$(date +%s%N)
"$seq2seq" train "$folder/configuration.yaml" --output "$folder/run" 2>"$folder/log" &
process=$!
loaded=
peak=0
while kill -0 "$process" 2>/dev/null; do
  now=$(awk '/VmHWM/ {print $2}' "/proc/$process/status" 2>/dev/null || true)
  peak=${now:-$peak}
  if [ -z "$loaded" ] && grep -q 'parameters' "$folder/log"; then loaded=$(date +%s%N); fi
  sleep 0.02
done
wait "$process"
awk -v n=$((${loaded:-$(date +%s%N)} - start)) -v p="$peak" \
  'BEGIN {printf "loaded after %.1f s; peak memory of the whole run %.2f GiB\n", n / 1e9, p / 1048576}'
