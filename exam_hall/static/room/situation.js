import { second } from '../player/format.js';
import { isStale, masked } from './people.js';
import { words } from './words.js';

/**
 * What the page knows: the hall's last answer, how old it is, and the server's clock. While the hall is
 * away nothing is counted on that only the hall can know.
 */
export class Situation {
  /** The last answer, or null before the first. */
  data = null;
  /** Why the hall is not heard, a RoomError, or null. */
  trouble = null;
  /** Whether numbers are shown in full. */
  showIds = false;
  #clock;

  /** @param {ServerClock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** The server's clock in China, to the second, as it goes on; empty before the first answer. */
  get time() {
    const passed = this.data ? this.#clock.until(this.data.now) : null;
    return passed === null ? '' : clockOf(new Date(Date.parse(this.data.now) - passed).toISOString());
  }

  /** When the last answer was true. */
  get heardAt() {
    return this.data ? clockOf(this.data.now) : '';
  }

  /** The candidate of an id, or undefined. */
  candidate(id) {
    return this.data?.candidates.find(candidate => candidate.id === id);
  }

  /** Milliseconds since a candidate was heard of, at the time of the last answer if the hall is away. */
  age({ last_contact: contact }) {
    if (!contact) {
      return null;
    }
    const since = this.trouble ? Date.parse(this.data.now) - Date.parse(contact) : -this.#clock.until(contact);
    return Math.max(0, since);
  }

  isStale(candidate) {
    return isStale(candidate, this.age(candidate));
  }

  /** When a candidate was heard of, in words. */
  contactText(candidate) {
    const age = this.age(candidate);
    if (age === null) {
      return candidate.attempt ? words.never : words.nobody;
    }
    const isStale = this.isStale(candidate);
    if (this.trouble) {
      return (isStale ? words.lastAtStale : words.lastAt)(clockOf(candidate.last_contact));
    }
    return (isStale ? words.stale : words.ago)(ageText(age));
  }

  /** Milliseconds until a time by the server's clock. */
  left(iso) {
    return this.#clock.until(iso);
  }

  /** A time in China, without its day if that is today. */
  when(iso) {
    const [text, today] = [second(iso), second(this.data.now).slice(0, -8)];
    return text.startsWith(today) ? text.slice(today.length) : text;
  }

  /** By what a candidate is called on the screen. */
  called(candidate) {
    return candidate.name || this.number(candidate.id);
  }

  /** A 人员编号 as it may be shown now. */
  number(id) {
    return this.showIds ? id : masked(id);
  }

  /** Leaves no doubt who is meant, for what cannot be undone. */
  exactly({ id, name, seat }) {
    const number = words.number(id);
    const place = seat ? `${words.seat(seat)}，${number}` : number;
    return name ? `${name}（${place}）` : place;
  }
}

/** Only the time of the day in China, to the second. */
export function clockOf(iso) {
  return second(iso).slice(-8);
}

/** Milliseconds in one unit, as precise as somebody watching needs it. */
export function ageText(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) {
    return words.seconds(seconds);
  }
  return seconds < 3600 ? words.minutes(Math.floor(seconds / 60)) : words.hours(Math.floor(seconds / 3600));
}
