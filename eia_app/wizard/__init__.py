"""Turns a section into a page of fields, and a page back into answers."""
