int seq2seq_dnn_placeholder(void) { return 0; }
