"""Sends emails: renders them, and hands them to a mail server or to GOV.UK Notify."""
