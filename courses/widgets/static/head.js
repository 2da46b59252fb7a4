const BEAT_MS = 30_000;
const IDLE_MS = 120_000;
const NOTE_MS = 12_000;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove', 'scroll'];

/** The last heading that has passed the upper third of the window. */
function placeInSight(panel) {
  const limit = window.innerHeight / 3;
  const passed = [...panel.querySelectorAll('.jp-MarkdownOutput h2')].filter(h => h.getBoundingClientRect().top < limit);
  return passed.at(-1)?.textContent.replace(/[\s¶]/g, '') ?? '';
}

/** Every half minute while the lesson is in sight and somebody uses it. Returns what ends it. */
function heartbeat(root, line) {
  const panel = root.closest('.jp-NotebookPanel') ?? document.body;
  let used = Date.now();
  const touch = () => {
    used = Date.now();
  };
  for (const sign of SIGNS) {
    panel.addEventListener(sign, touch, { passive: true, capture: true });
  }
  const beat = () => {
    const inSight = document.visibilityState === 'visible' && root.isConnected && panel.checkVisibility();
    if (inSight && Date.now() - used < IDLE_MS) {
      void line.ask('here', { place: placeInSight(panel) });
    }
  };
  const timer = setInterval(beat, BEAT_MS);
  const first = setTimeout(beat, 5_000);
  return () => {
    clearInterval(timer);
    clearTimeout(first);
    for (const sign of SIGNS) {
      panel.removeEventListener(sign, touch, { capture: true });
    }
  };
}

function progressNode(standing) {
  const percent = Math.round(standing.done * 100);
  const facts = [
    `练习 ${standing.answered} / ${standing.questions}`,
    `案例 ${standing.finished} / ${standing.cases}`,
    `已学 ${standing.minutes} 分钟`,
    `已认定 ${standing.hours} 学时`,
  ];
  const bar = { role: 'progressbar', 'aria-label': '本课进度', 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100 };
  return [
    el('div.xuefa-Bar', bar, el('div', { style: `width: ${percent}%` })),
    el('p.xuefa-Quiet', {}, standing.completed ? '已学完　' : '', facts.join('　')),
  ];
}

/** Where one was last time: go there, and say so with a way back to the top. */
function comeBack(root, resume, note) {
  const panel = root.closest('.jp-NotebookPanel');
  const goTo = () => {
    const heading = [...panel.querySelectorAll('.jp-MarkdownOutput h2')].find(h => h.textContent.replace(/[\s¶]/g, '') === resume);
    if (!heading) {
      return;
    }
    heading.scrollIntoView({ block: 'start' });
    const top = button('回到开头', () => {
      root.scrollIntoView({ block: 'start' });
      note.remove();
    }, '.xuefa-mod-small');
    const close = button('知道了', () => note.remove(), '.xuefa-mod-small');
    note.replaceChildren(el('span', {}, `已回到上次学到的地方：${heading.textContent.replace('¶', '')}`), top, close);
    panel.append(note);
    setTimeout(() => note.remove(), NOTE_MS);
    // Whoever reads on has seen it.
    setTimeout(() => panel.addEventListener('scroll', () => note.remove(), { once: true, capture: true }), 1_000);
  };
  panel?.addEventListener('xuefa-ready', event => event.detail?.first && goTo(), { once: true });
}

function render({ model, el: host }) {
  const line = Line.of(model);
  const shown = model.get('shown');
  const status = el('div.xuefa-HeadProgress');
  const unkept = shown.kept ? null : el('p.xuefa-Warning', { role: 'note' }, '没有登录个人账号，本次学习不会记录。');
  const root = el(
    'header.xuefa-Widget.xuefa-Head',
    {},
    el('p.xuefa-Tag', {}, shown.law),
    el('h1', {}, shown.title),
    el('p.xuefa-Quiet', {}, `约 ${shown.minutes} 分钟`),
    unkept,
    el('h2.xuefa-HeadGoals', {}, '学完这一课，您能够'),
    el('ol', {}, shown.goals.map(goal => el('li', {}, goal))),
    status
  );
  const note = el('div.xuefa-Widget.xuefa-ComeBack', { role: 'status' });
  const tell = () => status.replaceChildren(...progressNode(model.get('standing')));
  model.on('change:standing', tell);
  tell();
  host.append(root);
  let stop = null;
  // Connected a moment later: only then is the lesson around it known.
  const begin = setTimeout(() => {
    stop = heartbeat(root, line);
    if (model.get('resume')) {
      comeBack(root, model.get('resume'), note);
    }
  });
  return () => {
    clearTimeout(begin);
    stop?.();
    note.remove();
    model.off('change:standing', tell);
  };
}

export default { initialize: ({ model }) => void Line.of(model), render };
