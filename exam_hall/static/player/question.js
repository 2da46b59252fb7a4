import { button, el, newId } from './dom.js';
import { fieldOf } from './fields.js';
import { points } from './format.js';
import { inWords, isEssay } from './values.js';
import { words } from './words.js';

/** One question on the page: its text, its field, its mark, and what there is to say about saving it. */
export class Question {
  #sitting;
  #field;
  #mark;
  #clear;
  #note = el('div.Note', { hidden: true });
  #shown = null;

  /**
   * @param {Sitting} sitting
   * @param {object} slot
   * @param {string} rule of its section, for questions with several right options
   */
  constructor(sitting, slot, rule) {
    this.#sitting = sitting;
    this.slot = slot;
    this.number = sitting.number(slot.grade_id);
    const ids = { heading: newId('heading'), stem: newId('stem'), number: this.number };
    this.#field = fieldOf(slot, ids, (value, typing) => sitting.answer(slot.grade_id, value, typing));
    this.#mark = button('', () => this.toggleMark(), 'plain');
    this.#mark.classList.add('xuefa-Exam-MarkButton');
    this.#clear = button(words.sitting.clear, () => this.clear(), 'plain');
    const fill = slot.kind === 'fill';
    this.node = el('article.Question', { tabIndex: -1, 'aria-labelledby': ids.heading, 'data-question': slot.grade_id },
      el('header.QuestionHead', {}, heading(slot, ids), this.#mark),
      fill ? null : el('p.Stem', { id: ids.stem }, slot.stem),
      slot.kind === 'multiple' && rule ? el('p.Rule', {}, words.sitting.rule(rule)) : null,
      this.#field.node,
      this.#note,
      this.#canClear ? el('div.QuestionFoot', {}, this.#clear) : null
    );
    this.fill();
    this.refresh();
  }

  get #canClear() {
    return ['true_false', 'single', 'multiple'].includes(this.slot.kind);
  }

  /** Put the answer into the field. Not while somebody types in it. */
  fill() {
    this.#field.show(this.#sitting.answers.get(this.slot.grade_id) ?? null);
  }

  /** Show marks and notes as they are; the field is left alone. */
  refresh() {
    const { grade_id: gradeId } = this.slot;
    const marked = this.#sitting.marks.has(gradeId);
    this.#mark.textContent = marked ? `⚑ ${words.sitting.marked}` : `⚐ ${words.sitting.mark}`;
    this.#mark.setAttribute('aria-pressed', String(marked));
    this.#clear.hidden = this.#sitting.progressOf(gradeId) === 'none';
    this.#noteOf(this.#sitting.heldOf(gradeId));
  }

  lock(on) {
    this.#field.lock(on);
    this.#mark.disabled = on;
    this.#clear.disabled = on;
  }

  press(letter) {
    return this.#field.press(letter);
  }

  toggleMark() {
    this.#sitting.mark(this.slot.grade_id, !this.#sitting.marks.has(this.slot.grade_id));
  }

  clear() {
    this.#sitting.answer(this.slot.grade_id, null);
    this.fill();
    this.node.focus({ preventScroll: true });
  }

  #noteOf(found) {
    // That an essay is too long is said where its characters are counted.
    const held = found?.held.why === 'too_large' && isEssay(this.slot) ? undefined : found;
    if (this.#shown === (held?.seq ?? null)) {
      return;
    }
    this.#shown = held?.seq ?? null;
    this.#note.hidden = !held;
    this.#note.replaceChildren(...(held ? this.#noteText(held) : []));
  }

  #noteText({ value, held }) {
    const { elsewhere, takeMine, dropMine } = words.sitting;
    if (held.why !== 'elsewhere') {
      return [el('p', {}, held.why === 'too_large' ? held.message : words.sitting.held(held.message))];
    }
    const decide = mine => () => {
      this.#sitting.resolve(this.slot.grade_id, mine);
      this.fill();
      this.node.focus({ preventScroll: true });
    };
    return [
      el('p', {}, elsewhere),
      el('blockquote', {}, inWords(this.slot, value)),
      el('div.Actions', {}, button(takeMine, decide(true)), button(dropMine, decide(false))),
    ];
  }
}

function heading(slot, ids) {
  return el('h3', { id: ids.heading },
    el('span', {}, words.number(ids.number)),
    el('span.Tag', {}, words.kinds[slot.kind]),
    el('span.Quiet', {}, words.points(points(slot.points)))
  );
}
