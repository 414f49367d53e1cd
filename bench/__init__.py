"""Benchmarks. `make bench` prints a table and writes bench/results/latest.json. Ratios are what counts: machines are noisy."""
