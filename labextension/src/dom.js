/**
 * Make an element. Text is always set as text, never as HTML.
 *
 * @param {string} spec tag and classes, as in `button.xuefa-Button`
 * @param {object} props properties; `aria-*`, `role` and `style` are set as attributes
 * @param {...(Node|string|null)} children
 */
export function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split('.');
  const node = document.createElement(tag);
  node.className = classes.join(' ');
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith('aria-') || name === 'role' || name === 'style') {
      node.setAttribute(name, value);
    } else {
      node[name] = value;
    }
  }
  node.append(...children.filter(child => child !== null));
  return node;
}

export function button(label, onclick, kind = '') {
  return el(`button.xuefa-Button${kind}`, { type: 'button', onclick }, label);
}
