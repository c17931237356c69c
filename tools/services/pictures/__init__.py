"""Pictures: engines that draw them anew: larger, in a style, in colour, without a background."""
