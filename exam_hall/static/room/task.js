import { el, setText } from './dom.js';
import { words } from './words.js';

/**
 * Something to be done once: sends it, says how it gets on, and leaves what was typed where it is if it
 * fails. The same thing sent again carries the same number, so it is never done twice.
 */
export class Task {
  node = el('p.Status', { role: 'status' });
  #hall;
  #prepared = null;
  #busy = false;

  /** @param {RoomHall} hall */
  constructor(hall) {
    this.#hall = hall;
  }

  /** Say something in the same place, as that a field is empty. */
  say(text) {
    setText(this.node, text);
  }

  /** Forget what was said and prepared. */
  reset() {
    this.#prepared = null;
    this.say('');
  }

  /**
   * Do it.
   *
   * @param {string} action
   * @param {object} body
   * @returns {Promise<object|null>} the hall's answer; null if it was not done, which has been said
   */
  async run(action, body) {
    if (this.#busy) {
      return null;
    }
    this.#busy = true;
    this.say(words.sending);
    try {
      const prepared = this.#hall.prepare(action, body);
      this.#prepared = this.#prepared?.key === prepared.key ? this.#prepared : prepared;
      const answer = await this.#prepared.send();
      this.reset();
      return answer;
    } catch (error) {
      this.say(error.isUnsure ? words.unsure(error.message) : error.message);
      return null;
    } finally {
      this.#busy = false;
    }
  }
}
