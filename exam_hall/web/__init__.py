"""The HTTP side of the exam hall, and its mount in a Jupyter server as an extension.

The same endpoints (:mod:`exam_hall.web.routes`) are mounted by any host that can say who somebody
is: a Jupyter server (:mod:`exam_hall.web.jupyter`), or a server of the hall's own
(:mod:`exam_hall.web.server`). Little is imported before the first request.
"""

from __future__ import annotations

from typing import Any


def _load_jupyter_server_extension(server: Any) -> None:
    """Mount the hall; called by the Jupyter server."""
    from exam_hall.web.jupyter import load_extension  # noqa: PLC0415  (the hall's own server has no Jupyter)

    load_extension(server)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell the Jupyter server which module to load."""
    return [{"module": "exam_hall.web"}]
