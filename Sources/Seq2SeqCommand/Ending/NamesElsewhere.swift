import ArgumentParser
import Seq2Seq

/// What other toolkits and programs call our commands and options.
enum NamesElsewhere {
  /// The command for each name, in lower case.
  static let commands: [String: String] = table([
    "train": "fit learn learning onmt_train marian run",
    "translate": """
    predict infer inference decode decoder generate interactive translator onmt_translate \
    marian-decoder test
    """,
    "evaluate": "eval validate validation evaluation bleu sacrebleu",
    "check": "doctor inspect lint analyze analyse check_data data_check statistics stats coverage",
    "compare": "significance paired_bs paired_ar bootstrap paired diff multeval compare-mt",
    "calibrate": "calibration platt temperature_scaling",
    "gradcheck": "gradient_check gradients grad_check check_gradients checkgrad",
    "import": "convert load_weights from_pytorch import_pytorch torch pytorch",
    "export": "quantize quantise quantization compress convert_to_int8 onnx to_onnx freeze save",
    "score": "rescore rescorer scorer force_decode ppl perplexity marian-scorer",
  ])

  /// The options for names that mean them, the first that the command has; hyphens, case and
  /// the dashes before a name do not count.
  private static let options: KeyValuePairs<String, String> = [
    "--beam": "b k beam_size beam_width beams beamsize num_beams beam_search",
    "--n-best": "n nbest n_best_size nbest_size num_return_sequences num_hypotheses",
    "--length-penalty": """
    a lenpen len_pen lp alpha beam_alpha normalize normalise length_penalty_weight \
    length_penalty_alpha length_normalization
    """,
    "--max-length": """
    max_len max_output_length max_len_b max_decode_length max_decoding_length max_new_tokens
    """,
    "--scores": "score with_scores with_score print_scores report_score return_scores",
    "--threads": """
    j t jobs cpus cores nproc workers cpu_threads num_threads num_workers intra_threads \
    inter_threads omp_num_threads
    """,
    "--data": """
    i d test tests testset test_set test_sets test_data test_file dev input input_file file tsv \
    pairs data_path eval_data dataset
    """,
    "--source": "s src source_file src_file path_src",
    "--target": "tgt trg ref refs reference references target_file tgt_file trg_file",
    "--metrics": "metric measure eval_metric eval_metrics",
    "--hypotheses": "o out output output_file hyp hyps hypothesis predictions translations",
    "--output": """
    o out output_dir output_path save_model save_dir save_to save_path model_dir run \
    run_dir run_folder
    """,
    "--resume": """
    continue resume_from train_from load_from from_checkpoint restore restore_file \
    continue_from reload_model
    """,
    "--report": "html triage errors error_report report_file analysis",
    "--confidence": "confidences with_confidence probability probabilities",
    "--abstain": "threshold min_confidence reject confidence_threshold",
    "--references": "ref refs reference r references_file",
    "--samples":
      "n resamples paired_bs_n paired_ar_n n_samples num_samples trials bootstrap_samples",
    "--precision": """
    dtype compute_type computetype quantization number_format fp16 bf16 float16 int8 int8shiftalpha
    """,
    "--int8": "quantize quantization output o out output_file int8_file",
    "--set": "override overrides opt option",
    "--ensemble": "ensembles ensemble_models further_models",
    "--forced-prefix": """
    prefix target_prefix tgt_prefix prefix_size force_prefix forced_decoding constraints
    """,
    "--configuration": "c config conf configuration_file config_file config_path yaml",
    "--source-vocabulary": "src_vocab source_vocab src_voc_file vocab_source",
    "--target-vocabulary": "tgt_vocab trg_vocab target_vocab trg_voc_file vocab_target",
    "--special-symbols": "special_tokens specials special special_symbol",
  ]

