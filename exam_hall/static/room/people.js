/** What the page makes of a candidate as the hall tells of one. Pure functions. */

/** Pages are in contact every 15 seconds; whoever missed two is shown as perhaps cut off. */
export const STALE_MS = 45_000;

/** Groups by which the list is counted and filtered; `stale` is a part of `sitting`. */
export const GROUPS = ['absent', 'present', 'sitting', 'expired', 'handed_in', 'voided'];

const CHINESE = new Intl.Collator('zh-CN', { numeric: true });

/** Which of {@link GROUPS} a candidate belongs to. */
export function groupOf({ state, attempt, last_contact: contact }) {
  if (['sitting', 'handed_in', 'voided'].includes(state)) {
    return state;
  }
  if (state === 'expired' && attempt > 0) {
    return 'expired';
  }
  // After an attempt that was given back, somebody is here and may begin anew.
  return contact || attempt > 0 ? 'present' : 'absent';
}

/** How a candidate stands, as a key of `words.states`. */
export function stateKey(candidate) {
  const { state, attempt } = candidate;
  const group = groupOf(candidate);
  if (group === 'absent') {
    return state === 'expired' ? 'absentClosed' : 'absent';
  }
  if (group !== 'present') {
    return group;
  }
  if (attempt > 0) {
    return 'again';
  }
  return { not_open: 'presentWaiting', expired: 'presentClosed' }[state] ?? 'present';
}

/** Whether an attempt is open that can be given time or collected. */
export function isOpen(candidate) {
  return ['sitting', 'expired'].includes(groupOf(candidate));
}

/** Whether there is an attempt that can be annulled. */
export function mayVoid({ state, attempt }) {
  return attempt > 0 && ['sitting', 'expired', 'handed_in'].includes(state);
}

/** Whether somebody who sits has not been heard of for too long; `age` in milliseconds. */
export function isStale(candidate, age) {
  return groupOf(candidate) === 'sitting' && age !== null && age > STALE_MS;
}

/** A 人员编号 as it may be seen over a shoulder: P0***7. */
export function masked(id) {
  return id.length > 4 ? `${id.slice(0, 2)}***${id.slice(-1)}` : `${id.slice(0, 1)}***`;
}

/** The code of a receipt, which the hall may send with more about it. */
export function receiptCode({ receipt }) {
  return typeof receipt === 'object' ? (receipt?.code ?? '') : receipt;
}

/** What is typed and what is kept, compared without case and width. */
export function plain(text) {
  return String(text ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/** Everything a candidate is found by. */
export function searchText({ id, name, seat, ticket, unit }) {
  return [id, name, seat, ticket, unit].map(plain).join('\n');
}

/** How many belong to each group; `isStaleNow` says who is perhaps cut off. */
export function countGroups(candidates, isStaleNow) {
  const counts = Object.fromEntries(['all', ...GROUPS, 'stale'].map(group => [group, 0]));
  for (const candidate of candidates) {
    counts.all += 1;
    counts[groupOf(candidate)] += 1;
    counts.stale += isStaleNow(candidate) ? 1 : 0;
  }
  return counts;
}

const KEYS = {
  seat: candidate => candidate.seat ?? '',
  name: candidate => candidate.name ?? '',
  id: candidate => candidate.id,
};

/** Candidates in order; who lacks what is sorted by comes last, and ids decide between equals. */
export function sorted(candidates, by) {
  const key = KEYS[by];
  return [...candidates].sort((one, other) => {
    const [a, b] = [String(key(one)), String(key(other))];
    if (!a !== !b) {
      return a ? -1 : 1;
    }
    return CHINESE.compare(a, b) || CHINESE.compare(one.id, other.id);
  });
}
