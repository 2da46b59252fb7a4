const PREFIX = 'xuefa-exam/';

/** Stands in where the browser keeps nothing: it lasts as long as the page. */
class PageStorage {
  #items = new Map();

  isVolatile = true;

  get length() {
    return this.#items.size;
  }

  key(index) {
    return [...this.#items.keys()][index];
  }

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, value) {
    this.#items.set(key, value);
  }

  removeItem(key) {
    this.#items.delete(key);
  }
}

const ofPage = new PageStorage();

/** This browser's storage, or one that lasts as long as the page. */
export function localShelves() {
  try {
    const probe = `${PREFIX}probe`;
    window.localStorage.setItem(probe, '');
    window.localStorage.removeItem(probe);
    return window.localStorage;
  } catch {
    return ofPage;
  }
}

/**
 * Where a page leaves in this browser what the hall has not acknowledged. Each page (client) writes a
 * key of its own, so two pages never undo one another. Keys name exam, attempt, form and the order of
 * the paper, which differs from candidate to candidate: on a machine that several people use, nobody
 * finds what another left.
 */
export class Shelf {
  #storage;
  #prefix;
  #client;
  #rank;

  /**
   * @param {Storage} storage
   * @param {{paper: object, attempt: number, key: string|undefined}} served the hall's answer
   * @param {string} client this page
   */
  constructor(storage, served, client) {
    const { exam, form } = served.paper;
    const whose = served.key ?? fingerprint(served.paper);
    this.#storage = storage;
    this.#prefix = `${PREFIX}${exam}/${served.attempt}/${form}/${whose}/`;
    this.#client = client;
    this.#rank = 1 + Math.max(0, ...this.others().map(other => other.rank));
  }

  /** Whether anything at all is left of an exam; cheap, and needs no paper. */
  static mayHold(storage, exam) {
    return keys(storage).some(key => key.startsWith(`${PREFIX}${exam}/`));
  }

  /** What other pages left, the page opened first first: `{client, rank, entries}`. */
  others() {
    return keys(this.#storage)
      .filter(key => key.startsWith(this.#prefix) && key !== this.#prefix + this.#client)
      .map(key => ({ client: key.slice(this.#prefix.length), ...read(this.#storage, key) }))
      .sort((a, b) => a.rank - b.rank);
  }

  /** Keep entries; false when this browser cannot. */
  write(entries) {
    return this.writeOf(this.#client, this.#rank, entries);
  }

  /** The same for a page that is gone. */
  writeOf(client, rank, entries) {
    const key = this.#prefix + client;
    try {
      if (entries.length) {
        this.#storage.setItem(key, JSON.stringify({ rank, entries }));
      } else {
        this.#storage.removeItem(key);
      }
      return !this.#storage.isVolatile;
    } catch {
      return false;
    }
  }

  /** Forget everything of this sitting. */
  clear() {
    for (const key of keys(this.#storage).filter(one => one.startsWith(this.#prefix))) {
      this.#storage.removeItem(key);
    }
  }
}

function keys(storage) {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index));
}

function read(storage, key) {
  try {
    const { rank, entries } = JSON.parse(storage.getItem(key));
    return { rank: Number(rank) || 0, entries: Array.isArray(entries) ? entries : [] };
  } catch {
    return { rank: 0, entries: [] };
  }
}

/** 64 bits (two FNV-1a halves) over the order of questions and options. */
function fingerprint(paper) {
  const order = paper.sections.flatMap(section => section.grade_ids);
  const text = [order, paper.slots.map(slot => [slot.grade_id, slot.options.map(option => option.id)])];
  return [0x811c9dc5, 0x01234567].map(seed => fnv(JSON.stringify(text), seed)).join('');
}

function fnv(text, seed) {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
