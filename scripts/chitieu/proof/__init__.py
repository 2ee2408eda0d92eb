"""The second reading: every curated row proven against its document, and new documents proposed."""
