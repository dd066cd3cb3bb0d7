"""Attached files: what a file is, what it must not carry, and how it is made fit to be kept.

Nothing that reads a stranger’s file runs in the web process: see `inspect_process`.
"""
