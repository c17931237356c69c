"""Speech: engines that turn words into sound, behind one Protocol."""
