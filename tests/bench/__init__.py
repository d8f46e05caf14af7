"""Benchmarks: they print figures and ratios, and decide nothing. `make bench` runs them, the test suite does not."""
