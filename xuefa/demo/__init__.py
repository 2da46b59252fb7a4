"""An invented town, its records and its simulated candidates, for `xuefa demo`."""
