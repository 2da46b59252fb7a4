import { pause } from './courier.js';

/** Pages whose time is up at the same moment hand in within so many milliseconds, not all at once. */
const SPREAD_MS = 5_000;
/** For how long what came too late is still offered to the hall, which keeps it unscored. */
const LATE_MS = 30_000;

/** How an attempt ends from this page: the candidate hands in, or time is up. */
export class Ending {
  #sitting;
  #hall;
  #on;
  #wake = () => {};

  /** Why handing in was turned down, or does not get through: a HallError or null. */
  trouble = null;

  /**
   * @param {Sitting} sitting whose `phase` says whether this still goes on
   * @param {Hall} hall
   * @param {object} on `enter(phase)`, `ending()` before fields are locked, `changed()`, `askHow()` (has the
   *   deadline been moved?), `over(receipt)`, `lostPen()`, `elsewhere()`
   */
  constructor(sitting, hall, on) {
    this.#sitting = sitting;
    this.#hall = hall;
    this.#on = on;
  }

  /** Save what waits, then hand in; goes on trying until it is done or cancelled. */
  async handIn() {
    const { courier } = this.#sitting;
    if (this.#sitting.phase === 'writing') {
      this.trouble = null;
      this.#on.enter('handing');
      courier.hurry();
      await courier.drained();
      await this.#deliver('handing');
    }
  }

  cancel() {
    this.trouble = null;
    if (this.#sitting.phase === 'handing') {
      this.#on.enter('writing');
    }
  }

  /** The network may be back: no need to sit out a pause. */
  hurry() {
    this.#wake();
  }

  /** Time is up: what waits has the grace time, then this page hands in unless more time was granted. */
  async close() {
    const { courier, graceS, left } = this.#sitting;
    // What an input method still composes goes into its field while the field may yet be written.
    this.#on.ending();
    this.trouble = null;
    this.#on.enter('closing');
    courier.hurry();
    const rest = Math.max(0, graceS * 1000 + (left ?? 0));
    await Promise.race([courier.drained(), sleep(rest)]);
    await sleep(Math.min(SPREAD_MS, rest / 4) * Math.random());
    await this.#on.askHow();
    await this.#deliver('closing');
  }

  /** The hall still keeps, unscored, what came too late; then this browser forgets. */
  async tidy() {
    const { courier, shelf } = this.#sitting;
    this.trouble = null;
    courier.hurry();
    await Promise.race([courier.drained(), sleep(LATE_MS)]);
    courier.stop();
    shelf.clear();
  }

  async #deliver(phase) {
    const { client, attempt } = this.#sitting;
    for (let failures = 1; this.#sitting.phase === phase; failures += 1) {
      try {
        const { receipt } = await this.#hall.handIn(client, attempt);
        this.#on.over(receipt);
      } catch (error) {
        this.#failed(phase, error);
        await Promise.race([sleep(pause(failures)), new Promise(done => {
          this.#wake = done;
        })]);
      }
    }
  }

  #failed(phase, error) {
    this.trouble = error;
    if (error.kind === 'pen') {
      this.trouble = null;
      this.#on.lostPen();
    } else if (error.kind === 'over') {
      this.#on.elsewhere();
    } else if (phase === 'handing' && (!error.mayPass || error.kind === 'blocked')) {
      this.#on.enter('writing');
    }
    this.#on.changed();
  }
}

function sleep(ms) {
  return new Promise(done => {
    setTimeout(done, ms);
  });
}
