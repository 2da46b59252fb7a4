const READ_MS = 2000;
const FIRST_HITS = 30;
const STEPS = ['修改', '新增', '删除'];

/** A text with some of its words marked. */
function marked(text, words) {
  if (!words.length) {
    return [text];
  }
  const plain = [...words].sort((a, b) => b.length - a.length).map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const parts = text.split(new RegExp(`(${plain.join('|')})`));
  return parts.map((part, index) => (index % 2 ? el('mark', {}, part) : part)).filter(Boolean);
}

/** 款 and 项 of an article. */
function lineNodes(lines, words = []) {
  return lines.map(line => el(`p${line.item ? '.xuefa-Item' : ''}`, {},
    line.label ? el('span.xuefa-Clause', {}, line.label) : null, marked(line.text, words)));
}

/** What a reader of an article must know: that it is displaced, and by what; that it is not in force. */
function warningNodes(own, line, root) {
  return [
    ...(own.warnings ?? []).map(text => el('p.xuefa-Warning', { role: 'note' }, text)),
    ...(own.governing ?? []).map(cite => citation(cite, line, root)),
  ];
}

/** Says that an article was read; shown and hidden by the record (see `Desk.tick`). */
function tickNode(key) {
  return el('span.xuefa-Tick', { 'data-article': key, hidden: true }, '已读', el('span', { 'aria-hidden': 'true' }, ' ✓'));
}

/** One article of one version; what the other version has not is marked. */
function sideNode(word, version, side, absent) {
  const tags = { delete: 'del', insert: 'ins' };
  const lines = (side?.lines ?? []).map(parts => {
    const nodes = parts.map(([kind, text]) => (tags[kind] ? el(tags[kind], {}, text) : text));
    const item = /^（[一二三四五六七八九十百]+）/.test(parts.map(([, text]) => text).join(''));
    return el(`p${item ? '.xuefa-Item' : ''}`, {}, nodes);
  });
  const body = side ? lines : [el('p.xuefa-Quiet', {}, absent)];
  return el('div.xuefa-Side', {}, el('h5', {}, `${word}：${version.version}`), el('p.xuefa-Quiet', {}, version.term), side ? el('p.xuefa-SideLabel', {}, side.label) : null, ...body);
}

function kindLine({ kind, old, new: now }) {
  const moved = old && now && old.label !== now.label ? `，原来是${old.label}` : '';
  const told = {
    未变: '这一条的文字没有变化。',
    移位: `这一条的文字没有变化，只是换了位置${moved}。`,
    修改: `这一条有修改${moved}。`,
    新增: '这一条是新增的，旧法里没有对应的条文。',
    删除: '旧法的这一条删去了，新法里没有对应的条文。',
  };
  return el('p', {}, told[kind]);
}

/** One article of both versions: old left, new right; one above the other where there is no room. */
function changeNodes(change, comparison) {
  const legend = el('p.xuefa-Quiet.xuefa-Legend', {}, el('del', {}, '划去的字'), '旧法有、新法没有；', el('ins', {}, '下面划线的字'), '旧法没有、新法才有。');
  return [
    kindLine(change),
    ['未变', '移位'].includes(change.kind) ? null : legend,
    el('div.xuefa-Sides', {},
      sideNode('旧', comparison.old, change.old, '旧法没有这一条。'),
      sideNode('新', comparison.new, change.new, '新法没有这一条。')),
  ].filter(Boolean);
}

function changeLabel({ kind, old, new: now }) {
  const before = old && now && old.label !== now.label ? `（原${old.label}）` : '';
  return `${kind}　${now ? now.label : `原${old.label}`}${before}`;
}

/** Calls `done` once somebody has had the end of an article before their eyes for a moment. */
function whenRead(done) {
  const timers = new Map();
  const observer = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(timers.get(target));
      if (isIntersecting) {
        timers.set(target, setTimeout(() => {
          observer.unobserve(target);
          done(target.dataset.end);
        }, READ_MS));
      }
    }
  });
  return {
    watch: node => observer.observe(node),
    stop() {
      observer.disconnect();
      timers.forEach(clearTimeout);
    },
  };
}

