const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** How long to wait after so many failures in a row: twice as long each time, and never all at once. */
export function pause(failures, random = Math.random) {
  const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  return most * (0.5 + random() / 2);
}

/**
 * Carries the outbox to the hall: one entry at a time, in order, until each is acknowledged or refused.
 * After a failure the same entry goes again, with the same number.
 */
export class Courier {
  #outbox;
  #send;
  #on;
  #timer;
  #busy = false;
  #failures = 0;
  #retryAt = 0;
  #halted = false;
  #waiters = [];

  /** Why nothing gets through at the moment: a HallError or null. */
  trouble = null;

  /**
   * @param {Outbox} outbox
   * @param {function(object): Promise<object>} send rejects with a HallError
   * @param {{kept: function, refused: function, halted: function, changed: function}} on
   */
  constructor(outbox, send, on) {
    this.#outbox = outbox;
    this.#send = send;
    this.#on = on;
  }

  /** There is something new, or a pause is over. */
  wake() {
    clearTimeout(this.#timer);
    const wait = this.#outbox.wait;
    if (wait === null) {
      this.#waiters.splice(0).forEach(done => done());
    }
    if (wait === null || this.#busy || this.#halted) {
      return;
    }
    const pausing = Math.max(wait, this.#retryAt - performance.now());
    if (pausing > 0) {
      this.#timer = setTimeout(() => this.wake(), pausing);
    } else {
      void this.#carry(this.#outbox.head);
    }
  }

  /** Send everything now, whatever pause was meant. */
  hurry() {
    this.#outbox.hurry();
    this.#retryAt = 0;
    this.wake();
  }

  /** Done as soon as nothing waits any more. */
  drained() {
    return new Promise(done => {
      this.#waiters.push(done);
      this.wake();
    });
  }

  /** Send nothing more. */
  stop() {
    this.#halted = true;
    clearTimeout(this.#timer);
  }

  async #carry(entry) {
    this.#busy = true;
    entry.tried = true;
    this.#on.changed();
    let reply = null;
    let error = null;
    try {
      reply = await this.#send(entry);
    } catch (failure) {
      error = failure;
    }
    this.#busy = false;
    if (error) {
      this.#failed(entry, error);
    } else {
      this.#passed();
      this.#outbox.settle(entry.seq);
      this.#on.kept(entry, reply);
    }
    this.#on.changed();
    this.wake();
  }

  #passed() {
    this.trouble = null;
    this.#failures = 0;
    this.#retryAt = 0;
  }

  #failed(entry, error) {
    if (error.kind === 'value') {
      this.#passed();
      this.#outbox.refuse(entry.seq, { why: error.why, message: error.message });
      this.#on.refused(entry, error);
      return;
    }
    this.trouble = error;
    if (error.mayPass) {
      this.#failures += 1;
      this.#retryAt = performance.now() + pause(this.#failures);
    } else {
      this.#halted = true;
      this.#on.halted(entry, error);
    }
  }
}
