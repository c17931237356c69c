"""Languages: the words of common edits in other languages, each with the English it stands for.

Left stands the English phrase, right what says it, parted by ``|``; accents are left out on both
sides of a comparison. Word order is kept, as the planner goes by words more than by order.
"""