/** What the views of one law share: its articles, its comparison, and which articles were read. */
class Desk {
  constructor(model, line, root) {
    this.law = model.get('law');
    this.line = line;
    this.root = root;
    this.order = this.law.chapters.flatMap(chapter => chapter.sections.flatMap(section => section.articles));
    this.labels = new Map(this.order.map(({ key, label }) => [key, label]));
    this._model = model;
    this._articles = new Map(this.law.key.filter(own => !own.missing).map(own => [own.key, own]));
    this._comparison = null;
  }

  /** An article, or undefined where the kernel knows none. */
  async article(key) {
    if (!this._articles.has(key)) {
      const { article } = await this.line.ask('open', { article: key });
      if (!article) {
        return undefined;
      }
      this._articles.set(key, article);
    }
    return this._articles.get(key);
  }

  async comparison() {
    this._comparison ??= this.line.ask('compare').then(answer => answer.comparison);
    return this._comparison;
  }

  read(key) {
    void this.line.post('read', { article: key, place: placeOf(this.root) });
  }

  wasRead(key) {
    return this._model.get('read').includes(key);
  }

  tick() {
    for (const node of this.root.querySelectorAll('.xuefa-Tick')) {
      node.hidden = !this.wasRead(node.dataset.article);
    }
    for (const node of this.root.querySelectorAll('[data-count]')) {
      const keys = node.dataset.count.split(' ');
      node.textContent = `已读 ${keys.filter(key => this.wasRead(key)).length} / ${keys.length}`;
    }
  }
}

/** How many of some articles were read; written by `Desk.tick`. */
function countNode(articles) {
  return el('span.xuefa-Quiet', { 'data-count': articles.map(({ key }) => key).join(' ') });
}

/** The text of an article, and in its place, when asked for, both versions side by side. */
function textNodes(desk, article, words = []) {
  const own = article.governing.length ? el('p.xuefa-Quiet.xuefa-Own', {}, '本条原文：') : null;
  const text = el('div', {}, ...[own, ...lineNodes(article.lines, words)].filter(Boolean));
  const both = el('div', { hidden: true });
  const older = `与 ${desk.law.older} 年版对照`;
  const toggle = button(older, async () => {
    text.hidden = both.hidden;
    both.hidden = !both.hidden;
    toggle.textContent = both.hidden ? older : '收起对照';
    if (!both.hidden && !both.hasChildNodes()) {
      both.replaceChildren(el('p.xuefa-Quiet', { role: 'status' }, '正在比对……'));
      const comparison = await desk.comparison();
      const change = comparison?.changes.find(own => own.new?.key === article.key);
      both.replaceChildren(...(change ? changeNodes(change, comparison) : [el('p', {}, '比对不了这一条。')]));
    }
  });
  return { body: [...warningNodes(article, desk.line, desk.root), text, both], toggle: desk.law.older ? toggle : null };
}

/** A key article; only the first of many begins opened, or the lesson's own text drowns. */
function keyArticle(desk, article, reading, open) {
  const opened = desk.law.key.length < 3 || article.key === desk.law.key[0].key;
  const heading = el('summary', {}, el('h4', {}, article.heading), tickNode(article.key));
  if (article.missing) {
    return el('details', { open: opened }, heading, el('div.xuefa-Text', {}, el('p.xuefa-Quiet', {}, article.missing)));
  }
  const { body, toggle } = textNodes(desk, article);
  const end = el('div', { 'data-end': article.key });
  const around = button('看前后条文', () => open(article.key));
  around.setAttribute('aria-label', `看${article.heading}的前后条文`);
  if (!desk.wasRead(article.key)) {
    reading.watch(end);
  }
  return el('details', { open: opened }, heading, el('div.xuefa-Text', {}, ...body, end, el('div.xuefa-Actions', {}, toggle, around)));
}

function keyView(desk, reading, open) {
  const all = desk.law.key.map(article => keyArticle(desk, article, reading, open));
  const opened = () => all.every(own => own.open);
  const fold = button('', () => {
    const open = !opened();
    all.forEach(own => {
      own.open = open;
    });
  });
  const named = () => {
    fold.textContent = opened() ? '全部收起' : '全部展开';
  };
  all.forEach(own => own.addEventListener('toggle', named));
  named();
  return el('div', {}, el('div.xuefa-Row', {}, el('p', {}, '本课重点条文，', countNode(desk.law.key)), fold), ...all);
}

