"""The home page's server side: an extension of the Jupyter server that lists and serves lessons."""

from __future__ import annotations

from courses.server.extension import load_extension

__all__ = ["load_extension"]

_load_jupyter_server_extension = load_extension


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell the Jupyter server which module to load."""
    return [{"module": "courses.server"}]
