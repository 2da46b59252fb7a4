const WEEKDAYS = '日一二三四五六';
const STATES_OF_COUNTING = { saving: '正在计算……', saved: '', waiting: '连接中断，暂时算不了；恢复以后自动计算。' };

/** The parts of a date, and how many digits each has at most. */
const PARTS = [['年', 4], ['月', 2], ['日', 2]];
const PASTED_DAY = /(?<!\d)(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)/;
const CHINA_AHEAD_MS = 8 * 3600 * 1000;

/** Today in China, as the server has it: year, month and day. */
function today() {
  return new Date(Date.now() + CHINA_AHEAD_MS).toISOString().slice(0, 10).split('-');
}

/** Whether year, month and day are each missing or impossible. */
function faults([year, month, day]) {
  const longest = new Date(year, month, 0).getDate() || 31;
  return [!/^[1-9]\d{3}$/.test(year), !(month >= 1 && month <= 12), !(day >= 1 && day <= longest)];
}

/** A day as it is read: 2026年9月18日 星期五; empty for what is no day, or not typed to its end. */
function readDay(parts) {
  if (faults(parts).includes(true)) {
    return '';
  }
  const [year, month, day] = parts.map(Number);
  return `${year}年${month}月${day}日 星期${WEEKDAYS[new Date(year, month - 1, day).getDay()]}`;
}

/** The parts of a day written in one, as 2026年11月25日, 2026/11/25 or 20261125; null in other text. */
function pastedDay(text) {
  const plain = text.normalize('NFKC').trim().replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  return PASTED_DAY.exec(plain)?.slice(1) ?? null;
}

function goTo(input, options) {
  input.focus(options);
  input.select();
}

/** Cites folded up by what they cite; on demand the quotations and the whole article. */
function foldedCites(cites, line, root) {
  return [...new Set(cites.map(cite => cite.label))].map(label => {
    const own = cites.filter(cite => cite.label === label);
    return el('details.xuefa-Fold', {}, el('summary', {}, label), ...own.map(cite => citation(cite, line, root)));
  });
}

function stageItem(stage, number, line, root, count) {
  const counter = stage.rule ? button('算一算', () => count(stage.rule)) : null;
  counter?.setAttribute('aria-label', `算一算：${stage.what}`);
  return el('li.xuefa-Stage', {},
    el('span.xuefa-Number', { 'aria-hidden': 'true' }, String(number)),
    el('p.xuefa-Who', {}, stage.who),
    el('p', {}, stage.what),
    el('p.xuefa-When', {}, el('span.xuefa-Tag', {}, '期限'), stage.when),
    el('div.xuefa-StageActs', {}, counter, foldedCites([stage.cite], line, root)));
}

/** A day in three numbers, as a native date speaks the browser's language; its reading, and what is wrong with it. */
class DateField {
  constructor(label, changed, { year = '', required = true } = {}) {
    this._id = `xuefa-${newId()}`;
    this._changed = changed;
    this._given = year;
    this._legend = el('legend', {}, label);
    this._wrong = el('p.xuefa-Wrong', { id: `${this._id}-wrong`, hidden: true });
    this._inputs = PARTS.map(([, length], index) => this._number(index, length, required));
    this._inputs[0].value = year;
    this._said = el('output', { htmlFor: this._inputs.map(input => input.id).join(' ') });
    const parts = this._inputs.map((input, index) => el('span.xuefa-Part', {}, input, el('label', { htmlFor: input.id }, PARTS[index][0])));
    this.node = el('fieldset.xuefa-Field', {}, this._legend,
      el('div.xuefa-Date', {}, el('div.xuefa-Parts', {}, parts), button('今天', () => this._fill(today())), this._said), this._wrong);
  }

  name(label) {
    this._legend.textContent = label;
  }

  /** The day as 2026-09-18, also where there is none, as February 30; empty where nothing is filled in. */
  value() {
    const [year, month, day] = this._parts();
    const untouched = !month && !day && (!year || year === this._given);
    return untouched ? '' : [year.padStart(4, '0'), month.padStart(2, '0'), day.padStart(2, '0')].join('-');
  }

  /** The year, as far as it is filled in. */
  year() {
    return this._inputs[0].value;
  }

  tell(text) {
    this._wrong.hidden = !text;
    this._wrong.textContent = text;
    const found = faults(this._parts());
    const all = !found.includes(true);
    this._inputs.forEach((input, index) => input.setAttribute('aria-invalid', String(Boolean(text) && (all || found[index]))));
  }

  /** Go to what is wrong, otherwise to the year. */
  focus(options) {
    goTo(this._inputs.find(input => input.getAttribute('aria-invalid') === 'true') ?? this._inputs[0], options);
  }

