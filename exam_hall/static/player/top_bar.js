import { button, el } from './dom.js';
import { countdown } from './format.js';
import { words } from './words.js';

const SIGNS = { saved: '✓', saving: '…', trouble: '！', refused: '！', asking: '？', watching: '' };
const WARNING_MS = 600_000;
const URGENT_MS = 60_000;

/** The line at the top: which exam, whether all is saved, how much time is left, handing in. */
export class TopBar {
  #save = el('p.SaveState', {});
  #time = el('span.Time', {});
  #clock;
  #handIn;

  constructor(title, onHandIn) {
    this.#clock = el('p.Clock', { role: 'timer' }, el('span.ClockLabel', {}, words.sitting.left), this.#time);
    this.#handIn = button(words.sitting.handIn, onHandIn, 'main');
    this.node = el('header.Top', {}, el('h1', {}, title), this.#save, this.#clock, this.#handIn);
  }

  save({ code, short }) {
    this.#save.dataset.state = code;
    const shown = `${SIGNS[code]} ${short}`.trim();
    if (this.#save.textContent !== shown) {
      this.#save.textContent = shown;
    }
  }

  tick(left) {
    if (left !== null) {
      this.#time.textContent = countdown(left);
      this.#clock.dataset.near = left <= URGENT_MS ? 'urgent' : left <= WARNING_MS ? 'soon' : '';
    }
  }

  lock(on) {
    this.#handIn.disabled = on;
  }
}
