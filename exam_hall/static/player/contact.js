import { pause } from './courier.js';

const EVERY_MS = 15_000;

/** A little less than that, so that pages opened at the same moment do not stay in step. */
function soon() {
  return EVERY_MS * (1 - 0.2 * Math.random());
}

/** Tells the hall every 15 seconds that this page is open, and hears how things stand. */
export class Contact {
  #ask;
  #on;
  #timer;
  #failures = 0;
  #stopped = false;
  #asking = null;

  /** Why the hall is not heard: a HallError or null. */
  trouble = null;

  /**
   * @param {function(): Promise<object>} ask
   * @param {{heard: function(object), changed: function(), ended: function()}} on `ended`: refused, as
   *   after the end of an attempt
   */
  constructor(ask, on) {
    this.#ask = ask;
    this.#on = on;
  }

  begin() {
    this.#later(soon());
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Ask at once; while one asking is under way there is no second. */
  now() {
    clearTimeout(this.#timer);
    this.#asking ??= this.#round().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #round() {
    try {
      const said = await this.#ask();
      this.trouble = null;
      this.#failures = 0;
      if (!this.#stopped) {
        this.#on.heard(said);
      }
    } catch (error) {
      this.#failed(error);
    }
    this.#on.changed();
    this.#later(this.trouble ? pause(this.#failures) : soon());
  }

  #failed(error) {
    if (error.mayPass) {
      this.#failures += 1;
      this.trouble = error;
    } else if (!this.#stopped) {
      this.#on.ended();
    }
  }

  #later(ms) {
    if (!this.#stopped) {
      this.#timer = setTimeout(() => void this.now(), ms);
    }
  }
}
