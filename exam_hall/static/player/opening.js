import { Outbox } from './outbox.js';
import { Shelf } from './shelf.js';
import { same, tooLong } from './values.js';

const NOT_NOW = new Set(['offline', 'busy', 'sign-in']);

/** A page's random name for itself: 32 hexadecimal digits. */
export function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Take the pen and fetch the paper with the answers that count.
 *
 * What earlier pages left in this browser goes first, under their own names and numbers: while none
 * was opened after them they still hold the pen, and the hall stores a repeated number once. Only then
 * does this page announce itself.
 *
 * @returns {Promise<object>} paper, attempt, deadline, graceS, answers, known, marks, pen, shelf, outbox
 * @throws {HallError} nothing is lost, and opening may be tried again
 */
export async function openSitting(hall, storage, client) {
  if (Shelf.mayHold(storage, hall.exam)) {
    const before = await hall.paper();
    await resend(hall, new Shelf(storage, before, client), before.attempt);
  }
  const { pen } = await hall.contact(client);
  const served = await hall.paper();
  const shelf = new Shelf(storage, served, client);
  const opened = {
    client,
    pen,
    shelf,
    paper: served.paper,
    attempt: served.attempt,
    deadline: served.deadline,
    graceS: served.grace_s,
    known: new Map(Object.entries(served.answers)),
    answers: new Map(Object.entries(served.answers)),
    marks: new Set(served.marked),
    outbox: new Outbox(shelf),
  };
  adopt(opened);
  return opened;
}

async function resend(hall, shelf, attempt) {
  for (const { client, rank, entries } of shelf.others()) {
    let left = entries;
    for (const entry of entries.filter(one => !one.held)) {
      if (await taken(hall, client, attempt, entry)) {
        left = left.filter(one => one !== entry);
        shelf.writeOf(client, rank, left);
      }
    }
  }
}

async function taken(hall, client, attempt, entry) {
  try {
    await hall.send(client, attempt, entry);
    return true;
  } catch (error) {
    if (NOT_NOW.has(error.kind)) {
      throw error;
    }
    return false;
  }
}

/** Make what could not be sent under the old name this page's own, under a new number. */
function adopt(opened) {
  const newest = new Map();
  const others = opened.shelf.others();
  for (const entry of others.flatMap(other => other.entries)) {
    newest.set(`${entry.kind} ${entry.gradeId}`, entry);
  }
  const known = new Set(opened.paper.slots.map(slot => slot.grade_id));
  for (const entry of newest.values()) {
    if (known.has(entry.gradeId)) {
      (entry.kind === 'mark' ? adoptMark : adoptAnswer)(opened, entry);
    }
  }
  others.forEach(other => opened.shelf.writeOf(other.client, other.rank, []));
}

function adoptMark({ marks, outbox }, { gradeId, value }) {
  if (marks.has(gradeId) !== value) {
    outbox.put({ kind: 'mark', gradeId, value, base: !value });
    marks[value ? 'add' : 'delete'](gradeId);
  }
}

/**
 * An answer nobody has changed since it was written takes its place again; where another page has saved
 * a different one meanwhile, the candidate is asked.
 */
function adoptAnswer({ paper, answers, known, outbox }, entry) {
  const { gradeId, value } = entry;
  const theirs = known.get(gradeId) ?? null;
  const what = { kind: 'answer', gradeId, value, base: theirs };
  if (same(theirs, value)) {
    return;
  }
  if (!same(theirs, entry.base)) {
    outbox.hold({ ...what, base: entry.base }, { why: 'elsewhere', message: '' });
    return;
  }
  const message = tooLong(paper.slots.find(slot => slot.grade_id === gradeId), value);
  answers.set(gradeId, value);
  if (message) {
    outbox.hold(what, { why: 'too_large', message });
  } else {
    outbox.put(what);
  }
}
