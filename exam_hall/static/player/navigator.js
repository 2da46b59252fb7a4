import { button, el } from './dom.js';
import { words } from './words.js';

const { signs } = words.sitting;

/** The questions by number: answered, unanswered, marked, not saved, each by sign and word. */
export class Navigator {
  #sitting;
  #cells = new Map();
  #progress = el('p.Progress', {});
  #current = -1;

  /**
   * @param {Sitting} sitting
   * @param {function(number): void} go to the question with that index
   */
  constructor(sitting, go) {
    this.#sitting = sitting;
    const groups = sitting.paper.sections.map(section =>
      el('div.Group', {},
        el('h3', {}, section.heading.replace(/（.*$/, '')),
        el('div.Cells', {}, section.grade_ids.map(gradeId => this.#cell(gradeId, go)))
      )
    );
    this.node = el('nav.Navigator', { 'aria-label': words.sitting.navigator },
      el('h2', {}, words.sitting.navigator), this.#progress, legend(), groups);
    sitting.slots.forEach(slot => this.refresh(slot.grade_id));
  }

  get answered() {
    return this.#sitting.slots.filter(slot => this.#sitting.progressOf(slot.grade_id) !== 'none').length;
  }

  /** Show one question as it stands. */
  refresh(gradeId) {
    const states = statesOf(this.#sitting, gradeId);
    const cell = this.#cells.get(gradeId);
    const number = this.#sitting.number(gradeId);
    const marks = states.map(state => signs[state][0]).join('');
    cell.replaceChildren(el('span', {}, String(number)), el('span.Sign', { 'aria-hidden': 'true' }, marks));
    cell.dataset.state = states[0];
    cell.setAttribute('aria-label', [words.number(number), ...states.map(state => signs[state][1])].join('，'));
    this.#progress.textContent = words.sitting.answered(this.answered, this.#sitting.slots.length);
  }

  /** Show which question is the current one. */
  point(index) {
    const cells = [...this.#cells.values()];
    cells[this.#current]?.removeAttribute('aria-current');
    cells[index].setAttribute('aria-current', 'true');
    cells[index].scrollIntoView({ block: 'nearest' });
    this.#current = index;
  }

  #cell(gradeId, go) {
    const index = this.#sitting.number(gradeId) - 1;
    const cell = button('', () => go(index), 'cell');
    this.#cells.set(gradeId, cell);
    return cell;
  }
}

/** What there is to say of a question: how far it is answered first, then what else. */
export function statesOf(sitting, gradeId) {
  const states = [sitting.progressOf(gradeId)];
  if (sitting.heldOf(gradeId)) {
    states.push('held');
  }
  if (sitting.marks.has(gradeId)) {
    states.push('marked');
  }
  return states;
}

function legend() {
  const items = Object.entries(signs).map(([state, [sign, word]]) =>
    el('li', {}, el('span.Swatch', { 'data-state': state, 'aria-hidden': 'true' }, sign), word)
  );
  return el('ul.Legend', { 'aria-hidden': 'true' }, items);
}
