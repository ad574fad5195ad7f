#!/usr/bin/env bash
# `make demo`: from nothing to an English-Korean translator that can be looked at. Every step says what
# it does; a finished step is not done again (`make demo-clean` forgets all). DATA=PAIRS.tsv trains on
# that file instead, SOURCE<TAB>TARGET a line.
set -euo pipefail
cd "$(dirname "$0")/.."

DATA=${DATA:-}
recipe=Recipes/english-korean-demo/configuration.yaml
phrases=Examples/phrase-book.en-ko.tsv
folder=demo
# Ordered by what they give: office, painting, sound, programming, chat. About 13 MB, 25,000 pairs.
packages=(
  libreoffice-l10n-ko krita-l10n audacity-data kdevelop-l10n kile-l10n qtcurve-l10n fcitx-data
  ktexteditor-data gnome-software-common hexchat-common evolution-data-server-common
)
# Sentences that training goes over: about 4 minutes on two fast cores. Slow ones end after 5.
training_sentences=400000
showcase=(
  "I love you" "She loves me" "I like coffee" "I want to eat bread" "Where is the station?"
  "Thank you very much" "It will rain tomorrow" "Save the file"
)

step() { printf '\n== %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
# Runs a command quietly; what it said is shown when it fails.
quietly() {
  local log="$folder/command.log"
  "$@" >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    fail "this failed: $*"
  }
}

width() {
  local columns
  columns=${COLUMNS:-$( { stty size </dev/tty | cut -d' ' -f2; } 2>/dev/null || true)}
  [[ "$columns" =~ ^[0-9]+$ ]] && [ "$columns" -ge 60 ] || columns=100
  echo "$((columns > 120 ? 120 : columns))"
}

set_up_and_build() {
  step "Set-up: the compiler and the system packages."
  Scripts/setup.sh
  step "Build: swift build -c release (some minutes the first time)."
  mkdir -p "$folder"
  quietly swift build -c release --product seq2seq
  quietly swift build -c release --product DemoCorpus
  local binaries
  binaries=$(swift build -c release --show-bin-path)
  seq2seq=$binaries/seq2seq
  corpus=$binaries/DemoCorpus
}

# Downloads one package into the cache unless it is there; an interrupted download leaves nothing behind.
fetch() {
  compgen -G "$folder/packages/$1_*.deb" >/dev/null && return 0
  local options=(-qq)
  # Root's downloads into a folder that apt's own user cannot enter end in a warning otherwise.
  [ "$(id -u)" -ne 0 ] || options+=(-o APT::Sandbox::User=root)
  rm -rf "$folder/incoming"
  mkdir -p "$folder/incoming" "$folder/packages"
  (cd "$folder/incoming" && apt-get "${options[@]}" download "$1") >"$folder/command.log" 2>&1 &&
    mv "$folder/incoming/$1"_*.deb "$folder/packages/" &&
    rmdir "$folder/incoming"
}

refresh_package_lists() {
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update >"$folder/command.log" 2>&1
}

fetch_catalogues() {
  if ! fetch "${packages[0]}"; then
    echo "apt-get knows no ${packages[0]} yet: refreshing its package lists."
    refresh_package_lists && fetch "${packages[0]}" || {
      cat "$folder/command.log" >&2
      fail "apt-get cannot download ${packages[0]}; check the network and /etc/apt/sources.list*, then run make demo again"
    }
  fi
  local package
  for package in "${packages[@]:1}"; do
    fetch "$package" || echo "$package is not to be had here; going on without it."
  done
  echo "$(find "$folder/packages" -name '*.deb' | wc -l | tr -d ' ') packages, $(du -sh "$folder/packages" | cut -f1), in $folder/packages."
}

