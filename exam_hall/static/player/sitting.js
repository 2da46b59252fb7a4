import { Contact } from './contact.js';
import { Countdown } from './countdown.js';
import { Courier } from './courier.js';
import { Ending } from './ending.js';
import { progress, same, tooLong } from './values.js';

/**
 * One attempt as this page knows it: answers, marks, what is still to be saved, and how it ends.
 *
 * `phase` is `writing`, `watching` (another page has the pen), `handing` (the candidate hands in),
 * `closing` (time is up), `over` or `left` (the attempt went on or ended elsewhere). Events: `save`,
 * `answer` (of `gradeId`), `phase`, `tick`, `warning` (`minutes`), `moved` (`by` ms), `ending` (just before
 * `closing`), `over` (`receipt`, `late`), `left`.
 */
export class Sitting extends EventTarget {
  #hall;
  #known;
  #countdown;
  #contact;
  #ending;
  #late = new Set();

  /**
   * @param {Hall} hall
   * @param {ServerClock} clock
   * @param {object} opened what openSitting found
   */
  constructor(hall, clock, opened) {
    super();
    this.#hall = hall;
    this.#known = opened.known;
    this.client = opened.client;
    this.paper = opened.paper;
    this.attempt = opened.attempt;
    this.answers = opened.answers;
    this.marks = opened.marks;
    this.outbox = opened.outbox;
    this.shelf = opened.shelf;
    this.graceS = opened.graceS;
    this.slots = inOrder(opened.paper);
    this.phase = opened.pen ? 'writing' : 'watching';
    this.courier = new Courier(this.outbox, entry => hall.send(this.client, this.attempt, entry), {
      kept: (entry, reply) => this.#kept(entry, reply),
      refused: entry => this.#tell('answer', { gradeId: entry.gradeId }),
      halted: (entry, error) => this.#halted(entry, error),
      changed: () => this.#tell('save'),
    });
    this.#countdown = new Countdown(clock, opened.deadline, (name, detail) => this.#timed(name, detail));
    this.#contact = new Contact(() => hall.contact(this.client), {
      heard: said => this.#heard(said),
      changed: () => this.#tell('save'),
      ended: () => void this.#look(),
    });
    this.#ending = new Ending(this, hall, {
      enter: phase => this.#enter(phase),
      ending: () => this.#tell('ending'),
      changed: () => this.#tell('save'),
      askHow: () => this.#contact.now(),
      over: receipt => this.#end(receipt),
      lostPen: () => this.#losePen(),
      elsewhere: () => void this.#look(),
    });
  }

  /** Begin to count, to keep contact and to send. */
  begin() {
    this.#countdown.begin();
    this.#contact.begin();
    this.courier.wake();
  }

  /** Stop all of it; what waits stays in this browser. */
  dispose() {
    this.#countdown.stop();
    this.#contact.stop();
    this.courier.stop();
    if (this.phase === 'over') {
      this.shelf.clear();
    } else {
      this.phase = 'left';
    }
  }

  get deadline() {
    return this.#countdown.deadline;
  }

  /** Milliseconds left; null while the server's time is unknown. */
  get left() {
    return this.#countdown.left;
  }

  get trouble() {
    return this.#ending.trouble ?? this.courier.trouble ?? this.#contact.trouble;
  }

  /** Why handing in was turned down, or does not get through: a HallError or null. */
  get handInTrouble() {
    return this.#ending.trouble;
  }

  slot(gradeId) {
    return this.slots.find(slot => slot.grade_id === gradeId);
  }

  /** The number a question has on this candidate's paper, from 1. */
  number(gradeId) {
    return 1 + this.slots.findIndex(slot => slot.grade_id === gradeId);
  }

  /** What is held of a question: an outbox entry or undefined. */
  heldOf(gradeId) {
    return this.outbox.held.find(entry => entry.kind === 'answer' && entry.gradeId === gradeId);
  }

  /** `none`, `part` or `full`. */
  progressOf(gradeId) {
    return progress(this.slot(gradeId), this.answers.get(gradeId) ?? null);
  }

  /** Note an answer; `typing` as for Outbox.put. Null takes an earlier one back. */
  answer(gradeId, value, typing) {
    if (this.phase !== 'writing') {
      return;
    }
    if (same(value, this.answers.get(gradeId))) {
      // The end of a composition changes nothing, but says that the text is finished.
      this.outbox.hasten({ kind: 'answer', gradeId }, typing?.quiet ?? 0);
      this.courier.wake();
      return;
    }
    this.answers.set(gradeId, value);
    const what = { kind: 'answer', gradeId, value, base: this.#known.get(gradeId) ?? null };
    const message = tooLong(this.slot(gradeId), value);
    if (message) {
      this.outbox.hold(what, { why: 'too_large', message });
    } else {
      this.outbox.put(what, typing);
    }
    this.#changed(gradeId);
  }

  mark(gradeId, on) {
    if (this.phase !== 'writing') {
      return;
    }
    this.marks[on ? 'add' : 'delete'](gradeId);
    this.outbox.put({ kind: 'mark', gradeId, value: on, base: !on });
    this.#changed(gradeId);
  }

  /** Of two answers from two pages, take the one this browser held, or give it up. */
  resolve(gradeId, takeMine) {
    const held = this.heldOf(gradeId);
    this.outbox.drop(gradeId);
    if (held && takeMine) {
      this.answer(gradeId, held.value);
    }
    this.#changed(gradeId);
  }

  /** The network may be back, or the page is about to be hidden. */
  hurry() {
    this.courier.hurry();
    this.#ending.hurry();
    this.#contact.now();
  }

  /** The page is going: one last try, answers unawaited. */
  farewell() {
    for (const entry of this.outbox.waiting) {
      this.#hall.send(this.client, this.attempt, entry, true).catch(() => {});
    }
  }

  /** Save what waits, then hand in; goes on trying until it is done or cancelled. */
  handIn() {
    return this.#ending.handIn();
  }

  cancelHandIn() {
    this.#ending.cancel();
  }

  #heard({ deadline, state, attempt, pen }) {
    if (attempt !== this.attempt || !['sitting', 'expired'].includes(state)) {
      void this.#look();
      return;
    }
    this.#countdown.move(deadline);
    if (pen === false) {
      this.#losePen();
    }
    if (this.courier.trouble) {
      this.courier.hurry();
    }
    this.#ending.hurry();
  }

  #timed(name, detail) {
    if (name === 'up' && (this.phase === 'writing' || this.phase === 'handing')) {
      void this.#ending.close();
    } else if (name === 'moved' && this.phase === 'closing' && this.left > 0) {
      this.#enter('writing');
    }
    this.#tell(name, detail);
  }

  #kept(entry, reply) {
    if (entry.kind === 'answer') {
      this.#known.set(entry.gradeId, entry.value);
      if (reply.counts === false) {
        this.#late.add(entry.gradeId);
      }
    }
    this.#countdown.move(reply.deadline);
    this.#tell('answer', { gradeId: entry.gradeId });
  }

  #halted(entry, error) {
    if (error.kind === 'pen') {
      this.#losePen();
    } else {
      void this.#look();
    }
  }

  #losePen() {
    this.courier.stop();
    if (['writing', 'handing', 'closing'].includes(this.phase)) {
      this.#enter('watching');
    }
  }

  /** Ask how this attempt stands, when it seems to have ended. */
  async #look() {
    try {
      const info = await this.#hall.info();
      if (info.state !== 'voided' && info.receipt?.attempt === this.attempt) {
        this.#end(info.receipt);
      } else if (info.attempt !== this.attempt || !['sitting', 'expired'].includes(info.state)) {
        this.#leave();
      }
    } catch {
      // Contact goes on and leads here again.
    }
  }

  #leave() {
    this.dispose();
    this.#enter('left');
    this.#tell('left');
  }

  #end(receipt) {
    if (this.phase === 'over') {
      return;
    }
    this.#countdown.stop();
    this.#contact.stop();
    const waiting = this.outbox.waiting.filter(entry => entry.kind === 'answer');
    const late = new Set([...this.#late, ...waiting.map(entry => entry.gradeId)]);
    this.#enter('over');
    this.#tell('over', { receipt, late: [...late].map(gradeId => this.number(gradeId)).sort((a, b) => a - b) });
    void this.#ending.tidy();
  }

  #changed(gradeId) {
    this.courier.wake();
    this.#tell('answer', { gradeId });
    this.#tell('save');
  }

  #enter(phase) {
    this.phase = phase;
    this.#tell('phase');
    this.#tell('save');
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function inOrder(paper) {
  const slots = new Map(paper.slots.map(slot => [slot.grade_id, slot]));
  return paper.sections.flatMap(section => section.grade_ids.map(gradeId => slots.get(gradeId)));
}
