import { countdown, hour } from '../player/format.js';
import { button, el, setMark, setText } from './dom.js';
import { groupOf, isOpen, receiptCode, searchText, stateKey } from './people.js';
import { words } from './words.js';

const LABELS = words.columns;

/** One candidate in the list. Draws only what changed. */
export class Row {
  /** What they are found by. */
  text = '';
  /** Whether it is on the screen: only then do its times go on. */
  isSeen = false;
  candidate;
  #situation;
  #drawn = '';
  #seat = el('span', {});
  #name = el('span.Name', {});
  #number = el('span.Minor', {});
  #state = el('span.State', {});
  #begun;
  #attempt = el('span', {});
  #receipt = el('span.Code', {});
  #answered = el('span', {});
  #bar = el('progress', { max: 1, value: 0, 'aria-hidden': 'true' });
  #marks = el('span.Minor', {});
  #contact = el('span', {});
  #left = el('span.Left', {});
  #until = el('span.Minor', {});
  #handle;

  /**
   * @param {Situation} situation
   * @param {function(string)} open opens what can be done about a candidate, by id
   */
  constructor(situation, open) {
    this.#situation = situation;
    this.#handle = button(words.handle, () => open(this.candidate.id));
    this.#begun = el('span.Minor.Begun', {}, this.#attempt, this.#receipt);
    const cells = [
      [this.#seat],
      [this.#name, this.#number],
      [this.#state, this.#begun],
      [this.#answered, this.#bar, this.#marks],
      [this.#contact],
      [this.#left, this.#until],
      [this.#handle],
    ];
    this.node = el('tr', { role: 'row' }, cells.map((children, index) => {
      const isHead = index === 1;
      return el(isHead ? 'th' : 'td', {
        role: isHead ? 'rowheader' : 'cell',
        'data-label': LABELS[index],
        ...(isHead ? { scope: 'row' } : {}),
      }, children);
    }));
  }

  /** Take what the hall says now; `questions` is how many the paper has. */
  draw(candidate, questions) {
    const isNew = !this.candidate;
    this.candidate = candidate;
    const drawn = JSON.stringify([candidate, questions, this.#situation.showIds]);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.text = searchText(candidate);
      this.#drawWho();
      this.#drawState(questions);
    }
    if (isNew || this.isSeen) {
      this.tick();
    }
  }

  /** Let the times go on. */
  tick() {
    const { candidate } = this;
    const situation = this.#situation;
    setText(this.#contact, situation.contactText(candidate));
    setMark(this.node, 'data-stale', situation.isStale(candidate) ? 'true' : null);
    if (!isOpen(candidate)) {
      setText(this.#left, words.nobody);
      setText(this.#until, '');
      return;
    }
    const left = situation.left(candidate.deadline);
    setText(this.#left, left > 0 ? countdown(left) : words.timeUp);
    setText(this.#until, words.until(hour(candidate.deadline)));
  }

  #drawWho() {
    const { candidate } = this;
    const situation = this.#situation;
    setText(this.#seat, candidate.seat ?? words.nobody);
    setText(this.#name, situation.called(candidate));
    setText(this.#number, candidate.name ? situation.number(candidate.id) : (candidate.unit ?? ''));
    this.#handle.setAttribute('aria-label', words.handleWho(situation.called(candidate)));
  }

  #drawState(questions) {
    const { candidate } = this;
    const begun = candidate.attempt > 0;
    setMark(this.node, 'data-group', groupOf(candidate));
    setText(this.#state, words.states[stateKey(candidate)]);
    this.#begun.hidden = !begun;
    setText(this.#attempt, begun ? words.nth(candidate.attempt) : '');
    setText(this.#receipt, receiptCode(candidate) ?? '');
    setText(this.#answered, begun ? words.progress(candidate.answered, questions) : words.nobody);
    this.#bar.hidden = !begun;
    this.#bar.max = Math.max(1, questions);
    this.#bar.value = candidate.answered;
    setText(this.#marks, begun && candidate.marked ? words.marked(candidate.marked) : '');
  }
}
