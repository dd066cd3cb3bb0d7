"""Sends letters: writes them, and hands them to a mail server or to GOV.UK Notify."""
