const PREFIX = 'xuefa-Room-';
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

/** A button; `look` is `main`, `grave`, `plain` or nothing. */
export function button(label, onclick, look = '') {
  return el('button.Button', { type: 'button', onclick, 'data-look': look }, label);
}

/** An id that no other element has. */
export function newId(word) {
  ids += 1;
  return `xuefa-room-${word}-${ids}`;
}

/** Change a text only if it is another: what stays costs nothing and is not read out again. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Change an attribute only if it is another; null takes it off. */
export function setMark(node, name, value) {
  if (value === null) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

/** A labelled field. */
export function field(label, input, hint = null) {
  input.id ||= newId('field');
  return el('div.Field', {}, el('label', { htmlFor: input.id }, label), input, hint);
}

/** A fact in a `dl`; the value is changed through the node returned second. */
export function fact(name) {
  const value = el('dd', {});
  return [el('div.Fact', {}, el('dt', {}, name), value), value];
}

/** A modal dialog with a title and a button that closes it. */
export function dialog(title, closeWord, ...children) {
  const heading = el('h2', { id: newId('title'), tabIndex: -1 }, title);
  const close = button(closeWord, () => node.close(), 'plain');
  const node = el('dialog.Dialog', { 'aria-labelledby': heading.id },
    el('div.DialogHead', {}, heading, close), ...children);
  return { node, heading };
}
