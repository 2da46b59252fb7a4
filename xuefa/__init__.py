"""The command line and the demo: composes the other packages; nothing imports it."""

from xuefa import chinese as chinese  # before anything imports typer
