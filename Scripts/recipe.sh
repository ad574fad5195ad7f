#!/usr/bin/env bash
# `make recipe NAME=…`: prepares a recipe's data, trains, evaluates, and appends the figures to
# Documentation/Results.md. Recipes/README.md describes the steps and the variables DATA, TRAIN, DEV, TEST, PARTS,
# SEED, SET and SMOKE, and those of single recipes. A step that was finished with the same data and settings is not
# done again; a training that was stopped goes on.
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:-}
export DATA=${DATA:-} TRAIN=${TRAIN:-} DEV=${DEV:-} TEST=${TEST:-} EVERYDAY=${EVERYDAY:-}
export HANJA=${HANJA:-} PARTS=${PARTS:-} SMOKE=${SMOKE:-}
SEED=${SEED:-1}
SET=${SET:-}
# Where runs are kept and which table is written; tests set these.
RUNS=${RUNS:-runs}
RESULTS=${RESULTS-Documentation/Results.md}

step() { printf '\n== %s\n' "$*" >&2; }
fail() {
  printf 'error: %s\n' "$2" >&2
  exit "$1"
}

recipe=Recipes/$name
if [[ ! "$name" =~ ^[a-z0-9-]+$ ]] || [ ! -x "$recipe/prepare" ]; then
  known=$(for file in Recipes/*/prepare; do basename "$(dirname "$file")"; done | tr '\n' ' ')
  fail 64 "NAME='$name' is no recipe; choose one of: ${known% }"
fi
[[ "$SEED" =~ ^[0-9]+$ ]] || fail 64 "SEED='$SEED' is no number; give a whole number"

Scripts/setup.sh recipes
if [ -z "${SEQ2SEQ:-}" ]; then
  step "Build: swift build -c release (some minutes the first time)."
  Scripts/setup.sh
  swift build -c release --product seq2seq >&2
  SEQ2SEQ=$(swift build -c release --show-bin-path)/seq2seq
fi
export SEQ2SEQ
# Without __pycache__ beside the recipes, and with UTF-8 in any locale.
export PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1

# Absolute, since the paths of a configuration are relative to its own folder.
mkdir -p "$RUNS/$name"
folder=$(cd "$RUNS/$name" && pwd)
data=$folder/data
results=$folder/seed-$SEED
# A smoke test takes nothing away from a real run.
[ "$SMOKE" != 1 ] || { data=$folder/smoke-data results=$folder/smoke; }

settings=("training.seed=$SEED")
for setting in $SET; do settings+=("$setting"); done
if [ "$SMOKE" = 1 ]; then
  RESULTS=""
  settings+=(
    training.updates=20 training.batch.sentences=8 decoding.max_length=12 decoding.beam_size=2
    model.embedding_size=16 model.hidden_size=16 model.encoder.hidden_size=16
    data.source.vocabulary_size=2000 data.target.vocabulary_size=2000
  )
fi

# What a model was trained on and how; anything else means training again.
fingerprint() {
  local files=("$1" "$2"/{train,dev}.tsv)
  [ ! -f "$2/first.tsv" ] || files+=("$2/first.tsv" "$recipe/first.settings")
  { cat "${files[@]}" && echo "${settings[@]}"; } | cksum
}

# What prepare wants to be learnt before the rest: the same model, with the settings of first.settings.
train_first() {
  local pairs=$1 output=$2 configuration=$3 first=() setting
  while read -r setting; do first+=("$setting"); done <"$recipe/first.settings"
  rm -rf "$output/first"
  "$SEQ2SEQ" train "$configuration" --output "$output/first" \
    --set "data.train=$pairs/first.tsv" "data.validation=$pairs/dev.tsv" "${first[@]}" "${settings[@]}"
}

# Trains one part; the seconds it took, over all its pieces, are left in $2/seconds.
train() {
  local pairs=$1 output=$2 part=$3 configuration=$recipe/configuration.yaml print resume=() start
  # A part whose data are of another kind has a configuration of its own.
  [ ! -f "$recipe/$part.yaml" ] || configuration=$recipe/$part.yaml
  local label=${part:+ ($part)}
  print=$(fingerprint "$configuration" "$pairs")
  mkdir -p "$output"
  if [ "$(cat "$output/trained-on" 2>/dev/null)" = "$print" ]; then
    step "Training${label}: done before with the same data and settings."
    return
  fi
  rm -f "$output/trained-on"
  if [ -s "$output/run/checkpoint.safetensors" ] &&
    [ "$(cat "$output/training-on" 2>/dev/null)" = "$print" ]; then
    step "Training${label}: going on from the checkpoint of the run that was stopped."
    resume=(--resume)
  else
    step "Training${label}: $configuration, seed $SEED."
    rm -rf "$output/run"
    echo 0 >"$output/seconds"
    echo "$print" >"$output/training-on"
  fi
  start=$(date +%s)
  local code=0 initial=()
  if [ -f "$pairs/first.tsv" ]; then
    [ "${#resume[@]}" -gt 0 ] || train_first "$pairs" "$output" "$configuration" || exit "$?"
    initial=("training.initial_model=$output/first")
  fi
  "$SEQ2SEQ" train "$configuration" --output "$output/run" \
    --set "data.train=$pairs/train.tsv" "data.validation=$pairs/dev.tsv" \
    ${initial[@]+"${initial[@]}"} "${settings[@]}" ${resume[@]+"${resume[@]}"} || code=$?
  echo $(($(cat "$output/seconds") + $(date +%s) - start)) >"$output/seconds"
  [ "$code" = 0 ] || exit "$code"
  mv "$output/training-on" "$output/trained-on"
}

evaluate() {
  local pairs=$1 output=$2 label=$3 split program=$recipe/evaluate
  [ -x "$program" ] || program=Recipes/shared/evaluate
  for split in dev test; do
    [ -s "$pairs/$split.tsv" ] || continue
    step "Evaluation${label}: $split."
    "$program" "$output/run" "$split" "$pairs" "$output" >"$output/$split.figures.tsv"
    cat "$output/$split.figures.tsv" >&2
  done
}

# The command as another machine can repeat it: of a path the last name alone.
command_line() {
  local variable
  printf 'make recipe NAME=%s' "$name"
  for variable in DATA TRAIN DEV TEST EVERYDAY HANJA; do
    [ -z "${!variable}" ] || printf ' %s=%s' "$variable" "$(basename "${!variable}")"
  done
  [ -z "$PARTS" ] || printf ' PARTS="%s"' "$PARTS"
  printf ' SEED=%s' "$SEED"
  [ -z "$SET" ] || printf ' SET="%s"' "$SET"
}

machine() {
  local model cores
  if [ -r /proc/cpuinfo ]; then
    model=$(awk -F ': ' '/^model name/ {print $2; exit}' /proc/cpuinfo)
    # A process may be held to some of the cores.
    cores=$(nproc)
    [ "$cores" = "$(nproc --all)" ] || cores="$cores of $(nproc --all)"
  else
    model=$(sysctl -n machdep.cpu.brand_string)
    cores=$(sysctl -n hw.ncpu)
  fi
  echo "$cores cores, ${model:-unknown processor}"
}

step "Data: $recipe/prepare."
rm -rf "$data"
"$recipe/prepare" "$data"

# One training, or one for each part that prepare has named.
parts=("")
if [ -s "$data/parts" ]; then
  parts=()
  while read -r part; do
    [ -n "$PARTS" ] && [[ " $PARTS " != *" $part "* ]] || parts+=("$part")
  done <"$data/parts"
  [ "${#parts[@]}" -gt 0 ] ||
    fail 64 "PARTS='$PARTS' names no part; choose from: $(tr '\n' ' ' <"$data/parts")"
fi
# Figures of parts that are no longer there would be averaged too.
[ ! -d "$results" ] || find "$results" -name '*.figures.tsv' -delete
seconds=0
for part in "${parts[@]}"; do
  output=$results${part:+/$part}
  train "$data${part:+/$part}" "$output" "$part"
  evaluate "$data${part:+/$part}" "$output" "${part:+ ($part)}"
  seconds=$((seconds + $(cat "$output/seconds")))
done

step "Results${RESULTS:+, appended to $RESULTS}:"
minutes=$(awk -v s="$seconds" 'BEGIN {printf "%.1f", s / 60}')
Recipes/shared/record "$results" "$RESULTS" "$(date -u +%Y-%m-%d)" "$name" "$SEED" "$minutes" \
  "$(machine)" "$(command_line)"
