import { localShelves } from './shelf.js';

const KEY = 'xuefa-exam-prefs';
const NARROW_PX = 600;

/** What this browser was set to: `size` normal, large or huge; `layout` all or one. */
export function loadPrefs() {
  const fallback = { size: 'normal', layout: window.innerWidth < NARROW_PX ? 'one' : 'all' };
  try {
    return { ...fallback, ...JSON.parse(localShelves().getItem(KEY)) };
  } catch {
    return fallback;
  }
}

/** Remember it, where the browser lets us. */
export function savePrefs(prefs) {
  try {
    localShelves().setItem(KEY, JSON.stringify(prefs));
  } catch {
    // A choice that is forgotten does no harm.
  }
}
