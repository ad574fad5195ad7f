"""Measures the project beside other toolkits, by turns. See Benchmarks/README.md."""
