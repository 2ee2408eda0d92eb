"""The reader of Vietnamese text: `figures` says which numerals are figures, `context` what each figure is of.

The folders are floors, each built on those before it: characters, language, tokens, exclusions, numbers, outline,
expressions, indicators, questions.
"""
