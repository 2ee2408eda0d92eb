"""What readers get: files, releases on disk, the expectations they must meet, and what changed between two."""
