// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "swift-seq2seq",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "Seq2Seq", targets: ["Seq2Seq"]),
    .executable(name: "seq2seq", targets: ["Seq2SeqCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "CKernels"),
    .target(
      name: "COneDNN",
      linkerSettings: [.linkedLibrary("dnnl", .when(platforms: [.linux]))]),
    .target(
      name: "Seq2SeqTensors",
      dependencies: ["CKernels", .target(name: "COneDNN", condition: .when(platforms: [.linux]))],
      linkerSettings: [
        .linkedFramework("Accelerate", .when(platforms: [.macOS, .iOS]))
      ]),
    .systemLibrary(
      name: "CSentencePieceLibrary", pkgConfig: "sentencepiece",
      providers: [.apt(["libsentencepiece-dev"]), .brew(["sentencepiece"])]),
    .target(
      name: "CSentencePiece",
      dependencies: [
        .target(name: "CSentencePieceLibrary", condition: .when(platforms: [.linux, .macOS]))
      ]),
    .target(name: "Seq2SeqText", dependencies: ["CSentencePiece"]),
    .target(
      name: "Seq2SeqModels",
      dependencies: [
        "Seq2SeqTensors", "Seq2SeqText", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "Seq2SeqDecoding", dependencies: ["Seq2SeqModels"]),
    .target(
      name: "Seq2SeqTraining",
      dependencies: [
        "Seq2SeqDecoding", "Yams", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .target(name: "Seq2SeqPages", dependencies: ["Seq2SeqText"]),
    .target(name: "Seq2SeqExplain", dependencies: ["Seq2SeqDecoding", "Seq2SeqPages"]),
    .target(
      name: "Seq2Seq",
      dependencies: [
        "Seq2SeqTensors", "Seq2SeqText", "Seq2SeqModels", "Seq2SeqDecoding", "Seq2SeqTraining",
        "Seq2SeqExplain",
      ]),
    .target(name: "Seq2SeqLab", dependencies: ["Seq2Seq", "Seq2SeqPages"]),
    .executableTarget(
      name: "Seq2SeqCommand",
      dependencies: [
        "Seq2Seq", "Seq2SeqLab", "Seq2SeqPages",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "DemoCorpus", dependencies: ["Seq2SeqText"]),
    .testTarget(name: "TensorsTests", dependencies: ["Seq2SeqTensors"]),
    .testTarget(
      name: "TextTests", dependencies: ["Seq2SeqText"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ModelsTests", dependencies: ["Seq2SeqModels"], resources: [.copy("Fixtures")]),
    .testTarget(name: "DecodingTests", dependencies: ["Seq2SeqDecoding"]),
    .testTarget(
      name: "TrainingTests", dependencies: ["Seq2Seq"], resources: [.copy("Fixtures")]),
    .testTarget(name: "PagesTests", dependencies: ["Seq2SeqPages"]),
    .testTarget(name: "ExplainTests", dependencies: ["Seq2SeqExplain", "Seq2SeqTraining"]),
    .testTarget(name: "LabTests", dependencies: ["Seq2SeqLab"]),
    .testTarget(name: "CommandTests", dependencies: ["Seq2SeqCommand"]),
    .testTarget(name: "DemoCorpusTests", dependencies: ["DemoCorpus"]),
  ],
  cxxLanguageStandard: .cxx17
)
