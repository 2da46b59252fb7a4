const EVERY_MS = 5_000;

/** Asks again and again, never twice at a time, and pauses between an answer and the next question. */
export class Poller {
  #ask;
  #heard;
  #failed;
  #timer = 0;
  #asked = 0;
  #running = null;

  /**
   * @param {function(): Promise<object>} ask
   * @param {function(object)} heard gets each answer
   * @param {function(Error)} failed gets what went wrong instead
   */
  constructor(ask, heard, failed) {
    this.#ask = ask;
    this.#heard = heard;
    this.#failed = failed;
  }

  /** Ask at once. What is under way may be older than what was just done, so it is asked once more. */
  now() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run() {
    for (let asked = -1; asked !== this.#asked; ) {
      asked = this.#asked;
      await this.#once();
    }
    this.#running = null;
    this.#timer = setTimeout(() => void this.now(), EVERY_MS);
  }

  async #once() {
    let answer;
    try {
      answer = await this.#ask();
    } catch (error) {
      this.#failed(error);
      return;
    }
    this.#heard(answer);
  }
}
