int seq2seq_kernels_placeholder(void) { return 0; }
