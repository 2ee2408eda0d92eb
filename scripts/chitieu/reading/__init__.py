"""Parts of the reader of contexts: folded words, the outline of a text, and a module for each question asked of
a figure."""
