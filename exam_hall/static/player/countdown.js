const MINUTE_MS = 60_000;
const WARNINGS = [1, 5, 10];

/** Counts down to a deadline by the server's clock; says `tick`, `warning`, `moved` and `up`. */
export class Countdown {
  #clock;
  #say;
  #timer;
  #warned = Infinity;
  #isUp = false;

  /**
   * @param {ServerClock} clock
   * @param {string} deadline ISO
   * @param {function(string, object): void} say `warning` comes with `minutes`, `moved` with `by` (ms)
   */
  constructor(clock, deadline, say) {
    this.#clock = clock;
    this.#say = say;
    this.deadline = deadline;
  }

  /** Milliseconds; null while the server's time is unknown. */
  get left() {
    return this.#clock.until(this.deadline);
  }

  begin() {
    this.#tick();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#isUp = true;
  }

  /** The hall says when the deadline is; it may have granted more time. */
  move(deadline) {
    const by = deadline ? Date.parse(deadline) - Date.parse(this.deadline) : 0;
    if (by !== 0) {
      this.deadline = deadline;
      this.#warned = Infinity;
      this.#isUp = false;
      this.#say('moved', { by });
      this.#tick();
    }
  }

  #tick() {
    clearTimeout(this.#timer);
    const left = this.left;
    this.#say('tick', {});
    if (left !== null && left <= 0) {
      this.#up();
      return;
    }
    if (left !== null) {
      this.#warn(left);
    }
    // A little after the full second, so that no second is shown twice.
    this.#timer = setTimeout(() => this.#tick(), left === null ? 500 : (left % 1000) + 5);
  }

  #warn(left) {
    const due = WARNINGS.find(minutes => left <= minutes * MINUTE_MS);
    if (due && due < this.#warned) {
      this.#warned = due;
      this.#say('warning', { minutes: due });
    }
  }

  #up() {
    if (!this.#isUp) {
      this.#isUp = true;
      this.#say('up', {});
    }
  }
}
