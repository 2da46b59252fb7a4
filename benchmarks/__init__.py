"""Benchmarks: one module per subject, run with ``python -m benchmarks``."""
