/**
 * The server's clock as this page knows it. Nothing here asks the machine for its date: time goes on
 * by the browser's monotonic counter, which setting the clock does not move.
 */
export class ServerClock {
  #now;
  #offset = null;
  #width = Infinity;

  /** @param {function(): number} now monotonic milliseconds */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Hear the server's time.
   *
   * The server read its clock between the two moments, so the offset lies in an interval as wide as
   * the round trip. What was known stays as long as it lies in there and is no less exact; after the
   * machine slept it does not, and is given up.
   *
   * @param {string} iso the server's clock
   * @param {number} sent when the request left, by the counter
   * @param {number} received when its answer came
   */
  hear(iso, sent, received) {
    const server = Date.parse(iso);
    if (Number.isNaN(server)) {
      return;
    }
    const [low, high] = [server - received, server - sent];
    const holds = this.#offset !== null && low <= this.#offset && this.#offset <= high;
    if (!holds || high - low < this.#width) {
      this.#offset = (low + high) / 2;
      this.#width = high - low;
    }
  }

  /** Milliseconds from now to an ISO time; null while the server's time is unknown. */
  until(iso) {
    return this.#offset === null ? null : Date.parse(iso) - (this.#now() + this.#offset);
  }
}