  _parts() {
    return this._inputs.map(input => input.value);
  }

  _number(index, maxLength, required) {
    const input = el('input', {
      type: 'text', inputMode: 'numeric', autocomplete: 'off', id: `${this._id}-${index}`, maxLength, required,
      'aria-describedby': this._wrong.id,
      // A full field takes no more digits: unless they replace what is there, nothing would happen.
      onclick: () => input.select(),
      oninput: event => event.isComposing || this._typed(index, event.inputType),
      onkeydown: event => this._pressed(index, event),
      onpaste: event => this._pasted(event),
    });
    input.addEventListener('compositionend', () => this._typed(index, 'insertText'));
    return input;
  }

  /** Keep the digits, of either width; go on after the last of them or behind a sign, as in “9月” or “9-”. */
  _typed(index, how) {
    const input = this._inputs[index];
    const text = input.value.normalize('NFKC');
    const digits = text.replace(/\D/g, '');
    if (digits !== input.value) {
      input.value = digits;
    }
    this._refresh();
    const ended = digits.length === input.maxLength || (digits && digits !== text);
    if (ended && how?.startsWith('insert') && index + 1 < this._inputs.length) {
      goTo(this._inputs[index + 1]);
    }
  }

  _pressed(index, event) {
    const before = this._inputs[index - 1];
    if (event.key === 'Backspace' && !this._inputs[index].value && before) {
      event.preventDefault();
      before.focus();
      before.setSelectionRange(before.value.length, before.value.length);
    }
  }

  _pasted(event) {
    const parts = pastedDay(event.clipboardData.getData('text'));
    if (parts) {
      event.preventDefault();
      this._fill(parts);
      goTo(this._inputs.at(-1));
    }
  }

  _fill(parts) {
    this._inputs.forEach((input, index) => {
      input.value = index ? String(Number(parts[index])) : parts[index];
    });
    this._refresh();
  }

  _refresh() {
    this.tell('');
    this._said.textContent = readDay(this._parts());
    this._changed();
  }
}

/** The periods that the law leaves out, as many as are needed. */
class Periods {
  /** `year` tells the year that a new period most likely lies in. */
  constructor(year, changed) {
    this._year = year;
    this._changed = changed;
    this.rows = [];
    this._list = el('div.xuefa-Periods');
    this._grounds = el('ul.xuefa-Grounds');
    this._adder = button('添加一段时间', () => this._add());
    this.node = el('fieldset', {}, el('legend', {}, '依法扣除的时间（没有就不填）'),
      el('p.xuefa-Quiet', {}, '能扣除的只有：'), this._grounds, this._list, this._adder);
  }

  /** Begin again, for a rule with these grounds. */
  restart(grounds) {
    this.rows = [];
    this._list.replaceChildren();
    this._grounds.replaceChildren(...grounds.map(text => el('li', {}, text)));
    this.node.hidden = !grounds.length;
  }

  value() {
    return this.rows.map(row => ({ first: row.first.value(), last: row.last.value() }));
  }

  _add() {
    const year = this._year();
    const first = new DateField('从哪一天起', this._changed, { year });
    const last = new DateField('到哪一天止（这一天也扣）', this._changed, { year });
    const remover = button('删除这一段', () => this._remove(row));
    const row = { first, last, node: el('div.xuefa-Period', { role: 'group' }, first.node, last.node, remover) };
    this.rows.push(row);
    this._list.append(row.node);
    this._number();
    first.focus();
  }

  _remove(row) {
    this.rows = this.rows.filter(own => own !== row);
    row.node.remove();
    this._number();
    this._adder.focus();
  }

  _number() {
    this.rows.forEach((row, index) => row.node.setAttribute('aria-label', `扣除的第 ${index + 1} 段时间`));
    this._changed();
  }
}

/** What can be filled in; which parts of it are shown depends on the rule chosen. */
class CountForm {
  constructor(rules, { changed, submit }) {
    const id = `xuefa-${newId()}`;
    this._rules = rules;
    this._changed = changed;
    this._select = el('select', { id, onchange: () => this.choose(this._select.value) },
      rules.map(rule => el('option', { value: rule.id }, `${rule.label}（${rule.event}）`)));
    this._about = el('div.xuefa-About');
    this.start = new DateField('', changed, { year: today()[0] });
    this._extended = el('input', { type: 'checkbox', onchange: changed });
    this._extension = el('p.xuefa-Quiet', { id: `${id}-extension` });
    this._extended.setAttribute('aria-describedby', this._extension.id);
    this._extending = el('div', {}, el('label.xuefa-Check', {}, this._extended, '已依法延长'), this._extension);
    this._periods = new Periods(() => this.start.year(), changed);
    // It may stay empty: a year in it would ask to be completed.
    this.cap = new DateField('', changed, { required: false });
    this.button = el('button.xuefa-Button.xuefa-mod-main', { type: 'submit' }, '计算');
    this.node = el('form', { noValidate: true, onsubmit: event => {
      event.preventDefault();
      submit();
    } },
      el('div.xuefa-Field', {}, el('label', { htmlFor: id }, '算哪个期限'), this._select, this._about),
      this.start.node, this._extending, this._periods.node, this.cap.node,
      el('div.xuefa-Actions', {}, this.button, el('span.xuefa-Quiet.xuefa-Hint', {}, '日期只填数字，填满一格自动跳到下一格；按回车键计算。')));
  }

