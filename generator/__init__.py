"""The factory: reads `spec/`, and writes pages, test input and the browser bundle.

`calculators` never imports it.
"""
