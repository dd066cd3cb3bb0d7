"""Rules about text: how it is cleaned, how plain it is, and which personal details it has.

The measure of plain words is the formula of Flesch and Kincaid, for whole files of the guide and
never for what people type: libraries for it bring dictionaries of many languages. Syllables are
estimated, so ages are right to about a year; the bound of 12 allows for that.
"""
