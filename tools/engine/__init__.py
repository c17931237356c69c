"""Engine: from a described clip to a file."""