/** The labels of some articles, to open one. */
function labelRow(desk, articles, open) {
  const key = new Set(desk.law.key.map(own => own.key));
  return el('div.xuefa-Labels', {}, articles.map(own => {
    const node = button(own.label, () => open(own.key));
    node.dataset.opens = own.key;
    node.append(key.has(own.key) ? el('span.xuefa-Main', {}, '重点') : '', tickNode(own.key));
    return node;
  }));
}

function fold(title, articles, children) {
  const span = articles.length > 1 ? `${articles[0].label}至${articles.at(-1).label}` : articles[0].label;
  return el('details', {}, el('summary', {}, el('span.xuefa-Title', {}, title), el('span.xuefa-Quiet', {}, span), countNode(articles)),
    el('div.xuefa-Text', {}, ...children));
}

/** All chapters and sections, folded up. */
function contentsView(desk, open) {
  const sections = chapter => chapter.sections.map(({ title, articles }) => {
    const labels = labelRow(desk, articles, open);
    return title ? fold(title, articles, [labels]) : labels;
  });
  const chapters = desk.law.chapters.map(chapter => {
    const articles = chapter.sections.flatMap(section => section.articles);
    return chapter.title ? fold(chapter.title, articles, sections(chapter)) : el('div', {}, ...sections(chapter));
  });
  return el('div', {}, el('p.xuefa-Row', {}, `全文共 ${desk.order.length} 条。点开一章，再点条号看原文。`), ...chapters);
}

function neighbour(desk, key, step, word, open) {
  const index = desk.order.findIndex(own => own.key === key) + step;
  const own = desk.order[index];
  return own ? button(`${word}　${own.label}`, () => open(own.key)) : null;
}

function articleView(desk, article, words, open) {
  const { body, toggle } = textNodes(desk, article, words);
  return el('div.xuefa-One', {},
    article.chapter ? el('p.xuefa-Quiet', {}, article.chapter) : null,
    el('div.xuefa-Row', {}, el('h4', { tabIndex: -1 }, article.heading), tickNode(article.key)),
    ...body,
    el('div.xuefa-Actions', {}, neighbour(desk, article.key, -1, '上一条', open), neighbour(desk, article.key, 1, '下一条', open), toggle));
}

/** What a search found; an article opened from here keeps the words marked. */
function foundView(desk, typed, found, open) {
  const rows = found.hits.map((hit, index) => {
    const node = el('button.xuefa-Hit', { type: 'button', onclick: () => open(hit.key, hit.marks), hidden: index >= FIRST_HITS },
      el('span.xuefa-HitLabel', {}, hit.label, tickNode(hit.key)), el('span', {}, marked(hit.snippet, hit.marks)));
    node.dataset.opens = hit.key;
    return node;
  });
  const more = button(`显示其余 ${rows.length - FIRST_HITS} 条`, () => {
    rows.forEach(row => {
      row.hidden = false;
    });
    more.remove();
    rows[FIRST_HITS].focus();
  });
  return el('div', {}, el('h4', { tabIndex: -1 }, `查找“${typed}”`), el('p', {}, found.told), ...rows,
    rows.length > FIRST_HITS ? el('div.xuefa-Actions', {}, more) : null);
}

/** The changes of one kind, or of all, as a list to choose from. */
function changeList(changes, onchange) {
  const all = el('select', { 'aria-label': '选择一条', onchange: () => onchange(Number(all.value)) });
  const fill = () => all.replaceChildren(...changes().map((change, index) => el('option', { value: index }, changeLabel(change))));
  return { node: all, fill };
}

/** Buttons that show all changes or those of one kind. */
function kindChoice(changes, choose) {
  const kinds = ['', ...STEPS].map(kind => {
    const count = changes.filter(change => !kind || change.kind === kind).length;
    const node = button(`${kind || '全部'} ${count}`, () => choose(kind));
    node.disabled = !count;
    return { kind, node };
  });
  const press = on => kinds.forEach(({ kind, node }) => node.setAttribute('aria-pressed', String(kind === on)));
  return { node: el('div.xuefa-Modes', { role: 'group', 'aria-label': '变动的种类' }, kinds.map(own => own.node)), press };
}

