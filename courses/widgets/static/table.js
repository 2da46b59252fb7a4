const MARKS = {
  good: { word: '记得', sign: '✓' },
  again: { word: '没记住', sign: '✗' },
};

/** A mark's word and its sign; the sign is not read out. */
function signed(mark) {
  return [MARKS[mark].word, el('span', { 'aria-hidden': 'true' }, ` ${MARKS[mark].sign}`)];
}

/** A row's cites in a row of their own below it, and the small button that opens them. */
class Basis {
  constructor(row, width, line, root) {
    this._cites = () => row.cites.map(cite => citation(cite, line, root));
    this._place = el('td', { colSpan: width });
    this._open = false;
    this.below = el('tr.xuefa-Basis', {}, this._place);
    this.toggle = button('依据', () => {
      this._open = !this._open;
      this.draw(true);
    }, '.xuefa-mod-small');
    this.toggle.setAttribute('aria-label', `依据：${row.head}`);
    this.node = el('td.xuefa-BasisCell', {}, this.toggle);
  }

  draw(offered) {
    if (this._open && !this._place.hasChildNodes()) {
      this._place.append(...this._cites());
    }
    this.node.hidden = !offered;
    this.below.hidden = !offered || !this._open;
    this.toggle.setAttribute('aria-expanded', String(this._open));
  }
}

/** One cell. Its parts stay the same nodes, so that drawing it does not move the focus. */
class Cell {
  constructor(text, label, column, acts) {
    this._said = null;
    this._words = el('div.xuefa-Words', { tabIndex: -1 }, ...paragraphs(text));
    this._opener = button('点开核对', () => {
      acts.open();
      this._words.focus({ preventScroll: true });
    });
    this._opener.setAttribute('aria-label', `点开核对：${label}`);
    this._choices = Object.keys(MARKS).map(mark => this._choice(mark, label, acts));
    this._marking = el('div.xuefa-Marking', {}, this._choices.map(choice => choice.node));
    this._note = el('p.xuefa-Note');
    this.node = el('td', {}, el('span.xuefa-ColumnName', {}, column), this._words, this._opener, this._marking, this._note);
  }

  /** Draw it 'plain' with its text, 'covered', or 'open' to be marked; `mark` is its newest one. */
  draw(shape, mark) {
    // Only what is said after opening it counts as said: an older mark is told as such.
    this._said = shape === 'open' ? this._said : null;
    this._words.hidden = shape === 'covered';
    this._opener.hidden = shape !== 'covered';
    this._marking.hidden = shape !== 'open';
    this._note.hidden = !mark || this._said !== null;
    if (mark) {
      this._note.className = `xuefa-Note xuefa-mod-${mark}`;
      this._note.replaceChildren(shape === 'plain' ? '自测：' : '上次：', ...signed(mark));
    }
    for (const choice of this._choices) {
      choice.press(choice.mark === this._said);
    }
  }

  _choice(mark, label, acts) {
    const node = button('', () => {
      if (this._said !== mark) {
        this._said = mark;
        acts.mark(mark);
      }
    }, `.xuefa-mod-${mark}`);
    node.setAttribute('aria-label', `${MARKS[mark].word}：${label}`);
    const press = pressed => {
      node.setAttribute('aria-pressed', String(pressed));
      node.replaceChildren(...(pressed ? signed(mark) : [MARKS[mark].word]));
    };
    return { mark, node, press };
  }
}

/** The head of the table: the corner, the columns, and one more column for what it rests on. */
function header({ corner, columns }) {
  const basis = el('th.xuefa-BasisHead', { scope: 'col' }, '依据');
  const heads = [corner, ...columns].map(name => el('th', { scope: 'col' }, name));
  return { basis, node: el('thead', {}, el('tr', {}, ...heads, basis)) };
}

/** Two ways to see the table; the one that is on is pressed. */
function modes(choose) {
  const ways = [[false, '对照'], [true, '遮住自测']].map(([testing, label]) => ({ testing, node: button(label, () => choose(testing)) }));
  const node = el('div.xuefa-Modes', { role: 'group', 'aria-label': '显示方式' }, ways.map(way => way.node));
  const press = on => ways.forEach(({ testing, node: way }) => way.setAttribute('aria-pressed', String(testing === on)));
  return { node, press };
}

function render({ model, el: host }) {
  const line = Line.of(model);
  const table = model.get('table');
  const root = el('section.xuefa-Widget.xuefa-Table', { 'aria-label': `易错辨析：${table.title}`, 'data-key': model.get('key') });
  const cells = new Map();
  const bases = table.rows.map(row => new Basis(row, table.columns.length + 2, line, root));
  const opened = new Set();
  let testing = false;
  let drill = null;

  const rows = table.rows.flatMap((row, r) => {
    const own = row.cells.map((text, c) => makeCell(`${r + 1}/${c + 1}`, text, row.head, table.columns[c]));
    return [el('tr', {}, el('th', { scope: 'row' }, row.head), ...own, bases[r].node), bases[r].below];
  });

  function makeCell(name, text, head, column) {
    const made = new Cell(text, `${head}，${column}`, column, {
      open() {
        opened.add(name);
        show();
      },
      mark(mark) {
        void line.post('mark', { cell: name, mark, place: placeOf(root) });
        show();
      },
    });
    cells.set(name, made);
    return made.node;
  }

  const head = header(table);
  const mode = modes(choose);
  const count = el('p.xuefa-Count', { role: 'status' });
  const weak = button('只练没记住的', () => cover(new Set(forgotten())));
  const again = button('重新遮住', () => cover(null));
  const test = el('div.xuefa-Test', {}, count, weak, again);
  const hint = el('p.xuefa-Quiet.xuefa-Hint');

  const forgotten = () => [...cells.keys()].filter(name => model.get('marks')[name] === 'again');

  function choose(on) {
    testing = on;
    cover(null);
  }

  /** Cover all cells again, or with `only` these. */
  function cover(only) {
    drill = only;
    opened.clear();
    show();
  }

  function shape(name) {
    const asked = testing && (drill === null || drill.has(name));
    return !asked ? 'plain' : opened.has(name) ? 'open' : 'covered';
  }

  function show() {
    const marks = model.get('marks');
    const good = [...cells.keys()].filter(name => marks[name] === 'good').length;
    mode.press(testing);
    cells.forEach((own, name) => own.draw(shape(name), marks[name]));
    bases.forEach(basis => basis.draw(!testing));
    head.basis.hidden = testing;
    test.hidden = !testing;
    count.textContent = `记得 ${good} / ${cells.size}`;
    weak.disabled = !forgotten().length;
    hint.textContent = !testing ? '点“依据”看这一行出自哪一条。' :
      drill ? `只遮住了没记住的 ${drill.size} 格。` : '先在心里说出答案，再点开核对，看看记得没有。';
  }

  root.append(
    el('div.xuefa-Top', {}, el('span.xuefa-Tag', {}, '易错辨析'), mode.node),
    test,
    hint,
    el('table', {}, el('caption', {}, table.title), head.node, el('tbody', {}, rows)),
    saveState(line)
  );
  keepKeys(root);
  host.append(root);
  model.on('change:marks', show);
  show();
  return () => model.off('change:marks', show);
}

export default { initialize: ({ model }) => void Line.of(model), render };
