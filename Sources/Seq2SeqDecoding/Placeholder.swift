// Filled in by the files beside it.
