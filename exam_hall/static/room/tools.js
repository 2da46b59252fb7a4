import { button, el, field, setText } from './dom.js';
import { words } from './words.js';

const { tools: said } = words;

/** Search, order, and what concerns the whole room. */
export class Tools {
  #shown = el('p.Shown', { role: 'status' });
  #search = el('input', { type: 'search', placeholder: said.searchHint, autocomplete: 'off', spellcheck: false });
  #notes;
  #ids;

  /**
   * @param {{show: function(object), showIds: function(boolean), notes: function(), collect: function()}} on
   */
  constructor(on) {
    const sort = el('select', { onchange: () => on.show({ sort: sort.value }) },
      Object.entries(said.sorts).map(([value, text]) => el('option', { value }, text)));
    this.#search.addEventListener('input', () => on.show({ query: this.#search.value }));
    this.#ids = el('button.Button', { type: 'button', 'aria-pressed': 'false', onclick: () => this.#toggle(on) },
      said.showIds);
    this.#notes = button(said.notes(0), on.notes);
    this.node = el('div.Tools', {},
      field(said.search, this.#search), field(said.sort, sort), this.#ids, this.#shown,
      el('div.Room', {}, this.#notes, button(said.collect, on.collect, 'grave')));
  }

  /** Say how many are listed. */
  count(shown, all) {
    setText(this.#shown, said.shown(shown, all));
  }

  /** Say how many notes there are. */
  countNotes(count) {
    setText(this.#notes, said.notes(count));
  }

  /** Take the search away, and go there. */
  clear() {
    this.#search.value = '';
    this.#search.focus();
  }

  #toggle(on) {
    const shown = this.#ids.getAttribute('aria-pressed') !== 'true';
    this.#ids.setAttribute('aria-pressed', String(shown));
    on.showIds(shown);
  }
}
