"""Transcription: engines that write down what is said, behind one Protocol."""
