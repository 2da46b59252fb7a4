import { words } from './words.js';

const TIMEOUT_MS = 10_000;

/**
 * What went wrong between this page and the hall. `kind`: `offline`, `busy`, `sign-in`, or `blocked`
 * (refused, and the hall says why). `isUnsure`: it may have been done all the same.
 */
export class RoomError extends Error {
  constructor(kind, message = '', isUnsure = false) {
    super(message || words.failure[kind]);
    this.kind = kind;
    this.isUnsure = isUnsure;
  }
}

/** The hall's interface for the invigilator of one exam. Every method returns JSON or throws a RoomError. */
export class RoomHall {
  #path;
  #client = newClient();
  #seq = 0;
  #heard;

  /**
   * @param {string} base prefix of the hall, ending in `/`
   * @param {string} exam its name
   * @param {function(string, number, number)} heard gets the server's time, see ServerClock.hear
   */
  constructor(base, exam, heard) {
    this.#path = `${base}api/room/${encodeURIComponent(exam)}`;
    this.#heard = heard;
  }

  /** How everybody stands. */
  async room() {
    const sent = performance.now();
    const data = await ask(this.#path);
    this.#heard(data.now, sent, performance.now());
    return data;
  }

  /**
   * Prepare something to be done. Calling `send` twice does it once, since it carries the same number.
   *
   * @param {string} action `grant`, `void`, `note` or `collect`
   * @param {object} body
   * @returns {{key: string, send: function(): Promise<object>}} `key` tells equal things to do
   */
  prepare(action, body) {
    const numbered = action === 'grant' || action === 'note';
    const number = numbered ? { client_seq: (this.#seq += 1) } : {};
    const whole = { client: this.#client, ...number, ...body };
    return { key: JSON.stringify([action, body]), send: () => ask(`${this.#path}/${action}`, whole) };
  }
}

function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

async function ask(url, body) {
  const { response, data } = await fetched(url, body);
  if (response.ok && data !== null) {
    return data;
  }
  const kind = kindOf(response);
  throw new RoomError(kind, data?.message, kind === 'offline' || (kind === 'busy' && data?.why !== 'storage'));
}

async function fetched(url, body) {
  const posted = body === undefined ? {} : { method: 'POST', headers: headers(), body: JSON.stringify(body) };
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { cache: 'no-store', credentials: 'same-origin', signal, ...posted });
    return { response, data: parsed(await response.text()) };
  } catch {
    throw new RoomError('offline', '', true);
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

function kindOf({ ok, redirected, status }) {
  if (ok) {
    // Not JSON: a page for signing in, the hall's or the network's.
    return redirected ? 'sign-in' : 'offline';
  }
  if (status === 401) {
    return 'sign-in';
  }
  return status >= 500 || [408, 425, 429].includes(status) ? 'busy' : 'blocked';
}
