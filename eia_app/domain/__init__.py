"""Pure rules: what is true on paper, with no computer. Standard library only."""
