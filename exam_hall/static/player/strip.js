import { button, el } from './dom.js';
import { words } from './words.js';

const FLASH_MS = 10_000;

/** A line below the top that is there only while there is something to say. */
export class Strip {
  #does;
  #key = '';
  #flashed = '';
  #timer;

  /** @param {{retry: function(), takePen: function()}} does what its buttons do */
  constructor(does) {
    this.#does = does;
    this.node = el('div.Strip', { hidden: true });
  }

  /** Show what matters most now: how the attempt stands, then trouble with saving, then news. */
  save(sitting, state) {
    const shown = ofPhase(sitting, this.#does) ?? ofState(state, this.#does) ?? this.#news();
    const key = shown ? `${shown.tone} ${shown.text}` : '';
    if (key === this.#key) {
      return;
    }
    this.#key = key;
    this.node.hidden = !shown;
    this.node.dataset.tone = shown?.tone ?? '';
    this.node.replaceChildren(...(shown ? [el('p', {}, shown.text), ...shown.buttons] : []));
  }

  /** Say some news for a while. */
  flash(text) {
    this.#flashed = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#flashed = '';
    }, FLASH_MS);
  }

  #news() {
    return this.#flashed ? { tone: 'news', text: this.#flashed, buttons: [] } : null;
  }
}

function ofPhase(sitting, { takePen }) {
  const { closing, watching, watchingHeld } = words.sitting;
  const waiting = sitting.outbox.waiting.length;
  if (sitting.phase === 'watching' && sitting.left !== null && sitting.left <= 0) {
    return { tone: 'calm', text: closing.watching, buttons: [] };
  }
  if (sitting.phase === 'watching') {
    const text = waiting ? `${watching}${watchingHeld(waiting)}` : watching;
    return { tone: 'warning', text, buttons: [button(words.sitting.takePen, takePen, 'main')] };
  }
  if (sitting.phase === 'closing') {
    return { tone: 'calm', text: closingText(sitting, waiting), buttons: sitting.trouble?.kind === 'sign-in' ? [signIn()] : [] };
  }
  return null;
}

function closingText(sitting, waiting) {
  const { closing } = words.sitting;
  if (!sitting.trouble) {
    return closing.saving;
  }
  const seconds = Math.ceil(sitting.graceS + (sitting.left ?? 0) / 1000);
  return waiting && seconds > 0 ? closing.offline(seconds) : closing.late;
}

function ofState(state, { retry }) {
  if (!['trouble', 'refused', 'asking'].includes(state.code)) {
    return null;
  }
  const buttons = state.signIn ? [signIn()] : state.retry ? [button(words.retryNow, retry)] : [];
  return { tone: state.code === 'refused' ? 'refused' : 'warning', text: state.text.replace(/。?$/, '。'), buttons };
}

/** Whoever is not signed in and opens the page again is led to signing in; what waits stays here. */
export function signIn() {
  return button(words.signIn, () => window.location.reload(), 'main');
}