  /** Take a rule; the day stays, for one event may start several limits. */
  choose(id) {
    const rule = this._rules.find(own => own.id === id);
    this._select.value = id;
    this._about.replaceChildren(el('p', {}, el('span.xuefa-Tag', {}, rule.unit), `${rule.length}。`), el('p.xuefa-Quiet', {}, rule.counted));
    this.start.name(`哪一天：${rule.event}`);
    this._extended.checked = false;
    this._extending.hidden = !rule.extension;
    this._extension.textContent = rule.extension ? `须由${rule.extension.who}批准或者同意；条件：${rule.extension.when}。${rule.extension.length}。` : '';
    this._periods.restart(rule.left_out);
    this.cap.node.hidden = !rule.cap;
    this.cap.name(rule.cap ? `最长期限的起算日：${rule.cap.event}（${rule.cap.length}；可以不填）` : '');
    this.tell([]);
    this._changed();
  }

  value() {
    return {
      rule: this._select.value,
      start: this.start.value(),
      extended: this._extended.checked,
      left_out: this._periods.value(),
      cap_from: this.cap.node.hidden ? '' : this.cap.value(),
    };
  }

  /** Show what is wrong at its fields, and go to the first. */
  tell(problems) {
    const ends = this._periods.rows.flatMap((row, index) => [[`left_out.${index}.first`, row.first], [`left_out.${index}.last`, row.last]]);
    const fields = [['start', this.start], ...ends, ['cap_from', this.cap]];
    const texts = new Map(problems.map(({ field, text }) => [field, text]));
    fields.forEach(([name, field]) => field.tell(texts.get(name) ?? ''));
    fields.find(([name]) => texts.has(name))?.[1].focus();
  }
}

function dayCell(cell) {
  if (!cell) {
    return el('td');
  }
  const kind = `${cell.kind ? `.xuefa-mod-${cell.kind}` : ''}${cell.off ? '.xuefa-mod-off' : ''}`;
  return el(`td${kind}`, {},
    el('span.xuefa-Day', {}, String(cell.day), cell.badge ? el('span.xuefa-Badge', { 'aria-hidden': 'true' }, cell.badge) : null),
    el('span.xuefa-DayMark', { 'aria-hidden': 'true' }, cell.mark),
    el('span.xuefa-Unseen', {}, cell.said));
}

function monthTable(month) {
  const heads = [...'一二三四五六日'].map(name => el('th', { scope: 'col', abbr: `星期${name}` }, name));
  return el('table.xuefa-Month', {}, el('caption', {}, month.caption), el('thead', {}, el('tr', {}, heads)),
    el('tbody', {}, month.weeks.map(week => el('tr', {}, week.map(dayCell)))));
}

/** The months of the calculation, with a key to their marks. */
function calendarStrip({ months, legend, note }) {
  if (!months.length) {
    return null;
  }
  const keys = legend.map(({ kind, mark, text }) =>
    el('li', {}, el(`span.xuefa-KeyMark${kind ? `.xuefa-mod-${kind}` : '.xuefa-Badge'}`, {}, mark), text));
  return el('div.xuefa-Calendar', {}, el('h4', {}, '在日历上看'), el('ul.xuefa-Keys', { 'aria-label': '日历上的记号' }, keys),
    el('div.xuefa-Months', {}, months.map(monthTable)), note ? el('p.xuefa-Quiet', {}, note) : null);
}

/** A part of the result, if there is anything in it. */
function resultPart(title, nodes) {
  return nodes.length ? el('div', {}, el('h4', {}, title), ...nodes) : null;
}

