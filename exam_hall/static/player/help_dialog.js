import { button, el, newId } from './dom.js';
import { words } from './words.js';

/** The keys, for whoever works without a mouse. */
export function helpDialog() {
  const { title, intro, keys, note } = words.help;
  const id = newId('title');
  const rows = keys.map(([key, what]) => el('tr', {}, el('th', { scope: 'row' }, key), el('td', {}, what)));
  const dialog = el('dialog.Dialog', { 'aria-labelledby': id },
    el('h2', { id }, title),
    el('p', {}, intro),
    el('table.Keys', {}, el('tbody', {}, rows)),
    el('p.Quiet', {}, note),
    el('div.Actions', {}, button(words.close, () => dialog.close(), 'main'))
  );
  return dialog;
}
