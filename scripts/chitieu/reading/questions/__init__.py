"""What the text around a figure says of it, one question a module."""
