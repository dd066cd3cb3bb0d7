"""Measurements of pages and reports, each beside something else on the same machine.

A figure from one machine says little on another. `make bench` therefore runs npm’s
`@dwp/govuk-casa` on the same page in the same run, and writes down the machine: the ratio can be
compared anywhere. Our saves go to disk, its answers stay in memory.
"""