extract_pairs() {
  rm -rf "$folder/unpacked"
  local archive
  for archive in "$folder"/packages/*.deb; do
    quietly dpkg-deb -x "$archive" "$folder/unpacked"
  done
  "$corpus" extract "$folder/unpacked" --output "$folder/pairs.tsv"
  rm -rf "$folder/unpacked"
}

split_pairs() {
  mkdir -p "$folder/data"
  "$corpus" split "$@" --train "$folder/data/train.tsv" \
    --validation "$folder/data/validation.tsv" --held-out "$folder/data/held-out.tsv"
}

prepare_own_data() {
  step "Data: your file $DATA, split into training, validation and held-out lines."
  split_pairs "$DATA"
}

prepare_demo_data() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    step "Data: this system has no apt-get, so the demo runs on its phrase book alone ($phrases)."
    split_pairs --phrases "$phrases"
    return
  fi
  step "Data: downloading the Korean message catalogues of ${#packages[@]} free programs with apt-get."
  fetch_catalogues
  if [ ! -s "$folder/pairs.tsv" ] || [ "$folder/packages" -nt "$folder/pairs.tsv" ]; then
    step "Data: unpacking the catalogues and keeping the clean English-Korean pairs."
    extract_pairs
  fi
  step "Data: adding the phrase book and splitting by a hash of the English letters."
  split_pairs "$folder/pairs.tsv" --phrases "$phrases"
}

# What the model in demo/run was trained on; anything else means training again.
fingerprint() { cat "$recipe" "$folder"/data/*.tsv | cksum; }

train() {
  if [ -s "$folder/run/model.safetensors" ] &&
    [ "$(cat "$folder/trained-on" 2>/dev/null)" = "$(fingerprint)" ]; then
    step "Training: done before with the same data; make demo-clean forgets it."
    return
  fi
  # As many sentences in all, whatever the size of the data: that keeps the time.
  local lines epochs
  lines=$(wc -l <"$folder/data/train.tsv")
  epochs=$((training_sentences / lines))
  epochs=$((epochs < 1 ? 1 : epochs > 60 ? 60 : epochs))
  local resume=()
  if [ -s "$folder/run/checkpoint.safetensors" ] &&
    [ "$(cat "$folder/training-on" 2>/dev/null)" = "$(fingerprint)" ]; then
    step "Training: going on from the checkpoint of the run that was stopped."
    resume=(--resume)
  else
    step "Training: a recurrent encoder-decoder with attention, $recipe, at most 5 minutes."
    rm -rf "$folder/run"
    fingerprint >"$folder/training-on"
  fi
  "$seq2seq" train "$recipe" --output "$folder/run" \
    --set "training.epochs=$epochs" --minutes 5 ${resume[@]+"${resume[@]}"}
  mv "$folder/training-on" "$folder/trained-on"
}

show_results() {
  step "Results: the held-out lines, which the model has never seen, translated with beam search."
  "$seq2seq" evaluate "$folder/run" --data "$folder/data/held-out.tsv" --metrics chrf,bleu \
    --hypotheses "$folder/held-out.translations.txt" --json >"$folder/evaluation.json"
  "$corpus" show --pairs "$folder/data/held-out.tsv" --count 12 --width "$(width)" \
    --translations "$folder/held-out.translations.txt"
  echo
  "$corpus" show --evaluation "$folder/evaluation.json"
  if [ -n "$DATA" ]; then
    # A sentence of middling length, if there is one, makes the attention worth a look.
    example=$(awk -F '\t' 'NR == 1 {first = $1} split($1, words, " ") ~ /^[4-8]$/ {print $1; found = 1; exit}
      END {if (!found) print first}' "$folder/data/held-out.tsv")
  else
    example=${showcase[0]}
    step "Examples: everyday sentences, most of them from the phrase book."
    printf '%s\n' "${showcase[@]}" >"$folder/showcase.txt"
    "$seq2seq" translate "$folder/run" <"$folder/showcase.txt" >"$folder/showcase.translations.txt"
    "$corpus" show --sources "$folder/showcase.txt" --width "$(width)" \
      --translations "$folder/showcase.translations.txt"
  fi
  step "Attention: which source words the decoder looks at for each output symbol."
  # The section under that heading alone; the whole explanation is long.
  COLUMNS=$(width) "$seq2seq" explain "$folder/run" "$example" >"$folder/explanation.txt"
  awk 'NR == 1 {print $0 "\n"} /^Softmax, / {exit} /^Attention \(/ {shown = 1} shown' \
    "$folder/explanation.txt"
}

next_commands() {
  local shown=.build/release/seq2seq first="I like music"
  [ -z "$DATA" ] || first=$example
  step "Next, try"
  cat <<TEXT
  echo "$first" | $shown translate $folder/run
  echo "$first" | $shown translate $folder/run --n-best 5
  $shown explain $folder/run "$first" --html $folder/inside.html
  $shown evaluate $folder/run --data $folder/data/held-out.tsv
  make demo DATA=your-pairs.tsv     SOURCE<TAB>TARGET lines of your own
  make help                         everything else
TEXT
}

set_up_and_build
if [ -n "$DATA" ]; then prepare_own_data; else prepare_demo_data; fi
train
show_results
next_commands