  private static let model = names(
    "m model models model_path model_file checkpoint ckpt load load_model path")
  private static let configurationFile = names(
    "c config conf configuration config_file config_path yaml")
  private static let source = names(
    "i s src source source_file input input_file file interactive stdin text sentence")
  private static let checkedFiles = names(
    "train data valid validation dev test train_data valid_data test_data input file files")
  private static let destination = names("o out output output_file hypotheses predictions")
  private static let device = names(
    "gpu gpus gpu_ranks gpuid device devices device_id cuda no_cuda use_cuda use_gpu cpu mps")
  private static let batch = names(
    "batch batch_size batch_type batch_tokens max_tokens mini_batch minibatch maxi_batch bs")

  /// What to do instead of giving an option that a command does not have.
  static func remedy(for option: String, of command: any ParsableCommand.Type) -> String {
    let commandName = command.configuration.commandName ?? ""
    let name = String(option.drop { $0 == "-" }).lowercased().replacing("-", with: "_")
    let known = UsageMistake.optionNames(of: command)
    if let alias = options.first(where: { known.contains($0.key) && words($0.value).contains(name) }
    ) {
      return "did you mean '\(alias.key)'?"
    }
    let isKey = known.contains("--set") && commandName != "train"
    if isKey, !known.contains("--" + name.replacing("_", with: "-")),
      let key = decodingKey(name, exactly: true)
    {
      return "write --set decoding.\(key)=VALUE"
    }
    if let remedy = special(name, commandName) { return remedy }
    if let near = Spelling.nearest(to: "--" + name, among: known) {
      return "did you mean '\(near)'?"
    }
    if commandName == "train", let remedy = key(name) { return remedy }
    if isKey, let key = decodingKey(name, exactly: false) {
      return "write --set decoding.\(key)=VALUE"
    }
    return "seq2seq \(commandName) --help lists the options"
  }

  private static func special(_ name: String, _ command: String) -> String? {
    if device.contains(name) { return "leave it out, it runs on all cores of the CPU" }
    if command == "train" {
      return configurationFile.contains(name)
        ? "name the file without an option: seq2seq train CONFIG.yaml" : nil
    }
    if command == "check", checkedFiles.contains(name) {
      return "name the files without an option: seq2seq check TRAIN.tsv OTHER.tsv"
    }
    if model.contains(name),
      !["benchmark", "check", "compare", "gradcheck", "import"].contains(command)
    {
      return "name the model without an option: seq2seq \(command) MODEL"
    }
    if batch.contains(name) { return "leave it out, batches are made for you" }
    guard command == "translate" else { return nil }
    if source.contains(name) {
      return "the text is read from standard input: seq2seq translate MODEL < FILE"
    }
    if destination.contains(name) {
      return "translations go to standard output: seq2seq translate MODEL > FILE"
    }
    return nil
  }

  /// For `train --batch_size 64`: the key of the configuration.
  private static func key(_ name: String) -> String? {
    do {
      _ = try ConfigurationFile.parse("data: {train: a}", file: "", overrides: ["\(name)="])
      return "write --set \(name)=VALUE"
    } catch let error as UserError {
      if error.remedy.hasPrefix("did you mean") { return "with --set KEY=VALUE, \(error.remedy)" }
      // A key that is known is refused for its value only.
      return error.problem.contains("unknown key") ? nil : "write --set \(name)=VALUE"
    } catch {
      return nil
    }
  }

  /// For `translate --top_k 5`: the key of the decoding section that it is, or that is meant.
  private static func decodingKey(_ name: String, exactly: Bool) -> String? {
    do {
      _ = try ConfigurationFile.settingDecoding(of: Configuration(), ["decoding.\(name)="])
      return name
    } catch let error as UserError {
      guard !exactly, let meant = error.remedy.firstMatch(of: /^did you mean '([a-z_]+)'/) else {
        return nil
      }
      return String(meant.output.1)
    } catch {
      return nil
    }
  }

  private static func table(_ names: KeyValuePairs<String, String>) -> [String: String] {
    let pairs = names.flatMap { meant, names in words(names).map { ($0, meant) } }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  private static func names(_ text: String) -> Set<String> { Set(words(text)) }

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
