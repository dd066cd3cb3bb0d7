"""Frozen copies of submitted versions, and the answer of `/verify`.

`/verify` looks among signed versions alone, by 10 or more characters of the hash, and gives
reference, version and date: drafts are nobody’s business. A draft, a mistake and a forgery get the
same answer, with the same status and as many queries.
"""
