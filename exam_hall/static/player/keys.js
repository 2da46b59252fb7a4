/** Whether a key goes into a text. */
function types(target) {
  return target.matches?.('input[type=text], input[type=password], textarea, [contenteditable=true]') ?? false;
}

function nameOf(event) {
  const held = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.metaKey && 'Meta'].filter(Boolean);
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [...held, key].join('+');
}

/**
 * Listen for keys as long as `root` is shown and nothing outside it has the focus.
 *
 * @param {HTMLElement} root
 * @param {{anywhere: Object<string, function>, outsideText: Object<string, function>, letter: function}} does
 *   by name of the key; what returns false leaves the key to the browser
 * @returns {function} stop listening
 */
export function listen(root, does) {
  const onKey = event => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || !concerns(root, event.target)) {
      return;
    }
    const name = nameOf(event);
    const typing = types(event.target);
    const action = does.anywhere[name] ?? (typing ? undefined : does.outsideText[name]);
    const done = action ? action() !== false : !typing && /^[A-Z]$/.test(name) && does.letter(name);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function concerns(root, target) {
  const ours = target === document.body || root.contains(target);
  return ours && root.checkVisibility() && !root.querySelector('dialog[open]');
}
