"""How a text is built: headings, paragraphs, sentences, clauses, brackets, and where a figure stands in them."""
