import { button, el } from './dom.js';
import { groupOf, plain, sorted } from './people.js';
import { Row } from './row.js';
import { words } from './words.js';

/**
 * Everybody on the list. A row stays the same element as long as its candidate is on the list, so the
 * keyboard keeps its place whatever the hall says.
 */
export class List {
  #situation;
  #open;
  #rows = new Map();
  #body = el('tbody', { role: 'rowgroup' });
  #none;
  #view = { group: 'all', query: '', sort: 'seat' };
  #held = null;
  #observer;
  #onShown;

  /**
   * @param {Situation} situation
   * @param {function(string)} open opens what can be done about a candidate, by id
   * @param {function(number, number)} onShown hears how many are listed, and of how many
   * @param {function()} showAll takes search and filter away
   */
  constructor(situation, open, onShown, showAll) {
    this.#situation = situation;
    this.#open = open;
    this.#onShown = onShown;
    const head = el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, words.columns.map(name =>
      el('th', { scope: 'col', role: 'columnheader' }, name))));
    const table = el('table', { role: 'table' }, el('caption.Hidden', {}, words.table), head, this.#body);
    this.#none = el('div.None', { hidden: true }, el('p', {}, words.tools.none),
      button(words.tools.everybody, showAll));
    this.node = el('div.List', {}, table, this.#none);
    this.#observer = new IntersectionObserver(seen => this.#see(seen), { rootMargin: '200px' });
    // Somebody who no longer belongs to what is shown stays while the keyboard is there.
    this.#body.addEventListener('focusout', () => queueMicrotask(() => this.#filter()));
    this.#body.addEventListener('keydown', event => this.#walk(event));
  }

  /** Change search, filter or order. */
  show(changes) {
    this.#view = { ...this.#view, ...changes };
    this.#arrange();
    this.#filter();
  }

  /** Keep somebody on the list, so that the keyboard finds its way back there; null lets go. */
  hold(id) {
    this.#held = id;
    this.#filter();
  }

  /** Take what the hall says now. */
  draw() {
    const { candidates, questions } = this.#situation.data;
    const before = this.#rows.size;
    const gone = new Set(this.#rows.keys());
    for (const candidate of candidates) {
      gone.delete(candidate.id);
      this.#row(candidate.id).draw(candidate, questions);
    }
    gone.forEach(id => this.#remove(id));
    if (this.#rows.size !== before || gone.size) {
      this.#arrange();
    }
    this.#filter();
  }

  /** Let the times of what is on the screen go on. */
  tick() {
    for (const row of this.#rows.values()) {
      if (row.isSeen && !row.node.hidden) {
        row.tick();
      }
    }
  }

  #row(id) {
    let row = this.#rows.get(id);
    if (!row) {
      row = new Row(this.#situation, this.#open);
      row.node.row = row;
      this.#rows.set(id, row);
      this.#observer.observe(row.node);
    }
    return row;
  }

  #remove(id) {
    const { node } = this.#rows.get(id);
    this.#observer.unobserve(node);
    node.remove();
    this.#rows.delete(id);
  }

  #arrange() {
    const order = sorted([...this.#rows.values()].map(row => row.candidate), this.#view.sort);
    const focused = document.activeElement;
    this.#body.append(...order.map(({ id }) => this.#rows.get(id).node));
    if (focused instanceof HTMLElement && this.#body.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }

  #filter() {
    const query = plain(this.#view.query);
    const here = document.activeElement?.closest('tr');
    let shown = 0;
    for (const row of this.#rows.values()) {
      const belongs = this.#belongs(row.candidate) && row.text.includes(query);
      const stays = belongs || row.candidate.id === this.#held || row.node === here;
      if (row.node.hidden === stays) {
        row.node.hidden = !stays;
      }
      shown += belongs ? 1 : 0;
    }
    this.#none.hidden = shown > 0 || !this.#rows.size;
    this.#onShown(shown, this.#rows.size);
  }

  #belongs(candidate) {
    const { group } = this.#view;
    if (group === 'stale') {
      return this.#situation.isStale(candidate);
    }
    return group === 'all' || groupOf(candidate) === group;
  }

  /** Up and down from one candidate to the next, so that nobody tabs through five hundred. */
  #walk(event) {
    const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
    let row = step && event.target.closest('tr')[step];
    while (row?.hidden) {
      row = row[step];
    }
    if (row) {
      event.preventDefault();
      row.querySelector('button').focus();
    }
  }

  #see(seen) {
    for (const { target, isIntersecting } of seen) {
      target.row.isSeen = isIntersecting;
      if (isIntersecting) {
        target.row.tick();
      }
    }
  }
}
