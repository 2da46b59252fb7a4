import { el, setText } from './dom.js';
import { countGroups, GROUPS } from './people.js';
import { words } from './words.js';

const SHOWN = ['all', ...GROUPS, 'stale'];

/** How many there are of each kind; each number is a button that lists only those. */
export class Totals {
  #situation;
  #numbers = {};
  #buttons = {};

  /**
   * @param {Situation} situation
   * @param {function(string)} choose hears which group is to be listed
   */
  constructor(situation, choose) {
    this.#situation = situation;
    const tiles = SHOWN.map(group => {
      this.#numbers[group] = el('span.Count', {}, words.nobody);
      this.#buttons[group] = el('button.Total', {
        type: 'button', 'data-group': group, 'aria-pressed': 'false', onclick: () => choose(group),
      }, this.#numbers[group], el('span', {}, words.groups[group]));
      return this.#buttons[group];
    });
    this.node = el('div.Totals', { role: 'group', 'aria-label': words.totals }, tiles);
    this.mark('all');
  }

  /** Show which group is listed. */
  mark(chosen) {
    for (const group of SHOWN) {
      this.#buttons[group].setAttribute('aria-pressed', String(group === chosen));
    }
  }

  draw() {
    const { data } = this.#situation;
    const counts = countGroups(data.candidates, candidate => this.#situation.isStale(candidate));
    for (const group of SHOWN) {
      setText(this.#numbers[group], String(counts[group]));
      this.#buttons[group].dataset.empty = String(counts[group] === 0);
    }
  }
}
