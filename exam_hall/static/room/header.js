import { span } from '../player/format.js';
import { el, setMark, setText } from './dom.js';
import { words } from './words.js';

/** How long it is said what was done. */
const SAID_MS = 20_000;

/** Title, the server's clock, and whether what is shown is true now. */
export class Header {
  #situation;
  #title;
  #span = el('span.Minor', {});
  #clock = el('span.Clock', { 'aria-hidden': 'true' });
  #connection = el('span', {});
  #signIn;
  #strip;
  #done = el('p.Done', { role: 'status' });
  #timer = 0;

  /**
   * @param {Situation} situation
   * @param {string} title what the exam is called, as far as the page knows
   * @param {string} signIn address of the page for signing in
   */
  constructor(situation, title, signIn) {
    this.#situation = situation;
    this.#title = el('h1', {}, words.page(title));
    this.#signIn = el('a', { href: signIn, target: '_blank', rel: 'noopener', hidden: true }, words.connection.signIn);
    this.#strip = el('p.Strip', { role: 'status' }, this.#connection, ' ', this.#signIn);
    const clock = el('p.Time', {}, el('span.Minor', {}, words.serverTime), this.#clock);
    this.node = el('header.Head', {}, el('div', {}, this.#title, this.#span), this.#done, clock, this.#strip);
  }

  /** Say what was done, or came back; it is read out. */
  say(text) {
    clearTimeout(this.#timer);
    setText(this.#done, text);
    this.#timer = setTimeout(() => setText(this.#done, ''), SAID_MS);
  }

  draw() {
    const { data, trouble } = this.#situation;
    if (data) {
      setText(this.#title, words.page(data.title));
      setText(this.#span, words.span(...span(data.opens, data.closes)));
    }
    setText(this.#connection, this.#connectionText());
    setMark(this.#strip, 'data-trouble', trouble ? trouble.kind : null);
    this.#signIn.hidden = trouble?.kind !== 'sign-in';
  }

  tick() {
    setText(this.#clock, this.#situation.time);
  }

  #connectionText() {
    const { data, heardAt, trouble } = this.#situation;
    const said = words.connection;
    if (!trouble) {
      return data ? said.live : words.loading;
    }
    if (trouble.kind === 'blocked') {
      return data ? said.blocked(heardAt, trouble.message) : said.neverBlocked(trouble.message);
    }
    return data ? said[trouble.kind](heardAt) : said.never;
  }
}
