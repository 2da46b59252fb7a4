"""What every page an official sees must be: Chinese, accessible, within the screen, quiet."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Seat

SERIOUS = {"serious", "critical"}
ALLOWED = {
    line
    for line in (Path(__file__).parent / "allowed_latin.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
}


def latin_words(page: Page) -> set[str]:
    """Words in Latin letters in what is shown or read out."""
    shown = page.evaluate(
        """() => [document.title, document.body.innerText,
          ...[...document.querySelectorAll('[title],[aria-label],[placeholder]')]
            .filter(n => n.checkVisibility())
            .flatMap(n => ['title', 'aria-label', 'placeholder'].map(a => n.getAttribute(a) ?? ''))
        ].join('\\n')"""
    )
    return set(re.findall(r"[A-Za-z]{2,}", shown)) - ALLOWED


def complaints(seat: Seat) -> list[str]:
    """The console's errors."""
    return list(seat.errors)


def axe_faults(page: Page) -> list[str]:
    """What axe finds serious or critical: the rule and the places."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in found
        if one["impact"] in SERIOUS
    ]


def overflow(page: Page, selector: str) -> int:
    """By how many pixels the content is wider than its place."""
    return int(page.locator(selector).evaluate("n => n.scrollWidth - n.clientWidth"))
