const NUMERALS = ['一', '二', '三', '四', '五', '六'];
const TYPING_MS = 700;
const EXAM_HINTS = {
  single: '每题选一项。',
  multiple: '每题至少选两项，全部选对才得分。',
  true_false: '判断每句话正确还是错误。',
  fill: '在空格里填写，各空都对才得分。',
};

/** Runs of questions of one kind, in order, as an exam prints them. */
function sections(questions) {
  const found = [];
  for (const question of questions) {
    if (found.at(-1)?.kind !== question.kind) {
      found.push({ kind: question.kind, questions: [] });
    }
    found.at(-1).questions.push(question);
  }
  return found;
}

function sectionNodes(questions, nodeOf) {
  const points = Math.round(100 / questions.length * 10) / 10;
  return sections(questions).flatMap(({ kind, questions: own }, index) => [
    el('h3.xuefa-TestSection', {}, `${NUMERALS[index]}、${KINDS[kind]}`,
      el('span.xuefa-Quiet', {}, `共 ${own.length} 题，每题 ${points} 分。${EXAM_HINTS[kind]}`)),
    ...own.map(nodeOf),
  ]);
}

/** The frame of one question, the same before and after the hand-in. */
function questionNode(question, answer, ...below) {
  const heading = el('legend', {},
    el('span.xuefa-Tag', {}, `第 ${question.number} 题`), question.kind === 'fill' ? '' : stem(question));
  return el('section.xuefa-Widget.xuefa-Question', { 'aria-label': `第 ${question.number} 题`, 'data-item': question.item },
    el('fieldset', {}, heading, answer.node), ...below);
}

function answerOf(question, changed) {
  return (question.kind === 'fill' ? blanks : choices)(question, changed);
}

/** The answers that are on their way to the record, the newest by item. */
function underWay(line, attempt) {
  const own = line.pending('answer').filter(message => message.attempt === attempt);
  return Object.fromEntries(own.map(message => [message.item, message.response]));
}

/** One question to answer. What is given goes to the record at once, what is typed after a pause. */
class OpenQuestion {
  constructor(question, attempt, line, { changed, next }) {
    this.question = question;
    this._attempt = attempt;
    this._line = line;
    this._changed = changed;
    this._timer = null;
    this._answer = answerOf(question, () => this._touched());
    this.node = questionNode(question, this._answer);
    this.node.addEventListener('change', () => this.flush());
    this.node.addEventListener('keydown', event => this._key(event, next));
  }

  get complete() {
    return this._answer.value() !== null;
  }

  /** Show an answer of the record, unless one of this page is on its way there. */
  take(response) {
    const waiting = underWay(this._line, this._attempt);
    const shown = this.question.item in waiting ? waiting[this.question.item] : response;
    if (this._timer === null && JSON.stringify(shown ?? null) !== JSON.stringify(this._answer.given())) {
      this._answer.set(shown ?? undefined, undefined, false);
    }
    this.node.classList.toggle('xuefa-mod-answered', this.complete);
  }

  focus() {
    this.node.scrollIntoView({ block: 'start' });
    this._answer.first.focus({ preventScroll: true });
  }

  /** Store now what is still waiting for a pause in typing. */
  flush() {
    if (this._timer === null) {
      return;
    }
    clearTimeout(this._timer);
    this._timer = null;
    const item = this.question.item;
    const older = message => message.type === 'answer' && message.attempt === this._attempt && message.item === item;
    void this._line.post('answer', { attempt: this._attempt, item, response: this._answer.given() }, older);
  }

  _touched() {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this.flush(), this.question.kind === 'fill' ? TYPING_MS : 0);
    this.node.classList.toggle('xuefa-mod-answered', this.complete);
    this._changed();
  }

  _key(event, next) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const typing = event.target.matches('input[type=text]');
    if (event.key === 'Enter' && !event.target.matches('button')) {
      event.preventDefault();
      this.flush();
      next(this);
    } else if (!typing && /^[a-h]$/i.test(event.key) && this._answer.press(event.key)) {
      event.preventDefault();
    }
  }
}

