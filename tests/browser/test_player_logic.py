"""The player's modules without a page: what waits, in which order it goes, and the time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

STATIC = Path(__file__).parents[2] / "exam_hall" / "static"
SITE = "http://player.invalid/"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-player-logic")]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that can import the modules as they lie in the folder."""

    def serve(route: Route) -> None:
        path = STATIC / route.request.url.removeprefix(SITE)
        if path.is_file():
            route.fulfill(path=path, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>-</title>", content_type="text/html")

    context = browser.new_context()
    context.route(f"{SITE}**", serve)
    opened = context.new_page()
    opened.goto(SITE)
    yield opened
    context.close()


def run(page: Page, script: str, argument: object = None) -> Any:
    """Run the body of an async function that may import the modules."""
    return page.evaluate(f"async given => {{ {script} }}", argument)


OUTBOX = """
  const { Outbox } = await import('/player/outbox.js');
  let now = 0, written = [];
  const outbox = new Outbox({ write: entries => { written = entries; return true; } }, () => now);
  const of = (gradeId, value) => ({ kind: 'answer', gradeId, value, base: null });
  const put = (gradeId, value, typing) => outbox.put(of(gradeId, value), typing);
"""


def test_only_the_newest_answer_to_a_question_waits_and_its_number_is_the_highest(
    page: Page,
) -> None:
    waiting = run(
        page,
        f"""{OUTBOX}
        put('q01', 1); put('q02', 2); put('q01', 3);
        return outbox.waiting.map(entry => [entry.seq, entry.gradeId, entry.value]);""",
    )
    assert waiting == [[2, "q02", 2], [3, "q01", 3]]


def test_typing_waits_for_a_pause_but_not_for_ever(page: Page) -> None:
    waits = run(
        page,
        f"""{OUTBOX}
        const waits = [];
        for (const at of [0, 500, 4500, 4900]) {{
          now = at;
          put('q08', `${{at}}`, {{ quiet: 800 }});
          waits.push(outbox.wait);
        }}
        now = 5000;
        return [...waits, outbox.wait];""",
    )
    assert waits == [800, 800, 500, 100, 0]


def test_going_on_to_another_question_sends_what_was_typed(page: Page) -> None:
    waits = run(
        page,
        f"""{OUTBOX}
        put('q08', 'text', {{ quiet: 2500, patience: Infinity }});
        const typing = outbox.wait;
        put('q01', true);
        return [typing, outbox.wait, outbox.head.gradeId];""",
    )
    assert waits == [2500, 0, "q08"]


def test_an_answer_that_is_too_long_does_not_take_back_the_one_before(page: Page) -> None:
    kept = run(
        page,
        f"""{OUTBOX}
        put('q08', 'fits');
        outbox.hold(of('q08', 'too long'), {{ why: 'too_large' }});
        const values = entries => entries.map(entry => entry.value);
        return [values(outbox.waiting), values(outbox.held), written.length];""",
    )
    assert kept == [["fits"], ["too long"], 2]


COURIER = """
  const { Outbox } = await import('/player/outbox.js');
  const { Courier } = await import('/player/courier.js');
  const { HallError } = await import('/player/hall.js');
  const outbox = new Outbox({ write: () => true });
  const arrived = [], fates = [];
  const send = async entry => {
    const fate = fates.shift() ?? 'ok';
    await null;
    if (fate !== 'cut') {
      arrived.push([entry.seq, entry.gradeId, entry.value]);
    }
    if (fate !== 'ok') {
      throw new HallError('offline');
    }
    return {};
  };
  const nothing = () => {};
  const on = { kept: nothing, refused: nothing, halted: nothing, changed: nothing };
  const courier = new Courier(outbox, send, on);
  for (const [what, gradeId, value] of given) {
    if (what === 'put') {
      outbox.put({ kind: 'answer', gradeId, value, base: null });
      courier.wake();
    } else {
      fates.push(what);
      courier.hurry();
      await new Promise(done => { setTimeout(done); });
    }
  }
  const drained = courier.drained();
  const hurry = setInterval(() => courier.hurry(), 1);
  await drained;
  clearInterval(hurry);
  return arrived;
"""
QUESTIONS = st.sampled_from(["q01", "q02", "q03"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), QUESTIONS, st.integers(0, 9)),
        st.tuples(st.sampled_from(["ok", "cut", "lost"]), st.just(""), st.just(0)),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_whatever_gets_lost_on_the_way_the_hall_ends_with_the_last_answers(
    page: Page, steps: list[tuple[str, str, int]]
) -> None:
    """``cut`` never arrives; ``lost`` arrives and its acknowledgement does not."""
    arrived = run(page, COURIER, [list(step) for step in steps])
    last = {question: value for what, question, value in steps if what == "put"}
    by_number = {seq: (question, value) for seq, question, value in arrived}
    assert all(by_number[seq] == (question, value) for seq, question, value in arrived)
    assert dict(by_number[seq] for seq in sorted(by_number)) == last
    numbers = [seq for seq, _, _ in arrived]
    assert numbers == sorted(numbers), "the order of the numbers is the order of arrival"


def test_pauses_grow_are_spread_and_end_at_fifteen_seconds(page: Page) -> None:
    pauses = run(
        page,
        """const { pause } = await import('/player/courier.js');
        return [1, 2, 3, 4, 5, 50].flatMap(n => [pause(n, () => 0), pause(n, () => 1)]);""",
    )
    assert pauses == [500, 1000, 1000, 2000, 2000, 4000, 4000, 8000, 7500, 15000, 7500, 15000]


def test_the_servers_clock_is_known_within_the_round_trip_and_corrected_after_sleep(
    page: Page,
) -> None:
    lefts = run(
        page,
        """const { ServerClock } = await import('/player/clock.js');
        let now = 1000;
        const clock = new ServerClock(() => now);
        const at = ms => new Date(Date.UTC(2026, 8, 18) + ms).toISOString();
        const lefts = [clock.until(at(60000))];
        clock.hear(at(0), 900, 1000);        // read between 900 and 1000: half-way, 50 ms ago
        lefts.push(clock.until(at(60000)));
        clock.hear(at(100), 1000, 1900);     // less exact and no contradiction: nothing changes
        lefts.push(clock.until(at(60000)));
        now = 2000;
        lefts.push(clock.until(at(60000)));
        clock.hear(at(40000), 2000, 2000);   // the machine slept: its counter stood still
        lefts.push(clock.until(at(60000)));
        return lefts;""",
    )
    assert lefts == [None, 59950, 59950, 58950, 20000]


def test_warnings_come_at_ten_five_and_one_minute_once_each(page: Page) -> None:
    said = run(
        page,
        """const { Countdown } = await import('/player/countdown.js');
        let left = 0;
        const said = [];
        const clock = { until: () => left };
        for (const start of [700, 240]) {
          const countdown = new Countdown(clock, '2026-09-18T00:00:00Z', (name, { minutes }) => {
            if (name !== 'tick') { said.push(minutes ?? name); }
          });
          for (left = start * 1000; left > -3000; left -= 1000) { countdown.begin(); }
          countdown.stop();
          said.push('-');
        }
        return said;""",
    )
    assert said == [10, 5, 1, "up", "-", 5, 1, "up", "-"]


OPENING = """
  const { openSitting } = await import('/player/opening.js');
  localStorage.clear();
  const grade_ids = ['q01', 'q02', 'q03', 'q04'];
  const slot = grade_id => ({ grade_id, kind: 'short', stem: '', options: [], max_chars: 9 });
  const paper = {
    exam: 'e', form: 'A', sections: [{ heading: '', grade_ids }], slots: grade_ids.map(slot),
  };
  const served = () => (
    { paper, attempt: 1, deadline: '', grace_s: 60, answers: given.theirs, marked: [] }
  );
  const sent = [];
  const hall = {
    exam: 'e',
    paper: async () => served(),
    contact: async client => { sent.push(['contact', client]); return { pen: true }; },
    send: async (client, attempt, entry) => {
      sent.push([client, entry.seq]);
      if (given.refused) { throw Object.assign(new Error(''), { kind: 'pen' }); }
    },
  };
  const { Shelf } = await import('/player/shelf.js');
  new Shelf(localStorage, served(), 'first').write(given.left);
  const opened = await openSitting(hall, localStorage, 'second');
  const brief = entry => [entry.gradeId, entry.value, entry.held?.why ?? null];
  return {
    sent,
    answers: Object.fromEntries(opened.answers),
    entries: [...opened.outbox.waiting, ...opened.outbox.held].map(brief),
    keys: Object.keys(localStorage).map(one => one.split('/').at(-1)),
  };
"""


def entry(seq: int, grade_id: str, value: str, base: str | None) -> dict[str, object]:
    common = {"seq": seq, "kind": "answer", "held": None}
    return common | {"gradeId": grade_id, "value": value, "base": base}


def test_what_an_earlier_page_left_goes_first_under_its_own_name_and_number(page: Page) -> None:
    left = [entry(3, "q01", "a", None), entry(7, "q02", "b", None)]
    found = run(page, OPENING, {"left": left, "theirs": {}, "refused": False})
    assert found["sent"] == [["first", 3], ["first", 7], ["contact", "second"]]
    assert found["entries"] == []
    assert found["keys"] == []


def test_what_the_earlier_page_may_no_longer_send_is_adopted_dropped_or_asked_about(
    page: Page,
) -> None:
    left = [
        entry(1, "q01", "new", "old"),
        entry(2, "q02", "same", None),
        entry(3, "q03", "mine", "old"),
        entry(4, "q04", "much too long", None),
    ]
    theirs = {"q01": "old", "q02": "same", "q03": "theirs"}
    found = run(page, OPENING, {"left": left, "theirs": theirs, "refused": True})
    assert found["entries"] == [
        ["q01", "new", None],
        ["q03", "mine", "elsewhere"],
        ["q04", "much too long", "too_large"],
    ]
    assert found["answers"] == theirs | {"q01": "new", "q04": "much too long"}
    assert found["keys"] == ["second"]


def test_the_rule_of_a_section_is_found_in_its_heading(page: Page) -> None:
    rules = run(
        page,
        """const { ruleOf } = await import('/player/values.js');
        return given.map(ruleOf);""",
        [
            "三、多项选择题（共15题，每题2分，共30分。每题有两个以上正确选项，错选不得分。）",
            "三、多项选择题（全对得分）",
            "三、多项选择题",
        ],
    )
    assert rules == ["每题有两个以上正确选项，错选不得分", "全对得分", ""]


def test_characters_are_counted_as_the_hall_counts_them(page: Page) -> None:
    text = "𠮷野家😀"
    counted = run(
        page,
        "const { charCount } = await import('/player/values.js'); return charCount(given);",
        text,
    )
    assert counted == len(text) == 4


def test_no_module_inserts_html_or_runs_text() -> None:
    banned = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    )
    for path in (STATIC / "player.js", STATIC / "exam.js", *(STATIC / "player").glob("*.js")):
        text = path.read_text("utf-8")
        assert not [word for word in banned if word in text], path.name
        assert len(text.splitlines()) <= 300, path.name
