"""Translation: engines that put lines into another language, behind one Protocol."""
