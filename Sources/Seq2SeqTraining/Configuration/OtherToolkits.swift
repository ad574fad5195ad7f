/// What the keys are called in OpenNMT, JoeyNMT, Marian, fairseq, Sockeye, Yoyodyne, TensorFlow
/// NMT, Hugging Face and PyTorch tutorials.
enum OtherToolkits {
  /// The key path here of a name there, in lower case and with underscores.
  static let keyPaths: [String: String] = {
    Dictionary(allNames.map { ($0.name, $0.path) }, uniquingKeysWith: { first, _ in first })
  }()

  /// Every name there with the key path here.
  static let allNames: [(name: String, path: String)] = names.flatMap { path, names in
    names.split(separator: " ").map { (String($0), path) }
  }

  private static let names: KeyValuePairs<String, String> = [
    "name": "model_name experiment run_name",
    "language.source": "src_lang source_lang source_language",
    "language.target": "tgt_lang trg_lang target_lang target_language",
    "data.train": """
    train_sets train_data train_file training_data trainpref corpus path_src path_tgt train_path \
    train_src train_tgt prepared_data
    """,
    "data.validation": """
    valid dev valid_sets validpref valid_data valid_path dev_file dev_data val validation_data \
    validation_source validation_target eval_data
    """,
    "data.source": "src",
    "data.target": "tgt trg",
    "data.source.tokenizer": """
    word_level level char_level tokenizer_type tokenization transforms src_level src_tokenizer
    """,
    "data.target.tokenizer": "tgt_level trg_level tgt_tokenizer trg_tokenizer",
    "data.source.lowercase": "lower do_lower_case lower_case lowercased",
    "data.source.vocabulary_size": """
    src_vocab src_vocab_size vocab vocab_size vocabs dim_vocabs voc_limit src_voc_limit num_words
    """,
    "data.target.vocabulary_size": """
    tgt_vocab trg_vocab tgt_vocab_size trg_vocab_size tgt_voc_limit trg_voc_limit
    """,
    "data.source.min_frequency": """
    min_freq voc_min_freq src_words_min_frequency minimum_frequency word_min_count
    """,
    "data.target.min_frequency": "tgt_words_min_frequency",
    "data.source.max_length": """
    src_seq_length max_sent_length max_seq_len max_src_len max_source_length max_seq_length
    """,
    "data.target.max_length": "tgt_seq_length max_tgt_len max_trg_len max_target_length",
    "model.cell": "rnn_type cell_type unit_type enc_cell dec_cell rnn arch cell_kind",
    "model.embedding_size": """
    word_vec_size src_word_vec_size tgt_word_vec_size embedding_dim embed_dim emb_dim emb_size \
    embed_size dim_emb encoder_embed_dim decoder_embed_dim num_embed
    """,
    "model.hidden_size": """
    rnn_size dim_rnn num_units hidden_units hidden_dim hid_dim rnn_num_hidden units nhid d_model
    """,
    "model.dropout": "dropout_rnn dropout_rate dropout_prob drop p_dropout drop_rate",
    "model.recurrent_dropout": "variational_dropout rnn_dropout hidden_dropout dropout_recurrent",
    "model.layer_normalization": "layer_norm layer_normalisation layernorm",
    "model.residual": "skip skip_connections residual_connections",
    "model.copying": "copy copy_attn pointer_generator copy_attention",
    "model.encoder.layers": """
    num_layers enc_layers encoder_layers num_encoder_layers enc_depth n_layers nlayers
    """,
    "model.encoder.bidirectional": """
    brnn encoder_type enc_type bidir encoder_bidirectional bidirectional_encoder
    """,
    "model.encoder.hidden_size": "enc_hid_size encoder_hidden_size enc_rnn_size",
    "model.decoder.layers": "dec_layers decoder_layers num_decoder_layers dec_depth",
    "model.decoder.input_feeding": "input_feed output_attention",
    "model.decoder.hidden_size": "dec_hid_size decoder_hidden_size dec_rnn_size",
    "model.attention": """
    global_attention attention_type attention_mechanism attn attn_type decoder_attention \
    rnn_attention_type
    """,
    "model.bridge": "init_hidden init_rnn_hidden decoder_init",
    "model.tie_embeddings": """
    tied_embeddings tied_embeddings_all share_embeddings share_decoder_embeddings tied_softmax \
    share_all_embeddings share_decoder_input_output_embed weight_tying tie_weights
    """,
    "training.seed": "random_seed manual_seed torch_seed",
    "training.initial_model": """
    pretrained_model load_model init_from init_checkpoint init_weights finetune_from_model finetune_from \
    warm_start pretrained checkpoint_path
    """,
    "training.epochs": "max_epochs max_epoch num_epochs n_epochs after_epochs num_train_epochs",
    "training.updates": """
    train_steps num_train_steps max_steps max_update max_updates num_updates after_batches steps \
    training_steps
    """,
    "training.batch.sentences":
      "batch_size mini_batch minibatch minibatch_size bs train_batch_size",
    "training.batch.tokens": """
    batch_type max_tokens mini_batch_words batch_tokens normalization mini_batch_fit
    """,
    "training.optimizer": "optim optimiser optimizer_type",
    "training.gradient_accumulation": """
    accum_count batch_multiplier optimizer_delay update_freq update_interval \
    gradient_accumulation_steps accumulate_grad_batches
    """,
    "training.weight_decay": "l2 wd",
    "training.exponential_smoothing": "ema average_decay exponential_moving_average",
    "training.checkpoint_averaging": "average_checkpoints keep_best_ckpts",
    "training.schedule.warmup": "warmup_steps warmup_updates lr_warmup learning_rate_warmup",
    "training.learning_rate": """
    lr learn_rate learningrate learning_rates initial_learning_rate init_lr base_lr lrate
    """,
    "training.schedule": "scheduling scheduler lr_schedule",
    "training.schedule.kind": """
    lr_scheduler lr_scheduler_type learning_rate_scheduler_type decay_method decay_scheme
    """,
    "training.schedule.factor": """
    learning_rate_decay lr_decay lr_shrink decrease_factor learning_rate_reduce_factor \
    reduce_lr_factor
    """,
    "training.schedule.patience": "lr_patience learning_rate_reduce_num_not_improved",
    "training.schedule.minimum": "learning_rate_min min_lr lr_min stop_min_lr",
    "training.max_gradient_norm": """
    clip_norm clip_grad_norm max_grad_norm gradient_clip_val gradient_clipping grad_clip clip \
    gradient_clipping_threshold clip_grad_val gradient_clip
    """,
    "training.consistency": "rdrop rdrop_alpha r_drop reg_alpha kl_loss_weight",
    "training.label_smoothing": "label_smooth smoothing label_smoothing_factor",
    "training.teacher_forcing.ratio": """
    teacher_forcing_ratio tf_ratio scheduled_sampling scheduled_sampling_rate
    """,
    "training.early_stopping.metric": """
    early_stopping_metric early_stopping_criteria early_stopping_on optimized_metric
    """,
    "training.early_stopping.patience": """
    patience early_stopping_patience max_num_checkpoint_not_improved
    """,
    "training.precision": "fp16 bf16 amp dtype model_dtype mixed_precision",
    "training.validation_interval": """
    valid_freq valid_steps valid_interval validation_freq validate_every eval_steps eval_every \
    validate_interval
    """,
    "training.report_interval": """
    report_every disp_freq logging_freq logging_steps log_interval log_every
    """,
    "training.checkpoint_interval": """
    save_freq save_checkpoint_steps save_interval save_steps save_every checkpoint_freq
    """,
    "decoding": "testing inference generation translate beam_search",
    "decoding.beam_size": "beam_width beam beams num_beams",
    "decoding.length_penalty": """
    lenpen len_pen beam_alpha alpha normalize normalise length_penalty_weight \
    length_penalty_alpha length_normalization
    """,
    "decoding.coverage_penalty": "beta coverage",
    "decoding.min_length": "min_len min_output_length minimum_length",
    "decoding.no_repeat_ngram": "block_ngram_repeat no_repeat_ngram_size",
    "decoding.top_k": "random_sampling_topk sampling_topk",
    "decoding.top_p": "random_sampling_topp sampling_topp nucleus",
    "decoding.temperature": "random_sampling_temp sampling_temperature softmax_temperature",
    "decoding.diversity": "diverse_beam_strength diversity_penalty diversity_rate",
    "decoding.groups": "diverse_beam_groups num_beam_groups",
    "decoding.replace_unknown": "replace_unk unk_replace allow_unk",
    "decoding.max_length": """
    max_output_length max_len max_decode_length max_len_b max_gen_length max_new_tokens
    """,
    "decoding.max_length_ratio": """
    max_length_factor max_len_a decoding_length_factor max_ratio max_output_length_ratio
    """,
    "decoding.n_best": "nbest n_best_size num_return_sequences nbest_size",
    "evaluation.metrics": "metric eval_metric eval_metrics valid_metrics test_metrics",
  ]
}
