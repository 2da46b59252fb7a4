const RULE = '答错的题进入错题本；此后在不同的两天各答对一次即移出。';
const KINDS = { single: '单选题', multiple: '多选题', true_false: '判断题', fill: '填空题' };
const STATES_OF_ITEMS = {
  open: '还没有答对',
  half: '已有一天答对，今天再答对一次即移出',
  today: '✓ 今天已答对，改天再答对一次即移出',
  out: '✓ 已移出错题本',
};

function jump(key) {
  const node = [...document.querySelectorAll('.xuefa-Question')].find(own => own.dataset.key === key);
  node?.scrollIntoView({ block: 'start' });
  node?.querySelector('input, button')?.focus({ preventScroll: true });
}

/** How many, and from where. */
function summary(count, lessons) {
  if (!count) {
    return [el('p', {}, '错题本里没有要做的题。')];
  }
  const from = lessons.map(lesson => el('li', {}, lesson.title, el('span.xuefa-Quiet', {}, `　${lesson.count} 道`)));
  return [el('p.xuefa-BookCount', {}, `错题本里有 ${count} 道题，来自：`), el('ul.xuefa-BookList', {}, from)];
}

function row(question) {
  const label = `第 ${question.number} 题`;
  return el('tr', { 'data-state': question.state },
    el('th', { scope: 'row' }, button(label, () => jump(question.key))),
    el('td', {}, `${question.topic}（${KINDS[question.kind]}）`),
    el('td', {}, question.wrong ? `${question.wrong} 次` : '—'),
    el('td.xuefa-BookState', {}, STATES_OF_ITEMS[question.state]));
}

function table(questions) {
  if (!questions.length) {
    return '';
  }
  const heads = ['题号', '内容', '答错', '现在'].map(text => el('th', { scope: 'col' }, text));
  return el('table', { 'aria-label': '本页的题' }, el('thead', {}, el('tr', {}, heads)), el('tbody', {}, questions.map(row)));
}

/** What is in the book but not on this page: beyond the first ones, or got wrong since. */
function unset(count, questions) {
  const left = count - questions.filter(question => question.state !== 'out').length;
  return left > 0 ? el('p.xuefa-Quiet', {}, `另有 ${left} 道，做完本页的题以后重新打开错题本就会列出。`) : '';
}

function goneNodes(gone) {
  if (!gone.length) {
    return '';
  }
  return el('div.xuefa-Gone', {},
    el('p', {}, '下面的题不用再做：'),
    el('ul.xuefa-BookList', {}, gone.map(item => el('li', {}, item, el('span.xuefa-Quiet', {}, '　题目已更新或撤下')))));
}

function render({ model, el: host }) {
  const body = el('div');
  const root = el('section.xuefa-Widget.xuefa-WrongBook', { 'aria-label': '错题本' }, body);

  function show() {
    const count = model.get('count');
    const questions = model.get('questions');
    const focused = [...body.querySelectorAll('button')].indexOf(document.activeElement);
    body.replaceChildren(
      ...summary(count, model.get('lessons')),
      el('p.xuefa-Rule', {}, RULE),
      table(questions),
      unset(count, questions),
      goneNodes(model.get('gone'))
    );
    body.querySelectorAll('button')[focused]?.focus({ preventScroll: true });
  }

  keepKeys(root);
  const traits = ['change:questions', 'change:count', 'change:lessons', 'change:gone'];
  for (const trait of traits) {
    model.on(trait, show);
  }
  show();
  host.append(root);
  return () => {
    for (const trait of traits) {
      model.off(trait, show);
    }
  };
}

export default { initialize: ({ model }) => void Line.of(model), render };
