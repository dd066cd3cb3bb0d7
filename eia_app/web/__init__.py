"""HTTP and nothing else; one file for each journey."""