/** The test under way. `show` takes in what the record has; `end` stores what is not yet sent. */
function sitting(model, line) {
  const { attempt, size } = model.get('standing');
  const count = el('span.xuefa-TestCount', { role: 'status' });
  const bar = el('div', { style: 'width: 0' });
  const handIn = button('交卷', ask, '.xuefa-mod-main');
  const left = el('div.xuefa-TestLeft');
  const confirm = el('div.xuefa-TestConfirm', { role: 'group', 'aria-label': '确认交卷', tabIndex: -1, hidden: true });
  const ending = el('section.xuefa-Widget.xuefa-TestEnding', { 'aria-label': '交卷' },
    left, el('div.xuefa-Actions', {}, handIn), confirm, saveState(line));
  const questions = model.get('questions').map(question => new OpenQuestion(question, attempt, line, {
    changed: tell,
    next: own => (questions[questions.indexOf(own) + 1] ?? { focus: toEnding }).focus(),
  }));
  const nodes = new Map(questions.map(own => [own.question.item, own.node]));
  const header = el('div.xuefa-TestBar', {}, el('strong', {}, `第 ${attempt} 次测试`),
    el('div.xuefa-TestMeter', { 'aria-hidden': 'true' }, bar), count);

  function open() {
    return questions.filter(own => !own.complete);
  }

  function tell() {
    const missing = open();
    count.textContent = `已答 ${size - missing.length} / ${size}`;
    bar.setAttribute('style', `width: ${((size - missing.length) / size) * 100}%`);
    const links = missing.map(own => button(`第 ${own.question.number} 题`, () => own.focus(), '.xuefa-mod-number'));
    left.replaceChildren(...(missing.length
      ? [el('p', {}, `还有 ${missing.length} 题没有答完，点题号就能跳过去：`), el('div.xuefa-TestNumbers', {}, links)]
      : [el('p', {}, `${size} 题都答完了，可以交卷。`)]));
    confirm.hidden = true;
    handIn.hidden = false;
  }

  function toEnding() {
    ending.scrollIntoView({ block: 'nearest' });
    handIn.focus({ preventScroll: true });
  }

  function ask() {
    questions.forEach(own => own.flush());
    const missing = open().length;
    const warning = missing ? `还有 ${missing} 题没有答完，没有答的不得分。` : '';
    const yes = button('确定交卷', () => void send(yes), '.xuefa-mod-main');
    const no = button('再检查一下', () => {
      tell();
      handIn.focus();
    });
    confirm.replaceChildren(el('p', {}, `${warning}交卷以后不能再改，确定交卷吗？`), el('div.xuefa-Actions', {}, yes, no));
    confirm.hidden = false;
    handIn.hidden = true;
    confirm.focus({ preventScroll: true });
    confirm.scrollIntoView({ block: 'nearest' });
  }

  async function send(yes) {
    yes.disabled = true;
    // What the record refused before goes first, so that the hand-in leaves nothing behind.
    line.retry();
    await line.post('hand-in', { attempt });
  }

  const flush = () => questions.forEach(own => own.flush());
  window.addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', flush);
  return {
    nodes: [header, ...sectionNodes(model.get('questions'), question => nodes.get(question.item)), ending],
    show() {
      const answers = model.get('answers');
      questions.forEach(own => own.take(answers[own.question.item]));
      tell();
    },
    end() {
      flush();
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
    },
    focus: () => questions[0]?.focus(),
  };
}

function scoreNode(last, size, actions) {
  const passed = last.passed ? '合格' : '不合格';
  return el('div.xuefa-TestScore', { 'data-passed': String(last.passed), tabIndex: -1 },
    el('p.xuefa-TestPoints', {}, el('strong', {}, String(last.points)), ' 分　', el('span', {}, passed)),
    el('p.xuefa-Quiet', {}, `${last.day}　答对 ${last.right} 题，共 ${size} 题`),
    actions);
}

