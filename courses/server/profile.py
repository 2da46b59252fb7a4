"""What JupyterLab shows: to an official only the courses, to a trainer everything.

This tidies the screen; it is no lock. An account's rights are the server's and the system's matter.
"""

from __future__ import annotations

import os
from typing import Any, Literal

Profile = Literal["official", "trainer"]

HIDDEN_FROM_OFFICIALS = (
    "@jupyter/nbgrader",
    "@jupyter-notebook/lab-extension",
    "@jupyterlab/application-extension:layout",
    "@jupyterlab/application-extension:tree-resolver",
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/apputils-extension:kernel-status",
    "@jupyterlab/apputils-extension:running-sessions-status",
    "@jupyterlab/console-extension",
    "@jupyterlab/debugger-extension",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/hub-extension:connectionlost",
    "@jupyterlab/inspector-extension",
    "@jupyterlab/launcher-extension",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/fileeditor-extension:language-server",
    "@jupyterlab/notebook-extension:kernel-status",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/shortcuts-extension",
    "@jupyterlab/statusbar-extension",
    "@jupyterlab/terminal-extension",
    "@jupyterlab/tooltip-extension",
)
"""Layout, tree resolver and connection-lost have replacements in labextension/src; shortcuts would
edit cells.
"""


def profile() -> Profile:
    """Return ``$XUEFA_PROFILE``; an official where it is not set or not known."""
    return "trainer" if os.environ.get("XUEFA_PROFILE", "").strip() == "trainer" else "official"


def with_profile(page_config: dict[str, Any], chosen: Profile) -> dict[str, Any]:
    """Return JupyterLab's page configuration for a profile."""
    if chosen == "trainer":
        return {**page_config, "xuefaProfile": chosen}
    disabled = [*page_config.get("disabledExtensions", []), *HIDDEN_FROM_OFFICIALS]
    return {
        **page_config,
        "xuefaProfile": chosen,
        "appName": "学法",
        # Nothing is built on a user's machine, and looking whether it should be takes a second.
        "buildAvailable": False,
        "buildCheck": False,
        "disabledExtensions": sorted(set(disabled)),
    }
