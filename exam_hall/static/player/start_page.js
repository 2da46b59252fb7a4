import { button, choice, el, fact, newId } from './dom.js';
import { duration, minute, points, span } from './format.js';
import { savePrefs } from './prefs.js';
import { words } from './words.js';

const { start, sitting } = words;

/** Before an attempt: what exam this is, how it is marked, what to know, and the button that begins. */
export class StartPage {
  #info;
  #does;
  #timer;
  #password = null;
  #message = el('p.Message', { role: 'alert' });
  #wait = el('p.Quiet', {});
  #begin;

  /**
   * @param {object} info of the exam
   * @param {{clock: ServerClock, prefs: object, root: HTMLElement, onClose: function|undefined,
   *   begin: function(string): Promise, refresh: function()}} does `begin` rejects with a HallError
   */
  constructor(info, does) {
    this.#info = info;
    this.#does = does;
    this.#begin = button(start.begin, () => void this.#start(), 'main');
    this.#begin.disabled = !info.may_start;
    this.node = el('div.Page', {}, this.#head(), el('div.Card', {}, this.#facts(), this.#entry()),
      el('section.Card', {}, el('h2', {}, start.notes), el('ul.Advice', {}, start.advice.map(text => el('li', {}, text)))),
      el('section.Card', {}, el('h2', {}, start.sections), sectionTable(info.sections)));
    this.#tick();
  }

  dispose() {
    clearTimeout(this.#timer);
  }

  #head() {
    const { prefs, root, onClose } = this.#does;
    const resize = value => {
      prefs.size = value;
      savePrefs(prefs);
      root.dataset.size = value;
    };
    return el('header.PageHead', {}, el('h1', {}, this.#info.title),
      choice(sitting.size, sitting.sizes, prefs.size, resize),
      onClose ? button(words.back, onClose) : null);
  }

  #facts() {
    const info = this.#info;
    const facts = start.facts;
    const size = start.size(info.questions, points(info.points));
    const rows = [
      [facts.state, el('strong', {}, info.state_text)],
      [facts.opens, start.span(...span(info.opens, info.closes))],
      info.last_entry && info.last_entry !== info.closes ? [facts.lastEntry, minute(info.last_entry)] : null,
      [facts.duration, start.minutes(Math.round(info.duration_s / 60))],
      [facts.questions, size],
      [facts.attempts, info.attempts > 1 ? start.attemptsLeft(info.attempts_left, info.attempts) : start.once],
    ];
    return el('dl.Facts', {}, rows.filter(Boolean).map(([name, value]) => fact(name, value)));
  }

  #entry() {
    const info = this.#info;
    if (!info.may_start) {
      const why = start.why[info.state] ?? start.why.open;
      return el('div.Entry', {}, el('p.Message', {}, why), this.#wait);
    }
    return el('form.Entry', { onsubmit: event => event.preventDefault() },
      info.password_required ? this.#passwordField() : null,
      this.#message, el('div.Actions', {}, this.#begin, el('p.Quiet', {}, start.began)));
  }

  #passwordField() {
    const [id, hint] = [newId('password'), newId('hint')];
    this.#password = el('input.Password', { id, type: 'text', autocomplete: 'off', spellcheck: false, 'aria-describedby': hint });
    this.#password.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        void this.#start();
      }
    });
    return el('div.Field', {}, el('label', { htmlFor: id }, start.password), this.#password,
      el('p.Quiet', { id: hint }, start.passwordHint));
  }

  async #start() {
    const password = this.#password?.value.trim() ?? '';
    if (this.#password && !password) {
      this.#say(start.passwordMissing);
      this.#password.focus();
      return;
    }
    if (this.#begin.disabled) {
      return;
    }
    this.#busy(true);
    try {
      await this.#does.begin(password);
    } catch (error) {
      this.#say(['offline', 'busy'].includes(error.kind) ? start.failed : error.message);
      this.#busy(false);
      this.#password?.focus();
    }
  }

  #busy(on) {
    this.#begin.disabled = on;
    this.#begin.textContent = on ? start.beginning : start.begin;
    if (on) {
      this.#say('');
    }
  }

  #say(text) {
    this.#message.textContent = text;
  }

  /** Count down to the opening, by the server's clock; then ask again, not all pages at once. */
  #tick() {
    const left = this.#info.state === 'not_open' ? this.#does.clock.until(this.#info.opens) : null;
    if (left === null) {
      return;
    }
    this.#wait.textContent = left > 0 ? start.waiting(duration(left)) : start.opening;
    const next = left > 0 ? Math.min(left, (left % 1000) + 5) : 500 + Math.random() * 2_000;
    this.#timer = setTimeout(() => (left > 0 ? this.#tick() : this.#does.refresh()), next);
  }
}

function sectionTable(sections) {
  const head = [start.heading, start.count, start.worth].map(text => el('th', { scope: 'col' }, text));
  const rows = sections.map(({ heading, questions, points: worth }) =>
    el('tr', {}, el('td', {}, heading), el('td.Figure', {}, `${questions} 题`), el('td.Figure', {}, words.points(points(worth))))
  );
  return el('table.Table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows));
}
