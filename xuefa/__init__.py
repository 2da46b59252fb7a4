"""The command line and the demo: composes the other packages; nothing imports it."""
