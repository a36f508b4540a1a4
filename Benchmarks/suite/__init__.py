"""The benchmark of trailscan against its limit and its peers; see Benchmarks/README.md."""
