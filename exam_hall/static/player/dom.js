const PREFIX = 'xuefa-Exam-';
let ids = 0;

/**
 * Make an element. Text is always set as text, never as HTML.
 *
 * @param {string} spec tag and classes without their prefix, as in `button.Button`
 * @param {object} props properties; `role` and names with a hyphen are set as attributes
 * @param {...(Node|string|null|Array)} children
 */
export function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split('.');
  const node = document.createElement(tag);
  if (classes.length) {
    node.className = classes.map(name => PREFIX + name).join(' ');
  }
  for (const [name, value] of Object.entries(props)) {
    if (name === 'role' || name.includes('-')) {
      node.setAttribute(name, value);
    } else {
      node[name] = value;
    }
  }
  node.append(...children.flat().filter(child => child !== null));
  return node;
}

/** A button; `look` is `main`, `plain` or nothing. */
export function button(label, onclick, look = '') {
  return el('button.Button', { type: 'button', onclick, 'data-look': look }, label);
}

/** An id that no other element has. */
export function newId(word) {
  ids += 1;
  return `xuefa-exam-${word}-${ids}`;
}

/** One of a few, as native radio buttons side by side. */
export function choice(legend, options, chosen, onchange) {
  const name = newId('choice');
  const labels = Object.entries(options).map(([value, text]) =>
    el('label.Segment', {},
      el('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => onchange(value) }),
      el('span', {}, text)
    )
  );
  return el('fieldset.Segments', {}, el('legend', {}, legend), el('div', {}, labels));
}

/** A table row of a fact list. */
export function fact(name, value) {
  return el('div.Fact', {}, el('dt', {}, name), el('dd', {}, value));
}
