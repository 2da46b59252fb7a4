import { el, newId } from './dom.js';
import { BLANK, charCount, isEssay, mostChars } from './values.js';
import { words } from './words.js';

/** Milliseconds without a key before what was typed is sent; longer while an input method composes. */
const TYPING = { quiet: 800 };
const COMPOSING = { quiet: 2_500, patience: Infinity };
const DONE = { quiet: 300 };

/**
 * What a candidate answers with. A field gives `node`; `show(value)` fills it, which is done when the
 * paper is opened and never while somebody types; `lock(on)`; `press(letter)` says whether it took it.
 * `changed(value, typing)` is called with every change, null for a blank answer.
 */
export function fieldOf(slot, labels, changed) {
  if (slot.kind === 'fill') {
    return fillField(slot, labels, changed);
  }
  return (isEssay(slot) ? essayField : choiceField)(slot, labels, changed);
}

function choiceField(slot, { heading, stem }, changed) {
  const several = slot.kind === 'multiple';
  const truths = slot.kind === 'true_false';
  const options = truths ? words.truths.map((text, index) => ({ id: index === 0, text })) : slot.options;
  const name = newId('options');
  const rows = options.map((option, index) => optionRow(option, index, { name, type: several ? 'checkbox' : 'radio' }));
  const ids = () => rows.filter(row => row.input.checked).map(row => row.id);
  const value = () => {
    const chosen = ids();
    return chosen.length === 0 ? null : truths ? chosen[0] : chosen;
  };
  const node = el('fieldset.Options', { 'data-kind': slot.kind, 'aria-labelledby': heading, 'aria-describedby': stem },
    rows.map(row => row.label));
  node.addEventListener('change', () => changed(value()));
  return {
    node,
    show(given) {
      const chosen = truths ? [given] : given ?? [];
      rows.forEach(row => {
        row.input.checked = chosen.includes(row.id);
      });
    },
    lock(on) {
      node.disabled = on;
    },
    press(letter) {
      const row = rows[letter.charCodeAt(0) - 65];
      if (row && !node.disabled) {
        row.input.checked = !several || !row.input.checked;
        changed(value());
      }
      return Boolean(row);
    },
  };
}

function optionRow(option, index, { name, type }) {
  const letter = String.fromCharCode(65 + index);
  const input = el('input', { type, name, value: String(option.id) });
  const label = el('label.Option', {}, input, el('span.Letter', {}, letter), el('span.OptionText', {}, option.text));
  return { id: option.id, input, label };
}

function fillField(slot, { number, heading }, changed) {
  const parts = slot.stem.split(BLANK);
  const inputs = parts.slice(1).map((_, index) => blank(words.sitting.blank(number, index + 1)));
  const value = () => {
    const texts = inputs.map(input => input.value);
    return texts.every(text => text === '') ? null : texts;
  };
  inputs.forEach(input => watchTyping(input, typing => changed(value(), typing)));
  const inner = parts.flatMap((part, index) => (index ? [inputs[index - 1], part] : [part]));
  return {
    node: el('div.Stem.FillStem', { role: 'group', 'aria-labelledby': heading }, inner),
    show(given) {
      inputs.forEach((input, index) => {
        input.value = given?.[index] ?? '';
      });
    },
    lock(on) {
      inputs.forEach(input => {
        input.readOnly = on;
      });
    },
    press: () => false,
  };
}

function blank(label) {
  return el('input.Blank', { type: 'text', autocomplete: 'off', spellcheck: false, 'aria-label': label });
}

function essayField(slot, { number, stem }, changed) {
  const most = mostChars(slot);
  const count = el('p.Count', { id: newId('count') });
  const area = el('textarea.Essay', {
    rows: slot.kind === 'case' ? 10 : 6,
    spellcheck: false,
    'aria-label': words.sitting.essay(number),
    'aria-describedby': `${stem} ${count.id}`,
  });
  const tally = () => {
    const length = charCount(area.value);
    const over = length > most;
    count.textContent = over ? words.sitting.tooLong(length, most) : words.sitting.count(length, most);
    count.dataset.over = over ? 'yes' : '';
    area.setAttribute('aria-invalid', String(over));
    grow(area);
  };
  watchTyping(area, typing => {
    tally();
    changed(area.value === '' ? null : area.value, typing);
  });
  return {
    node: el('div', {}, area, count),
    show(given) {
      area.value = given ?? '';
      tally();
    },
    lock(on) {
      area.readOnly = on;
    },
    press: () => false,
  };
}

/**
 * Every change is noted at once, what an input method composes too: a phone's keyboard may compose for
 * minutes. Only the sending waits for a pause. The field itself is never written to.
 */
function watchTyping(field, changed) {
  field.addEventListener('input', event => changed(event.isComposing ? COMPOSING : TYPING));
  field.addEventListener('compositionend', () => changed(DONE));
  field.addEventListener('change', () => changed(DONE));
}

/** Where CSS cannot let a text area grow with its text. */
function grow(area) {
  if (!CSS.supports('field-sizing', 'content') && area.scrollHeight > area.clientHeight) {
    area.style.height = `${area.scrollHeight + 4}px`;
  }
}
