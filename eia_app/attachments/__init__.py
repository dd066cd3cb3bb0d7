"""Attached files: which type they are, what they must not carry, and how they are sanitized.

Files of strangers are never read in the web process: see `inspect_process`.
"""
