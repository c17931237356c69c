"""Smart cut: where only time is touched, whole groups of pictures are copied."""
