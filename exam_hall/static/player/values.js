import { words } from './words.js';

/** What a blank of a fill question looks like in its stem. */
export const BLANK = '____';
const MAX_BLANK_CHARS = 200;
const MAX_ESSAY_CHARS = 5000;
const ESSAYS = new Set(['short', 'case']);

export function isEssay(slot) {
  return ESSAYS.has(slot.kind);
}

/** How many characters an answer of this slot may have. */
export function mostChars(slot) {
  return isEssay(slot) ? slot.max_chars ?? MAX_ESSAY_CHARS : MAX_BLANK_CHARS;
}

/** Characters as the hall counts them, not UTF-16 units. */
export function charCount(text) {
  return [...text].length;
}

/** Whether an answer says nothing. */
export function isBlank(value) {
  if (value === null || value === undefined) {
    return true;
  }
  if (typeof value === 'string') {
    return value.trim() === '';
  }
  return Array.isArray(value) && value.every(part => part.trim() === '');
}

export function same(a, b) {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** How far a question is answered: `none`, `part` (blanks left) or `full`. */
export function progress(slot, value) {
  if (isBlank(value)) {
    return 'none';
  }
  if (slot.kind !== 'fill') {
    return 'full';
  }
  const blanks = slot.stem.split(BLANK).length - 1;
  return value.filter(part => part.trim() !== '').length < blanks ? 'part' : 'full';
}

/** Why the hall would not take an answer for its length; null when it would. */
export function tooLong(slot, value) {
  const parts = typeof value === 'string' ? [value] : slot.kind === 'fill' ? value ?? [] : [];
  const [longest, most] = [Math.max(0, ...parts.map(charCount)), mostChars(slot)];
  if (longest <= most) {
    return null;
  }
  return isEssay(slot) ? words.sitting.tooLong(longest, most) : words.sitting.blankTooLong(longest, most);
}

/** The marking rule in a section's heading, without the counts that stand before it; may be empty. */
export function ruleOf(heading) {
  const inner = /（(.+?)。?）\s*$/.exec(heading)?.[1] ?? '';
  const sentences = inner.split('。').filter(Boolean);
  return (sentences.length > 1 && sentences[0].startsWith('共') ? sentences.slice(1) : sentences).join('。');
}

/** An answer in words, for showing beside another. */
export function inWords(slot, value) {
  if (isBlank(value)) {
    return words.sitting.nothing;
  }
  if (typeof value === 'boolean') {
    return words.truths[value ? 0 : 1];
  }
  if (typeof value === 'string') {
    return value;
  }
  const text = id => slot.options.find(option => option.id === id)?.text ?? id;
  return (slot.kind === 'fill' ? value : value.map(text)).join('；');
}
