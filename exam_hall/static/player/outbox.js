/** Longest that typing without a pause keeps an answer from being sent. */
const PATIENCE_MS = 5_000;

/**
 * What this page has to say and the hall has not acknowledged, in the order of its numbers.
 *
 * Of several answers to one question only the newest is kept: its number is the highest, and the hall
 * goes by the number. An entry is `{seq, kind, gradeId, value, base, held}`: `kind` is `answer` or `mark`,
 * `base` what the hall had acknowledged when it was written, `held` null, or `{why, message}` for what is
 * not to be sent and must not be lost either.
 */
export class Outbox {
  #shelf;
  #now;
  #entries = [];
  #seq = 0;

  /** Whether the browser keeps a copy of what waits. */
  kept = true;

  /**
   * @param {Shelf} shelf
   * @param {function(): number} now monotonic milliseconds
   */
  constructor(shelf, now = () => performance.now()) {
    this.#shelf = shelf;
    this.#now = now;
  }

  /** Entries to be sent, oldest first. */
  get waiting() {
    return this.#entries.filter(entry => !entry.held);
  }

  /** Entries that will not be sent as they are. */
  get held() {
    return this.#entries.filter(entry => entry.held);
  }

  /**
   * Add a new value in place of an older one of the same question.
   *
   * @param {object} what kind, gradeId, value, base
   * @param {{quiet: number, patience: number}} typing wait for so many milliseconds without a newer
   *   value before sending, but in all no longer than `patience`
   */
  put(what, { quiet = 0, patience = PATIENCE_MS } = {}) {
    const now = this.#now();
    const old = this.waiting.find(like(what));
    const since = old && !old.tried ? old.since : now;
    this.#entries = this.#entries.filter(entry => !like(what)(entry));
    this.#add(what, { held: null, since, ready: Math.min(now + quiet, since + patience) });
  }

  /** What waits for a question has not changed but is finished: it need wait no longer than `quiet`. */
  hasten({ kind, gradeId }, quiet) {
    const entry = this.waiting.find(like({ kind, gradeId }));
    if (entry) {
      entry.ready = Math.min(entry.ready, this.#now() + quiet);
    }
  }

  /** Add a value that the hall would refuse; an earlier one that it would take still goes. */
  hold(what, held) {
    this.#entries = this.#entries.filter(entry => !(entry.held && like(what)(entry)));
    this.#add(what, { held, since: 0, ready: 0 });
  }

  /** The next entry to send; null when there is none, or it may still change. */
  get head() {
    return this.wait === 0 ? this.waiting[0] : null;
  }

  /** Milliseconds until the next entry is to be sent; null when none waits. */
  get wait() {
    const [first, second] = this.waiting;
    if (!first) {
      return null;
    }
    // Whoever goes on to another question has finished with this one, and the order is kept.
    return second ? 0 : Math.max(0, first.ready - this.#now());
  }

  /** Everything is to be sent now. */
  hurry() {
    for (const entry of this.#entries) {
      entry.ready = 0;
    }
  }

  /** The hall has it. */
  settle(seq) {
    this.#entries = this.#entries.filter(entry => entry.seq !== seq);
    this.#save();
  }

  /** The hall will not have it. */
  refuse(seq, held) {
    this.#entries = this.#entries.map(entry => (entry.seq === seq ? { ...entry, held } : entry));
    this.#save();
  }

  /** Give up what is held of a question. */
  drop(gradeId) {
    this.#entries = this.#entries.filter(entry => !(entry.held && entry.gradeId === gradeId));
    this.#save();
  }

  #add(what, rest) {
    this.#seq += 1;
    this.#entries.push({ seq: this.#seq, ...what, ...rest, tried: false });
    this.#save();
  }

  #save() {
    const plain = ({ seq, kind, gradeId, value, base, held }) => ({ seq, kind, gradeId, value, base, held });
    this.kept = this.#shelf.write(this.#entries.map(plain));
  }
}

function like({ kind, gradeId }) {
  return entry => entry.kind === kind && entry.gradeId === gradeId;
}
