#!/usr/bin/env bash
# Trains the project and its peers by turns, on the same data at the same sizes, and prints speeds.
#
#   make bench-peers DATA=FOLDER      or      Scripts/bench-peers.sh FOLDER
#
# FOLDER holds train.de, train.en, val.de and val.en (Multi30k). Keep the machine otherwise quiet.
# Environment, with what counts where it is not set:
#   ROUNDS=3  UPDATES=100  THREADS=2
#   PEERS="joeynmt"    of: joeynmt pytorch pytorch-bfloat16 pytorch-packed
#   PYTHON             an interpreter that has the peers; without it they are installed into .venv
#   SEQ2SEQ            the trainer to measure; without it the release build
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "error: $1" >&2
  exit "${2:-64}"
}

rounds=${ROUNDS:-3}
updates=${UPDATES:-100}
threads=${THREADS:-2}
read -ra peers <<<"${PEERS:-joeynmt}"
[[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "ROUNDS=$rounds: not a whole number above 0"
[[ $updates =~ ^[0-9]+$ && $updates -ge 4 ]] || fail "UPDATES=$updates: not a whole number above 3"
[[ $threads =~ ^[1-9][0-9]*$ ]] || fail "THREADS=$threads: not a whole number above 0"
for peer in "${peers[@]}"; do
  case $peer in
  joeynmt | pytorch | pytorch-bfloat16 | pytorch-packed) ;;
  *) fail "PEERS: no peer '$peer'; there are joeynmt pytorch pytorch-bfloat16 pytorch-packed" ;;
  esac
done
data=${1:-${DATA:-}}
[[ -n $data ]] || fail "no data; call it as: make bench-peers DATA=FOLDER-WITH-MULTI30K"
for file in train.de train.en val.de val.en; do
  [[ -r $data/$file ]] || fail "$data/$file: no such file; DATA names a folder with Multi30k" 66
done
data=$(cd "$data" && pwd)
# The first quarter of each run, one report, is warm-up.
report=$((updates / 4))
runs=runs/bench-peers
rm -rf "$runs"

# Set for another processor they would slow down whoever uses OpenBLAS.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE

python=${PYTHON:-.venv/bin/python}
if [[ -z ${PYTHON:-} ]] && ! "$python" -c "import joeynmt, importlib_metadata" 2>/dev/null; then
  echo "Installing PyTorch and JoeyNMT into .venv (about 2 GB)." >&2
  [[ -x $python ]] || python3 -m venv .venv
  if [[ $(uname) == Linux ]]; then
    # PyPI has PyTorch with CUDA only; the index that has the small one is slow for all else.
    "$python" -m pip install --quiet "torch==2.13.0+cpu" 2>/dev/null ||
      "$python" -m pip install --quiet --index-url https://download.pytorch.org/whl/cpu \
        "torch==2.13.0+cpu"
  fi
  "$python" -m pip install --quiet "torch==2.13.0" joeynmt==2.3.0 importlib_metadata
fi
if [[ " ${peers[*]} " == *" joeynmt "* ]]; then
  package=$("$python" -c "import joeynmt; print(joeynmt.__path__[0])") ||
    fail "PYTHON=$python: has no joeynmt; unset PYTHON to have it installed into .venv"
  # JoeyNMT 2.3.0 passes an argument that PyTorch no longer takes.
  sed -i.original '/"verbose": False,/d' "$package/builders.py"
  rm "$package/builders.py.original"
fi

seq2seq=${SEQ2SEQ:-.build/release/seq2seq}
[[ -n ${SEQ2SEQ:-} ]] || swift build -c release --product seq2seq >&2
[[ -x $seq2seq ]] || fail "$seq2seq: no such program" 66

# Trains NAME and leaves log.jsonl or train.log in the folder RUN.
train() {
  local name=$1 run=$2
  case $name in
  seq2seq)
    "$seq2seq" train Benchmarks/multi30k-speed.yaml --output "$run" --threads "$threads" \
      --set "training.updates=$updates" \
      --set "data.train.source=$data/train.de" --set "data.train.target=$data/train.en" \
      --set "data.validation.source=$data/val.de" --set "data.validation.target=$data/val.en"
    ;;
  joeynmt)
    DATA=$data RUN=$run UPDATES=$updates REPORT=$report "$python" -c '
import os, string, sys
print(string.Template(sys.stdin.read()).safe_substitute(os.environ))
' <Benchmarks/joeynmt-multi30k.yaml >"$run.yaml"
    OMP_NUM_THREADS=$threads "$python" -m joeynmt train "$run.yaml" --skip-test
    ;;
  pytorch*)
    local options=()
    [[ $name != pytorch-bfloat16 ]] || options=(--precision bfloat16)
    [[ $name != pytorch-packed ]] || options=(--packed)
    mkdir -p "$run"
    "$python" Benchmarks/pytorch_lstm_peer.py "$data" --updates "$updates" --report "$report" \
      --threads "$threads" ${options[@]+"${options[@]}"} >"$run/log.jsonl"
    ;;
  esac
}

names=(seq2seq "${peers[@]}")
for ((round = 1; round <= rounds; round++)); do
  order=("${names[@]}")
  if ((round % 2 == 0)); then # The other way round, so that nobody always runs on a warmer machine.
    order=()
    for name in "${names[@]}"; do order=("$name" ${order[@]+"${order[@]}"}); done
  fi
  for name in "${order[@]}"; do
    echo "round $round of $rounds: $name" >&2
    mkdir -p "$runs/$name" "$runs/console"
    console=$runs/console/$name-$round.log
    train "$name" "$runs/$name/$round" >"$console" 2>&1 ||
      fail "$name did not finish; its last words are in $console" 1
    rm -f "$runs/$name/$round"/*.ckpt # JoeyNMT's checkpoints: 130 MB a round.
  done
done
"$python" Benchmarks/speed_table.py "$runs" "$report" "${names[@]}"
