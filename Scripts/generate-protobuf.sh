#!/bin/sh
# Writes the Swift code for Scripts/protobuf/*.proto, which is committed so that a build needs
# neither protoc nor this script. Run it after a change to a .proto file or a new major version of
# swift-protobuf. Needs protoc (Debian: protobuf-compiler) and the package's dependencies
# (`swift package resolve`), from which it builds the generator.
set -eu
cd "$(dirname "$0")/.."

command -v protoc > /dev/null || {
  echo "error: protoc is missing; install it (Debian: apt-get install protobuf-compiler)" >&2
  exit 69
}

plugin=${PROTOC_GEN_SWIFT:-}
if [ -z "$plugin" ]; then
  checkout=.build/checkouts/swift-protobuf
  [ -d "$checkout" ] || swift package resolve
  # A scratch folder of its own: the checkout itself must stay as it was fetched.
  swift build --package-path "$checkout" --scratch-path .build/protoc-gen-swift \
    --product protoc-gen-swift
  plugin=.build/protoc-gen-swift/debug/protoc-gen-swift
fi

generate() { # PROTO FOLDER
  mkdir -p "$2"
  protoc --plugin=protoc-gen-swift="$plugin" --proto_path=Scripts/protobuf \
    --swift_opt=Visibility=Internal --swift_out="$2" "$1"
}

generate tensorboard-event.proto Sources/Seq2SeqTraining/Reports/Generated
