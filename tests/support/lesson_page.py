"""A lesson in the browser, used as an official uses it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from courses.catalogue.content import Lesson
from courses.questions import Question, practice_pool

TRUTH = {True: "true", False: "false"}


def wanted(question: Question) -> list[str]:
    """The values to choose, or the writings to fill in."""
    if isinstance(question.key, bool):
        return [TRUTH[question.key]]
    return [part if isinstance(part, str) else part[0] for part in question.key]


@dataclass
class LessonPage:
    """One open lesson: its page and what it holds."""

    page: Page
    content: Lesson

    def card(self, item: str) -> Locator:
        """The card of a practice question."""
        return self.page.locator(f'.xuefa-Question[data-key="item:{item}"]')

    def answer(self, item: str) -> None:
        """Answer a question rightly, by mouse."""
        question, card = practice_pool()[item], self.card(item)
        for index, value in enumerate(wanted(question)):
            if question.kind == "fill":
                card.locator(".xuefa-Blank").nth(index).fill(value)
            else:
                card.locator(f'input[value="{value}"]').check()
        card.get_by_role("button", name="提交答案").click()
        expect(card.locator(".xuefa-Outcome h4")).to_contain_text("回答正确")
        expect(card.locator(".xuefa-SaveState")).to_have_attribute("data-state", "saved")

    def answer_by_keyboard(self, item: str) -> None:
        """Answer a question rightly with letters and Enter, from its first field on."""
        question, card = practice_pool()[item], self.card(item)
        field = card.locator("input").first
        field.focus()
        for index, value in enumerate(wanted(question)):
            if question.kind == "fill":
                if index:
                    self.page.keyboard.press("Tab")
                self.page.keyboard.type(value)
            else:
                option = card.locator(".xuefa-Option", has=self.page.locator(f'[value="{value}"]'))
                self.page.keyboard.press(option.locator(".xuefa-Letter").inner_text())
        self.page.keyboard.press("Enter")
        expect(card.locator(".xuefa-Outcome h4")).to_contain_text("回答正确")

    def walk(self, case_id: str, *, by_keyboard: bool = False) -> int:
        """Take a case to its end by sound decisions; how many it took."""
        case = next(one for one in self.content.cases if one.id == case_id)
        root = self.page.locator(f'.xuefa-Case[aria-label="案例：{case.title}"]')
        step = case.steps[0]
        for count in range(1, len(case.steps) + 1):
            choice = next(one for one in step.choices if one.verdict == "sound")
            radio = root.locator(f'input[type="radio"][value="{choice.id}"]')
            self._decide(root, radio, by_keyboard=by_keyboard)
            following = [own for own in case.steps if own.id == choice.next]
            if not following:
                expect(root.get_by_role("heading", name="本案分析")).to_be_visible()
                return count
            (step,) = following
        raise AssertionError("the case does not end")

    def _decide(self, root: Locator, radio: Locator, *, by_keyboard: bool) -> None:
        if by_keyboard:
            radio.focus()
            self.page.keyboard.press("Space")
            self.page.keyboard.press("Enter")
            expect(root.get_by_role("button", name="继续")).to_be_visible()
            self._press(root.get_by_role("button", name="继续"))
        else:
            radio.check()
            root.get_by_role("button", name="就这样决定").click()
            root.get_by_role("button", name="继续").click()

    def _press(self, control: Locator) -> None:
        control.focus()
        self.page.keyboard.press("Enter")

    def complete(self, *, by_keyboard: bool = False) -> None:
        """Confirm the end of the lesson."""
        done = self.page.get_by_role("button", name="完成本课")
        self._press(done) if by_keyboard else done.click()
        expect(self.page.locator(".xuefa-Ending .xuefa-Done")).to_contain_text("已学完这一课")