/** The changed articles of the law, one after another. */
function comparisonView(desk, comparison) {
  const changed = comparison.changes.filter(change => STEPS.includes(change.kind));
  const stage = el('div.xuefa-Stage', { tabIndex: -1 });
  const place = el('span', { role: 'status' });
  const [before, next] = [[-1, '上一处'], [1, '下一处']].map(([step, word]) => button(word, () => show(index + step, true)));
  let kind = '';
  let index = 0;
  let timer = null;
  const shown = () => changed.filter(change => !kind || change.kind === kind);
  const list = changeList(shown, to => show(to));
  const kinds = kindChoice(changed, to => {
    kind = to;
    list.fill();
    show(0);
  });

  function show(to, moved = false) {
    index = to;
    const change = shown()[index];
    kinds.press(kind);
    list.node.value = String(index);
    before.disabled = index === 0;
    next.disabled = index === shown().length - 1;
    place.textContent = `第 ${index + 1} 处，共 ${shown().length} 处`;
    const heading = change.new ? el('div.xuefa-Row', {}, el('h4', {}, change.new.label), tickNode(change.new.key)) : el('h4', {}, `原${change.old.label}`);
    stage.replaceChildren(heading, ...changeNodes(change, comparison));
    // Steps in quick succession open nothing.
    clearTimeout(timer);
    timer = setTimeout(() => change.new && stage.isConnected && desk.read(change.new.key), READ_MS);
    desk.tick();
    if (moved && (before.disabled || next.disabled)) {
      stage.focus({ preventScroll: true });
    }
  }

  if (!changed.length) {
    return el('p', {}, '两个版本的条文没有变化。');
  }
  list.fill();
  show(0);
  return el('div', {}, kinds.node, el('div.xuefa-Row.xuefa-Stepper', {}, before, next, list.node, place), stage);
}

/** Title, version and day in force, and whatever is not certain about them. */
function headNodes(law) {
  return [
    el('p', {}, el('span.xuefa-Tag', {}, '法条')),
    el('h3', {}, law.title),
    el('p.xuefa-Quiet', {}, law.version, law.basis ? `（${law.basis}）` : ''),
    law.note ? el('p.xuefa-Quiet', {}, `注意：${law.note}。`) : null,
    ...law.warnings.map(text => el('p.xuefa-Warning', { role: 'note' }, text)),
    law.lacking ? el('p.xuefa-Quiet', {}, `本机没有收入这部法的 ${law.lacking} 年版，不能作新旧对照。`) : null,
  ].filter(Boolean);
}

/** The ways to see a law; the one that is on is pressed. */
function viewChoice(law, choose) {
  const names = [['key', '重点条文'], ['contents', '目录'], ...(law.older ? [['comparison', `与 ${law.older} 年版对照`]] : [])];
  const ways = names.map(([name, label]) => ({ name, node: button(label, () => choose(name)) }));
  const press = on => ways.forEach(({ name, node }) => node.setAttribute('aria-pressed', String(name === on)));
  return { node: el('div.xuefa-Modes', { role: 'group', 'aria-label': '看哪些条文' }, ways.map(way => way.node)), press };
}

function searchForm(search) {
  const input = el('input', { type: 'search', maxLength: 100, autocomplete: 'off', placeholder: '词语或条号，如 67' });
  const submit = el('button.xuefa-Button', { type: 'submit' }, '查找');
  return el('form.xuefa-Search', {
    role: 'search',
    onsubmit(event) {
      event.preventDefault();
      if (input.value.trim()) {
        search(input.value.trim());
      }
    },
  }, el('label', {}, el('span', {}, '在本法中查找'), input), submit);
}