function resultNodes(result, line, root) {
  const { which, due } = result;
  const facts = result.facts.map(({ name, text }) => el('div', {}, el('dt', {}, name), el('dd', {}, text)));
  const caveats = result.caveats.map(({ text, cites }) => el('li', {}, text, foldedCites(cites, line, root)));
  return [
    el('div.xuefa-Head', {}, el('h4', {}, result.title), el('p', {}, result.start),
      el('p.xuefa-Which', {}, which), el(`p.xuefa-Due${due ? '' : '.xuefa-mod-none'}`, {}, due || '现在算不出日期')),
    resultPart(due ? '注意' : '为什么', result.warnings.map(text => el('p.xuefa-Warning', { role: 'note' }, text))),
    el('dl', {}, facts),
    calendarStrip(result.calendar),
    resultPart('一步一步怎样算', [el('ol.xuefa-Steps', {}, result.steps.map(text => el('li', {}, text)))]),
    resultPart('另须知道', caveats.length ? [el('ul.xuefa-Caveats', {}, caveats)] : []),
    resultPart('依据', foldedCites(result.cites, line, root)),
    el('p.xuefa-Quiet', {}, '这里的计算供学习使用；办案时请对照条文和案卷核实。'),
  ].filter(Boolean);
}

/** Print a copy alone: JupyterLab itself prints no more of a lesson than is in sight. */
function printAlone(node, title) {
  const frame = el('iframe', { srcdoc: '<!doctype html><html lang="zh-CN">', 'aria-hidden': 'true', onload: () => {
    const { contentDocument: page, contentWindow: view } = frame;
    page.title = title;
    page.head.append(...ownStyles());
    page.body.append(el('section.xuefa-Widget.xuefa-Timeline.xuefa-mod-print', {}, unfolded(node)));
    view.addEventListener('afterprint', () => frame.remove());
    view.print();
  } });
  // Out of sight but not undisplayed: that would print nothing.
  frame.setAttribute('style', 'position: fixed; width: 0; height: 0; border: 0');
  document.body.append(frame);
}

function ownStyles() {
  const own = [...document.querySelectorAll('style')].filter(style => style.textContent.includes('.xuefa-Timeline'));
  return own.map(style => style.cloneNode(true));
}

function unfolded(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll('details').forEach(details => {
    details.open = true;
  });
  return copy;
}

/** How the counting stands; silent once it is done, for then there is the result. */
function countingState(line) {
  const node = el('p.xuefa-SaveState', { role: 'status' });
  line.onState((state, text) => {
    node.dataset.state = state;
    const again = state === 'refused' ? button('再试一次', () => line.retry(), '.xuefa-mod-small') : '';
    node.replaceChildren(STATES_OF_COUNTING[state] ?? text, again);
  });
  return node;
}

/** The form and what comes of it: `node`, and `choose` to go there with a rule. */
function calculator(model, line, root) {
  let sending = false;
  let edition = 0;
  const shown = el('div');
  const result = el('section.xuefa-Result', { hidden: true, tabIndex: -1, 'aria-label': '计算结果' }, shown,
    el('div.xuefa-Actions', {}, button('打印结果', () => printAlone(shown, '期限计算'))));
  const form = new CountForm(model.get('rules'), { changed, submit: () => void count() });
  const node = el('div.xuefa-Calculator', {}, el('h3', {}, '算一算：最后一日是哪一天'), form.node, countingState(line), result);

  /** What was counted before does not belong to what is filled in now. */
  function changed() {
    edition += 1;
    result.hidden = true;
  }

  async function count() {
    if (sending) {
      return;
    }
    sending = true;
    form.button.disabled = true;
    const asked = edition;
    const answer = await line.post('calculate', { ...form.value(), place: placeOf(root) });
    sending = false;
    form.button.disabled = false;
    if (asked === edition) {
      show(answer);
    }
  }

  function show({ result: found, problems }) {
    form.tell(problems ?? []);
    result.hidden = !found;
    if (found) {
      shown.replaceChildren(...resultNodes(found, line, root));
      result.focus({ preventScroll: true });
      result.scrollIntoView({ block: 'nearest' });
    }
  }

  function choose(rule) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    form.choose(rule);
    form.start.focus({ preventScroll: true });
    node.scrollIntoView({ block: 'start', behavior: still ? 'auto' : 'smooth' });
  }

  form.choose(model.get('chosen'));
  return { node, choose };
}

function render({ model, el: host }) {
  const line = Line.of(model);
  const { title, stages } = model.get('timeline');
  const root = el('section.xuefa-Widget.xuefa-Timeline', { 'aria-label': `办事流程：${title}`, 'data-key': model.get('key') });
  const counting = model.get('rules').length ? calculator(model, line, root) : null;
  root.append(
    el('p', {}, el('span.xuefa-Tag', {}, '办事流程')),
    el('h3', {}, title),
    el('ol.xuefa-Stages', {}, stages.map((stage, index) => stageItem(stage, index + 1, line, root, rule => counting.choose(rule)))),
    counting?.node ?? ''
  );
  keepKeys(root);
  host.append(root);
}

export default { initialize: ({ model }) => void Line.of(model), render };
