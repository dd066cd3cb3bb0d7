"""Files that people attach: which kinds there are, what they are called, what may be in them."""