/** A law whose text is at hand. Returns what ends it. */
function drawLaw(model, line, root) {
  const desk = new Desk(model, line, root);
  const reading = whenRead(key => desk.wasRead(key) || desk.read(key));
  const panel = el('div.xuefa-Panel');
  const lists = { key: keyView(desk, reading, key => open(key)), contents: contentsView(desk, key => open(key)) };
  const names = { key: '返回重点条文', contents: '返回目录', found: '返回查找结果' };
  const ways = viewChoice(desk.law, name => (name === 'comparison' ? void compare() : list(name)));
  // Whatever is asked for last is shown, in whatever order the answers come.
  let turn = 0;
  let from = 'key';

  function show(target, ...nodes) {
    panel.replaceChildren(...nodes);
    desk.tick();
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: 'nearest' });
  }

  function begin(name, told) {
    ways.press(name);
    turn += 1;
    if (told) {
      panel.replaceChildren(el('p.xuefa-Quiet', { role: 'status' }, told));
    }
    return turn;
  }

  function list(name, back = '') {
    begin(name);
    from = name;
    show(back ? lists[name].querySelector(`[data-opens="${back}"]`) : null, lists[name]);
  }

  async function open(key, words = []) {
    const own = begin(from, `正在打开${desk.labels.get(key)}……`);
    desk.read(key);
    const article = await desk.article(key);
    if (own === turn) {
      const back = button(`← ${names[from]}`, () => list(from, key));
      const view = article ? articleView(desk, article, words, next => open(next, words)) : el('p', {}, '没有查到这一条。');
      show(view.querySelector('h4'), el('div.xuefa-Back', {}, back), view);
    }
  }

  async function search(text) {
    const own = begin('found', '正在查找……');
    const { found } = await line.ask('find', { text });
    if (own !== turn) {
      return;
    }
    if (found.article) {
      from = 'contents';
      void open(found.article);
      return;
    }
    from = 'found';
    lists.found = foundView(desk, text, found, open);
    show(lists.found.querySelector('h4'), lists.found);
  }

  async function compare() {
    const own = begin('comparison', '正在比对……');
    const comparison = await desk.comparison();
    if (own === turn) {
      show(null, comparison ? comparisonView(desk, comparison) : el('p', {}, '旧版的原文现在读不到，比对不了。'));
    }
  }

  root.append(...headNodes(desk.law), ways.node, searchForm(search), panel, saveState(line));
  const onRead = () => desk.tick();
  model.on('change:read', onRead);
  list('key');
  return () => {
    reading.stop();
    model.off('change:read', onRead);
  };
}

/** A law whose text is not at hand: what the lesson quotes of it, and how to have the text. */
function drawQuotes(model, line, root) {
  const { title, groups } = model.get('quotes');
  const words = ({ where, text }) => el('blockquote.xuefa-Quote', {}, el('p', {}, where ? el('span.xuefa-Clause', {}, where) : null, `“${text}”`));
  const quoted = group => (group.quotes.length ? group.quotes.map(words) : [el('p.xuefa-Quiet', {}, '本课没有引用这一条的原句。')]);
  root.append(
    el('p', {}, el('span.xuefa-Tag', {}, '法条')),
    el('h3', {}, title),
    el('p.xuefa-Warning', { role: 'note' }, `本机没有收入${title}原文。下面只有本课引用的原句，不是条文全文。`),
    ...groups.map(group => el('div.xuefa-Group', {},
      el('h4', {}, group.heading, group.main ? el('span.xuefa-Main', {}, '重点') : null),
      ...warningNodes(group, line, root), ...quoted(group))),
    el('p.xuefa-Import', {}, '要看全文，请管理员在命令行运行 ', el('code', {}, 'xuefa statutes import 文件'),
      ' 导入。支持从国家法律法规数据库下载的文档。导入以后重新打开本课，就能看到全文。'),
    saveState(line));
}

function render({ model, el: host }) {
  const line = Line.of(model);
  const held = Boolean(model.get('law').title);
  const { title } = model.get(held ? 'law' : 'quotes');
  const root = el('section.xuefa-Widget.xuefa-Reader', { 'aria-label': `法条：${title}`, 'data-key': model.get('key') });
  keepKeys(root);
  host.append(root);
  return (held ? drawLaw : drawQuotes)(model, line, root);
}

export default { initialize: ({ model }) => void Line.of(model), render };
