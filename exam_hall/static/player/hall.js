import { words } from './words.js';

const TIMEOUT_MS = 20_000;
const OF_VALUE = new Set(['malformed', 'too_large', 'conflict', 'too_many']);
const OF_ATTEMPT = new Set(['over', 'not_started', 'voided']);
const MAY_PASS = new Set(['offline', 'busy', 'sign-in', 'blocked', 'absent']);

/**
 * What went wrong between page and hall. `kind` says what follows from it:
 * `offline`, `busy` try again; `sign-in` sign in, then try again; `pen` another page has the pen;
 * `over` this attempt is not open; `value` what was sent is refused for good; `absent` there is no such
 * thing; `blocked` refused for another reason.
 */
export class HallError extends Error {
  constructor(kind, message = words.failure[kind] ?? words.failure.blocked, why = '') {
    super(message);
    this.kind = kind;
    this.why = why;
  }

  /** Whether the same request may succeed later. */
  get mayPass() {
    return MAY_PASS.has(this.kind);
  }
}

/** The hall's interface for one exam. Every method returns the answer's JSON or throws a HallError. */
export class Hall {
  #base;
  #path;
  #heard;

  /**
   * @param {string} base prefix of the hall, ending in `/`
   * @param {string} exam its name
   * @param {function(string, number, number)} heard gets the server's time, see ServerClock.hear
   */
  constructor(base, exam, heard = () => {}) {
    this.exam = exam;
    this.#base = base;
    this.#path = `${base}api/exams/${encodeURIComponent(exam)}`;
    this.#heard = heard;
  }

  info() {
    return this.#ask('');
  }

  paper() {
    return this.#ask('/paper');
  }

  start(client, password) {
    return this.#ask('/start', password ? { client, password } : { client });
  }

  contact(client) {
    return this.#ask('/contact', { client });
  }

  /** Send what the outbox holds; `last` lets it go on after the page is gone. */
  send(client, attempt, { seq, kind, gradeId, value }, last = false) {
    const what = { client, client_seq: seq, attempt, grade_id: gradeId };
    const body = kind === 'mark' ? { ...what, on: value } : { ...what, value };
    return this.#ask(kind === 'mark' ? '/mark' : '/answer', body, last);
  }

  handIn(client, attempt) {
    return this.#ask('/hand-in', { client, attempt });
  }

  result() {
    return this.#ask('/result');
  }

  recheck(client, text) {
    return this.#ask('/recheck', { client, text });
  }

  get feedback() {
    return `${this.#path}/feedback`;
  }

  async #ask(path, body, keepalive = false) {
    const sent = performance.now();
    const { response, data } = await fetched(this.#path + path, body, keepalive);
    if (typeof data?.now === 'string') {
      this.#heard(data.now, sent, performance.now());
    }
    if (response.ok && data !== null) {
      return data;
    }
    const why = data?.why ?? '';
    throw new HallError(kindOf(response, why), data?.message || undefined, why);
  }
}

async function fetched(url, body, keepalive) {
  const posted = body === undefined ? {} : { method: 'POST', headers: headers(), body: JSON.stringify(body) };
  try {
    const signal = keepalive ? undefined : AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { cache: 'no-store', credentials: 'same-origin', keepalive, signal, ...posted });
    return { response, data: parsed(await response.text()) };
  } catch {
    throw new HallError('offline');
  }
}

function parsed(text) {
  try {
    const data = JSON.parse(text);
    return data && typeof data === 'object' ? data : null;
  } catch {
    return null;
  }
}

/** The cookie is read every time: signing in again changes it. */
function headers() {
  const token = /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? '';
  return { 'Content-Type': 'application/json', 'X-XSRFToken': decodeURIComponent(token) };
}

function kindOf(response, why) {
  const { status } = response;
  if (response.ok) {
    // Not JSON: a page for signing in, the hall's or the network's.
    return response.redirected ? 'sign-in' : 'offline';
  }
  if (status === 401) {
    return 'sign-in';
  }
  if (why === 'pen') {
    return 'pen';
  }
  if (OF_ATTEMPT.has(why)) {
    return 'over';
  }
  if (OF_VALUE.has(why) || status === 413) {
    return 'value';
  }
  if (status >= 500 || [408, 425, 429].includes(status)) {
    return 'busy';
  }
  return status === 404 ? 'absent' : 'blocked';
}
