"""Mounts the handlers in a Jupyter server and chooses what its JupyterLab shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado.web import Application

from courses.server.handlers import PROGRESS_OF, ROUTES
from courses.server.profile import profile, with_profile
from courses.server.progress import ProgressOf, recorded

PageConfigHook = Callable[[Any, dict[str, Any]], dict[str, Any]]


def load_extension(server: ServerApp) -> None:
    """Mount the home page's server side; called by the Jupyter server."""
    mount(server.web_app)
    server.log.info("学法：%s", "命题阅卷界面" if profile() == "trainer" else "学员界面")


def mount(application: Application, progress_of: ProgressOf = recorded) -> None:
    """Add the handlers and the profile. ``progress_of`` reads the study record."""
    settings = application.settings
    settings[PROGRESS_OF] = progress_of
    settings["page_config_hook"] = _hook_after(settings.get("page_config_hook"))
    base = settings["base_url"]
    application.add_handlers(
        ".*$", [(url_path_join(base, route), handler) for route, handler in ROUTES]
    )


def _hook_after(earlier: PageConfigHook | None) -> PageConfigHook:
    """A hook that leaves what another extension's hook did in place."""

    def hook(handler: Any, page_config: dict[str, Any]) -> dict[str, Any]:
        before = earlier(handler, page_config) if earlier else page_config
        return with_profile(before, profile())

    return hook
