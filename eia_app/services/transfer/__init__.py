"""Export and import, as JSON and from a report in PDF.

A report carries its record, but not who signed, reviewed and helped. So importing a PDF makes the
next version as a draft, if every answer comes back as it was; else nothing. Nobody can make
something that looks signed out of a PDF.
"""
