#!/usr/bin/env bash
# Measures the project beside its peers, by turns, on the same data at the same sizes, and writes the
# table into Documentation/Performance.md.
#
#   make bench-peers DATA=FOLDER      or      Scripts/bench-peers.sh FOLDER
#
# FOLDER holds train.de, train.en, val.de and val.en (Multi30k). Keep the machine otherwise quiet.
# Environment, with what counts where it is not set:
#   ROWS=all             or missing, none (the page alone), or some of: input-feeding fused pronunciation
#                        greedy beam latency cold-start products
#   PRONUNCIATION        the folder with SIGMORPHON 2020 (train/kor_train.tsv); without it no yoyodyne
#   ROUNDS=3  UPDATES=40  THREADS=2
#   MODEL_UPDATES=454    one epoch: of the models that translate, trained once and kept
#   LINES=0              of val that are translated; 0: all
#   PYTHON               an interpreter with PyTorch and JoeyNMT; without it they go into .venv
#   YOYODYNE_PYTHON      one with yoyodyne; without it it goes into .venv-yoyodyne
#   SEQ2SEQ              the command to measure; without it the release build
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "error: $1" >&2
  exit "${2:-64}"
}

data=${1:-${DATA:-}}
[[ -n $data ]] || fail "no data; call it as: make bench-peers DATA=FOLDER-WITH-MULTI30K"
for file in train.de train.en val.de val.en; do
  [[ -r $data/$file ]] || fail "$data/$file: no such file; DATA names a folder with Multi30k" 66
done
DATA=$(cd "$data" && pwd)
if [[ -n ${PRONUNCIATION:-} ]]; then
  [[ -r $PRONUNCIATION/train/kor_train.tsv ]] ||
    fail "$PRONUNCIATION/train/kor_train.tsv: no such file; PRONUNCIATION names SIGMORPHON 2020's folder" 66
  PRONUNCIATION=$(cd "$PRONUNCIATION" && pwd)
fi
rows=${ROWS:-all}

# Set for another processor they would slow down whoever uses OpenBLAS.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE

# Installs packages into a virtual environment, unless it has the modules named.
environment() {
  local folder=$1 modules=$2
  shift 2
  local python=$folder/bin/python
  if ! "$python" -c "import importlib.util as u, sys
sys.exit(not all(u.find_spec(name) for name in '$modules'.split()))" 2>/dev/null; then
    echo "Installing $* into $folder." >&2
    [[ -x $python ]] || python3 -m venv "$folder"
    # On Linux the plain package brings CUDA, 2 GB more; the small one is taken where pip knows of it.
    [[ $(uname) != Linux ]] || "$python" -m pip install --quiet "torch==2.13.0+cpu" 2>/dev/null || true
    "$python" -m pip install --quiet "torch==2.13.0" "$@"
  fi
}

# JoeyNMT 2.3.0 passes an argument that PyTorch no longer takes.
mend_joeynmt() {
  local package
  package=$("$1" -c "import joeynmt; print(joeynmt.__path__[0])") ||
    fail "PYTHON=$1: has no joeynmt; unset PYTHON to have it installed into .venv"
  sed -i.original '/"verbose": False,/d' "$package/builders.py"
  rm "$package/builders.py.original"
}

# Whether a comparison is asked for that needs this.
wants() {
  [[ $rows =~ ^(all|missing)$ ]] && return 0
  local name
  for name in "$@"; do [[ " ${rows//,/ } " == *" $name "* ]] && return 0; done
  return 1
}

if [[ -z ${PYTHON:-} ]]; then
  PYTHON=$PWD/.venv/bin/python
  if wants input-feeding fused greedy beam latency cold-start; then
    environment .venv "torch joeynmt importlib_metadata" joeynmt==2.3.0 importlib_metadata
  fi
fi
if wants input-feeding greedy beam latency cold-start; then mend_joeynmt "$PYTHON"; fi
if [[ -z ${YOYODYNE_PYTHON:-} ]]; then
  YOYODYNE_PYTHON=$PWD/.venv-yoyodyne/bin/python
  if [[ -n ${PRONUNCIATION:-} ]] && wants pronunciation; then
    environment .venv-yoyodyne yoyodyne yoyodyne==0.5.27
    # yoyodyne brings a torchvision that wants CUDA. A recurrent model needs none, and Lightning does without.
    "$YOYODYNE_PYTHON" -c "from yoyodyne import models" 2>/dev/null ||
      "$YOYODYNE_PYTHON" -m pip uninstall --quiet --yes torchvision torchaudio
  fi
fi
if [[ -z ${SEQ2SEQ:-} ]]; then
  [[ $rows == none ]] || swift build -c release --product seq2seq >&2
  SEQ2SEQ=$PWD/.build/release/seq2seq
fi
[[ $rows == none || -x $SEQ2SEQ ]] || fail "$SEQ2SEQ: no such program" 66

export DATA PYTHON YOYODYNE_PYTHON SEQ2SEQ
export PRONUNCIATION=${PRONUNCIATION:-} ROWS=$rows ROUNDS=${ROUNDS:-3} UPDATES=${UPDATES:-40} \
  THREADS=${THREADS:-2} MODEL_UPDATES=${MODEL_UPDATES:-454} LINES=${LINES:-0}
PYTHONPATH=Benchmarks exec python3 -m peers
