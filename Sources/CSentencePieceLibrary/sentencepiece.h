// SentencePiece is C++; Swift sees it through CSentencePiece alone.