/** A paper that was handed in: score, then each question with its key and why. */
function marked(model, line, start) {
  const { last, size, next } = model.get('standing');
  const verdicts = model.get('verdicts');
  const one = question => {
    const verdict = verdicts[question.item];
    const answer = answerOf(question, () => {});
    const outcome = el(`div.xuefa-Outcome.xuefa-mod-${verdict.right ? 'right' : 'wrong'}`);
    const node = questionNode(question, answer, outcome);
    answer.set(verdict.response ?? undefined, verdict.key, true);
    const word = verdict.right ? '回答正确' : verdict.response === null ? '没有作答' : '回答错误';
    outcome.replaceChildren(...verdictNodes(verdict, word, line, node));
    node.classList.add('xuefa-mod-judged');
    return node;
  };
  const wrong = model.get('questions').filter(question => !verdicts[question.item].right);
  const again = () => button('再测一次', () => start(next), last.passed ? '' : '.xuefa-mod-main');
  const nodes = new Map(model.get('questions').map(question => [question.item, one(question)]));
  const links = wrong.map(question =>
    button(`第 ${question.number} 题`, () => nodes.get(question.item).scrollIntoView({ block: 'start' }), '.xuefa-mod-number'));
  const score = scoreNode(last, size, el('div', {},
    wrong.length ? el('p', {}, '没有答对的题已进入错题本：') : el('p', {}, '全部答对。'),
    el('div.xuefa-TestNumbers', {}, links), el('div.xuefa-Actions', {}, again())));
  const top = el('section.xuefa-Widget', { 'aria-label': '测试成绩' }, score);
  const bottom = el('section.xuefa-Widget', { 'aria-label': '再测' },
    el('p', {}, '看完解析，可以再测一次，题目会换。'), el('div.xuefa-Actions', {}, again()), saveState(line));
  return {
    nodes: [top, ...sectionNodes(model.get('questions'), question => nodes.get(question.item)), bottom],
    show() {},
    end() {},
    focus() {
      score.focus({ preventScroll: true });
      top.scrollIntoView({ block: 'start' });
    },
  };
}

function cover(model, line, start) {
  const { title, pass, kept } = model.get('shown');
  const { size, last, next, passed } = model.get('standing');
  const facts = [`${size} 题`, '满分 100 分', `${pass} 分合格`, '不限时间'];
  const begin = button(last ? '再测一次' : '开始测试', () => start(next), passed ? '' : '.xuefa-mod-main');
  const look = last ? button('看上次的题和解析', () => void line.ask('look')) : null;
  const score = last ? el('div.xuefa-TestLast', {}, el('p.xuefa-Quiet', {}, '最近一次'), scoreNode(last, size, '')) : null;
  const card = el('section.xuefa-Widget.xuefa-TestCover', { 'aria-label': '结业测试' },
    el('h3', {}, `《${title}》结业测试`),
    el('p.xuefa-TestFacts', {}, facts.map(fact => el('span', {}, fact))),
    el('p', {}, '答案随时保存，中途离开，回来接着做。'),
    kept ? null : el('p.xuefa-Warning', { role: 'note' }, '没有登录个人账号，本次测试不会记录。'),
    score,
    size ? el('div.xuefa-Actions', {}, begin, look) : el('p.xuefa-Warning', { role: 'note' }, '练习池里目前没有这门课的题。'),
    saveState(line));
  return { nodes: [card], show() {}, end() {}, focus: () => begin.focus() };
}

const PHASES = { cover, sitting, marked };

function render({ model, el: host }) {
  const line = Line.of(model);
  const root = el('div.xuefa-CourseTest');
  let drawn = null;
  let part = null;

  async function start(attempt) {
    const before = drawn;
    const able = enabled => root.querySelectorAll('button').forEach(own => {
      own.disabled = !enabled;
    });
    able(false);
    await line.post('start', { attempt });
    if (drawn === before) {
      able(true);
    }
  }

  /** Draw anew only what is another phase or attempt: what is being typed stays. */
  function draw() {
    const { phase, attempt } = model.get('standing');
    const name = `${phase} ${attempt}`;
    if (name !== drawn) {
      part?.end();
      const moved = drawn !== null;
      drawn = name;
      part = PHASES[phase](model, line, start);
      root.replaceChildren(...part.nodes);
      part.show();
      if (moved) {
        part.focus();
      }
      return;
    }
    part.show();
  }

  keepKeys(root);
  host.append(root);
  const traits = ['change:standing', 'change:answers'];
  for (const trait of traits) {
    model.on(trait, draw);
  }
  draw();
  return () => {
    part.end();
    for (const trait of traits) {
      model.off(trait, draw);
    }
  };
}

export default { initialize: ({ model }) => void Line.of(model), render };
