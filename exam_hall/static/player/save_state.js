import { words } from './words.js';

const { save } = words;

/**
 * What is true about saving at this moment, the worst first.
 *
 * @returns {{code: string, short: string, text: string, retry: boolean, signIn: boolean}} `code` is
 *   trouble, refused, asking (two answers to choose from), watching, saving or saved
 */
export function saveState(sitting) {
  const { outbox, trouble } = sitting;
  const waits = outbox.waiting.length > 0;
  if (trouble?.mayPass) {
    const signIn = trouble.kind === 'sign-in';
    const text = troubleText(trouble.kind, waits, outbox.kept);
    return { ...state('trouble', text), short: waits ? save.short.trouble : save.short.cut, retry: !signIn, signIn };
  }
  if (sitting.phase === 'watching') {
    return { ...state('watching', ''), short: waits ? save.short.trouble : save.short.watching };
  }
  const refused = outbox.held.filter(entry => entry.held.why !== 'elsewhere');
  if (refused.length) {
    return state('refused', refusal(sitting, refused));
  }
  if (outbox.held.length) {
    return state('asking', save.asking(numbersInWords(numbersOf(sitting, outbox.held))));
  }
  return waits ? state('saving', save.saving) : state('saved', save.saved);
}

function state(code, text) {
  return { code, short: save.short[code], text, retry: false, signIn: false };
}

function troubleText(kind, waits, kept) {
  if (waits && !kept) {
    return save.offlineBare;
  }
  if (kind === 'sign-in') {
    return waits ? save['sign-in'] : save.signInClean;
  }
  if (!waits) {
    return save.offlineClean;
  }
  return kind === 'offline' ? save.offline : kind === 'busy' ? save.busy : save.blocked;
}

function numbersOf(sitting, entries) {
  return [...new Set(entries.map(entry => sitting.number(entry.gradeId)))].sort((a, b) => a - b);
}

function refusal(sitting, entries) {
  const numbers = numbersOf(sitting, entries);
  const named = numbersInWords(numbers);
  return numbers.length > 1 ? save.refusedSeveral(named) : save.refused(named, entries[0].held.message);
}

/** 第 3、5 题; when they are many, 第 3 题等 9 题. */
export function numbersInWords(numbers) {
  return numbers.length > 4
    ? save.several(words.number(numbers[0]), numbers.length)
    : `第 ${numbers.join('、')} 题`;
}
