/* Shared by all widgets: elements, and messages that are kept until they are acknowledged. */

const PATIENCE_MS = 6000;

/** Make an element: `el('button.xuefa-Button', {type: 'button'}, 'text')`. Text is never HTML. */
function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split('.');
  const node = document.createElement(tag);
  node.className = classes.join(' ');
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith('aria-') || name.startsWith('data-') || name === 'role' || name === 'style') {
      node.setAttribute(name, value);
    } else {
      node[name] = value;
    }
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

function button(label, onclick, kind = '') {
  return el(`button.xuefa-Button${kind}`, { type: 'button', onclick }, label);
}

/** Paragraphs of a text: its lines, one `p` each. */
function paragraphs(text) {
  return text.split('\n').filter(Boolean).map(line => el('p', {}, line));
}

/** A quotation with the article it stands in. */
function quotation(cite) {
  return el(
    'blockquote.xuefa-Quote',
    {},
    el('p', {}, `“${cite.quote}”`),
    el('footer', {}, `——${cite.label}`)
  );
}

/** 32 hex digits; `crypto.randomUUID` is missing where the page comes over plain http. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), x => x.toString(16).padStart(2, '0')).join('');
}

/** Keys typed into a widget are not commands to the notebook around it. */
function keepKeys(node) {
  for (const type of ['keydown', 'keypress', 'keyup']) {
    node.addEventListener(type, event => event.stopPropagation());
  }
}

/** The messages of one widget that the study record has not acknowledged, kept by the browser. */
class Pending {
  constructor(owner, key) {
    this._name = `xuefa:${owner}:${key}`;
  }

  list() {
    try {
      return JSON.parse(localStorage.getItem(this._name)) ?? [];
    } catch {
      return [];
    }
  }

  add(message) {
    this._keep([...this.list(), message]);
  }

  remove(id) {
    this._keep(this.list().filter(message => message.id !== id));
  }

  _keep(messages) {
    try {
      if (messages.length) {
        localStorage.setItem(this._name, JSON.stringify(messages));
      } else {
        localStorage.removeItem(this._name);
      }
    } catch {
      // No room, or the browser keeps nothing: the message is still under way.
    }
  }
}

/**
 * The line to the kernel of one widget model; the same for all its views.
 *
 * `post` sends something to be stored and keeps it until it is; `ask` only asks. Both promise the
 * answer; `post` promises it however long that takes. `onState` hears 'saving', 'saved', 'waiting'
 * (no answer yet) and 'refused' with the reason.
 */
class Line {
  static of(model) {
    model.xuefaLine ??= new Line(model);
    return model.xuefaLine;
  }

  constructor(model) {
    this._model = model;
    this._pending = new Pending(model.get('owner'), model.get('key'));
    this._waiting = new Map();
    this._listeners = new Set();
    model.on('msg:custom', message => this._hear(message));
    for (const message of this._pending.list()) {
      this._send(message);
    }
  }

  onState(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /** What was posted and is not acknowledged, of one type. */
  pending(type) {
    return this._pending.list().filter(message => message.type === type);
  }

  /** With `older`, a message takes the place of those it is true of: they are not sent again. */
  post(type, data = {}, older = () => false) {
    for (const before of this._pending.list().filter(older)) {
      this._pending.remove(before.id);
    }
    const message = { ...data, type, id: newId() };
    this._pending.add(message);
    return this._send(message);
  }

  ask(type, data = {}) {
    return this._send({ ...data, type, id: newId() }, false);
  }

  /** Send again what has not been acknowledged. */
  retry() {
    for (const message of this._pending.list()) {
      this._send(message);
    }
  }

  _send(message, kept = true) {
    const before = this._waiting.get(message.id);
    before?.cancel();
    const promise = new Promise(resolve => {
      const timer = kept ? setTimeout(() => this._say('waiting'), PATIENCE_MS) : null;
      const cancel = () => clearTimeout(timer);
      // Who posted it still waits for the answer, whichever sending brings it.
      const answered = answer => {
        before?.resolve(answer);
        resolve(answer);
      };
      this._waiting.set(message.id, { resolve: answered, cancel, kept });
    });
    if (kept) {
      this._say('saving');
    }
    this._model.send(message);
    return promise;
  }

  _hear(message) {
    const waiting = this._waiting.get(message.id);
    if (!waiting) {
      return;
    }
    waiting.cancel();
    if (message.type === 'refused') {
      this._say('refused', message.text);
      return;
    }
    this._waiting.delete(message.id);
    this._pending.remove(message.id);
    if (waiting.kept) {
      this._say('saved');
    }
    waiting.resolve(message);
  }

  _say(state, text = '') {
    for (const listener of this._listeners) {
      listener(state, text);
    }
  }
}

const STATES = {
  saving: '正在保存……',
  saved: '已保存',
  waiting: '连接中断，答案已留在本机，恢复后自动上传',
};

/** One quiet line that tells the truth about saving. */
function saveState(line) {
  const node = el('p.xuefa-SaveState', { role: 'status' });
  line.onState((state, text) => {
    node.dataset.state = state;
    const again = state === 'refused' ? button('再试一次', () => line.retry(), '.xuefa-mod-small') : '';
    node.replaceChildren(STATES[state] ?? text, again);
  });
  return node;
}

/** The place in the lesson to come back to: the last heading above the widget. */
function placeOf(node) {
  const headings = document.querySelectorAll('.jp-MarkdownOutput h2');
  const above = [...headings].filter(h => h.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
  return above.at(-1)?.textContent.replace(/[\s¶]/g, '') ?? '';
}

/** A cite of `shown_cite`: the quotation, and the whole article when asked for. */
function citation(cite, line, root) {
  const place = el('div.xuefa-CitedArticle', { tabIndex: -1 });
  const toggle = button(`查看${cite.label}全文`, async () => {
    toggle.disabled = true;
    const { article } = await line.ask('article', { law: cite.law, article: cite.article, place: placeOf(root) });
    const held = root.contains(document.activeElement) || document.activeElement === document.body;
    toggle.remove();
    place.replaceChildren(...articleNodes(article));
    if (held) {
      // The focus was on what is gone: without this the next key would go nowhere.
      place.focus({ preventScroll: true });
    }
  }, '.xuefa-mod-small');
  return el('div.xuefa-Cited', {}, quotation(cite), el('div.xuefa-Actions', {}, toggle), place);
}

/** An article of `shown_article`, or why there is none. */
function articleNodes(article) {
  if (!article || article.missing) {
    return [el('p.xuefa-Quiet', {}, article?.missing ?? '没有查到这一条。')];
  }
  return [
    el('p.xuefa-Quiet', {}, `${article.label}（${article.version}）`),
    ...article.warnings.map(text => el('p.xuefa-Warning', { role: 'note' }, text)),
    ...article.paragraphs.flatMap(part => [el('p', {}, part.text), ...part.items.map(item => el('p.xuefa-Item', {}, item))]),
  ];
}
