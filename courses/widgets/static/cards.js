const RATINGS = [
  { id: 'again', text: '忘了' },
  { id: 'hard', text: '吃力' },
  { id: 'good', text: '记得' },
  { id: 'easy', text: '很熟' },
];

function rateButton(rating, index, when, onclick) {
  return el('button.xuefa-Button.xuefa-Rate', { type: 'button', onclick, 'data-rating': rating.id },
    el('span.xuefa-RateKey', { 'aria-hidden': 'true' }, `${index + 1}`),
    el('span', {}, rating.text),
    el('span.xuefa-RateWhen', {}, when));
}

/** The next days of a deck, one line each. */
function comingNodes(coming) {
  const total = coming.reduce((sum, day) => sum + day.cards, 0);
  if (!total) {
    return [];
  }
  return [
    el('p', {}, '接下来到期的卡片：'),
    el('ul.xuefa-Coming', {}, coming.map(day => el('li', {}, el('strong', {}, day.when), `　${day.cards} 张`))),
    el('p.xuefa-Quiet', {}, '到了那一天，首页的“待办”会提醒您。'),
  ];
}

function endNodes(ended, more) {
  const empty = ended.lesson ? `这一课的 ${ended.deck} 张卡片现在都不用复习。` : '现在没有到期的卡片。';
  const heading = ended.seen ? `✓ 今天的 ${ended.seen} 张卡片都看过了` : empty;
  return [
    el('h4', {}, heading),
    ...comingNodes(ended.coming),
    ended.deck ? el('div.xuefa-Actions', {}, more) : '',
  ];
}

function render({ model, el: host }) {
  const line = Line.of(model);
  const count = el('p.xuefa-Tag');
  const hint = el('p.xuefa-Quiet.xuefa-Hint');
  const face = el('div.xuefa-Face', { tabIndex: -1 });
  const actions = el('div');
  const root = el('section.xuefa-Widget.xuefa-Cards', { 'aria-label': '记忆卡', 'data-key': model.get('key') },
    count, face, actions, hint, saveState(line));
  let drawn = '';
  let busy = false;

  const turned = () => {
    const { card, turn } = model.get('shown');
    const back = model.get('back');
    return card !== undefined && back.card === card && back.turn === turn;
  };

  function turnOver() {
    const { card, turn } = model.get('shown');
    void line.ask('show', { card, turn });
  }

  async function rate(response) {
    if (busy) {
      return;
    }
    // Not disabled meanwhile: a disabled button would lose the focus, and the keys with it.
    busy = true;
    await line.post('rate', { card: model.get('shown').card, response, place: placeOf(root) });
    busy = false;
    show();
  }

  function drawFront(shown) {
    count.textContent = shown.more ? `再练一遍　${shown.count}` : shown.count;
    face.replaceChildren(el('p.xuefa-Front', {}, shown.front));
    actions.replaceChildren(el('div.xuefa-Actions', {}, button('显示答案', turnOver, '.xuefa-mod-main')));
    hint.textContent = '先在心里答一遍，再看答案。按空格键或回车键也可以。';
  }

  function drawBack(shown, back) {
    drawFront(shown);
    face.append(el('div.xuefa-Back', {}, ...paragraphs(back.text), citation(back.cite, line, root)));
    const rates = RATINGS.map((rating, index) => rateButton(rating, index, back.returns[rating.id], () => void rate(rating.id)));
    actions.replaceChildren(el('p.xuefa-Ask', {}, '刚才想起来了吗？'), el('div.xuefa-Rates', { role: 'group', 'aria-label': '刚才想起来了吗' }, rates));
    hint.textContent = '每个按钮下面是这张卡片再来的时间。按数字键 1 至 4 也可以。';
  }

  function drawEnd() {
    count.textContent = '记忆卡';
    face.replaceChildren(...endNodes(model.get('ended'), button('再练一遍', () => void line.ask('once-more'))));
    actions.replaceChildren();
    hint.textContent = '';
  }

  function draw() {
    const shown = model.get('shown');
    if (shown.card === undefined) {
      drawEnd();
    } else if (turned()) {
      drawBack(shown, model.get('back'));
    } else {
      drawFront(shown);
    }
  }

  /** Draw what has changed. The focus stays within the cards, on what is to be read or done next. */
  function show() {
    const state = JSON.stringify([model.get('shown'), turned() && model.get('back'), model.get('ended')]);
    if (busy || state === drawn) {
      return;
    }
    drawn = state;
    const held = root.contains(document.activeElement);
    draw();
    if (held) {
      (turned() || !actions.firstChild ? face : actions.querySelector('button')).focus({ preventScroll: true });
      actions.scrollIntoView({ block: 'nearest' });
    }
  }

  root.addEventListener('keydown', event => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const rating = turned() && RATINGS[Number(event.key) - 1];
    const turning = model.get('shown').card !== undefined && !turned();
    if (rating) {
      event.preventDefault();
      void rate(rating.id);
    } else if (turning && (event.key === ' ' || event.key === 'Enter') && !event.target.matches('button')) {
      event.preventDefault();
      turnOver();
    }
  });
  keepKeys(root);
  host.append(root);
  const traits = ['change:shown', 'change:back', 'change:ended'];
  for (const trait of traits) {
    model.on(trait, show);
  }
  show();
  return () => {
    for (const trait of traits) {
      model.off(trait, show);
    }
  };
}

export default { initialize: ({ model }) => void Line.of(model), render };
