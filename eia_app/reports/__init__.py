"""A snapshot in, a document out."""
