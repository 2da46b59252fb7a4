import { button, el, fact } from './dom.js';
import { second } from './format.js';
import { numbersInWords } from './save_state.js';
import { words } from './words.js';

const { receipt: said } = words;

/**
 * After an attempt: the receipt, to print or save, and a further attempt.
 *
 * @param {object|null} receipt null where there is none, as for an exam sat on paper
 * @param {object} rest `title` of the exam; `late`, the numbers of questions whose last change came after
 *   the end; `voided`, whether the attempt after this one was annulled; `attemptsLeft`, `mayStart`,
 *   `onAgain`, `onClose`
 */
export function receiptCard(receipt, rest) {
  const messages = [rest.voided ? said.voided : '', rest.late.length ? said.late(numbersInWords(rest.late)) : ''];
  return el('section.Card.Receipt', {},
    receipt ? slip(receipt) : el('h1', { tabIndex: -1 }, rest.title),
    messages.filter(Boolean).map(text => el('p.Message', { role: 'alert' }, text)),
    el('div.Actions', {},
      receipt ? [button(said.print, () => print(receipt), 'main'), button(said.save, () => save(receipt))] : null,
      rest.mayStart ? button(said.again(rest.attemptsLeft), rest.onAgain) : null,
      rest.onClose ? button(words.back, rest.onClose) : null));
}

function slip(receipt) {
  return [
    el('h1', { tabIndex: -1 }, `✓ ${said.title}`),
    el('p.CodeLabel', {}, said.code),
    el('p.Code', {}, receipt.code),
    el('dl.Facts', {}, facts(receipt).map(([name, value]) => fact(name, value))),
    el('p.Quiet', {}, said.check),
  ];
}

function facts(receipt) {
  return [
    [said.exam, receipt.title],
    [said.attempt, said.nth(receipt.attempt)],
    [said.at, said.atZone(second(receipt.at))],
    [said.answered, said.answeredOf(receipt.answered, receipt.questions)],
    [said.by, said.bys[receipt.by] ?? said.bys.candidate],
  ];
}

/** Only the slip goes to the printer, whatever page it is shown in. */
function print(receipt) {
  const sheet = el('div.Print', {}, slip(receipt));
  document.body.append(sheet);
  window.addEventListener('afterprint', () => sheet.remove(), { once: true });
  window.print();
}

/** A small text file. */
function save(receipt) {
  const lines = [[said.code, receipt.code], ...facts(receipt)].map(([name, value]) => `${name}：${value}`);
  const text = `\ufeff${[...lines, '', said.check, ''].join('\r\n')}`;
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  el('a', { href, download: said.file(receipt.title, receipt.code) }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
