"""Patterns and functions that run over what people type take linear time, whatever is typed."""
