const SHEET = '@page { size: A4 landscape; margin: 0; }';
const BLANK_NAME = '　'.repeat(10);
const ONE_COLUMN = 7;

/** What stands on the certificate; the same on the page and on paper. */
function paper({ certificate, person }) {
  const lessons = certificate.lessons.map(lesson => el('li', {}, el('span', {}, lesson.title), el('span.xuefa-Day', {}, lesson.day)));
  const fact = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, value));
  return el('article.xuefa-Paper', { 'aria-label': '结业证书' },
    el('div.xuefa-PaperFrame', {},
      el('h3', {}, '结业证书'),
      el('p.xuefa-PaperWho', {},
        el('span', {}, '姓名：', el('span.xuefa-FillIn', {}, BLANK_NAME)),
        el('span', {}, `人员编号：${person}`)),
      el('p.xuefa-PaperText', {}, '学完', el('strong', {}, `《${certificate.course}》`),
        `全部 ${certificate.lessons.length} 课，结业测试合格，准予结业。`),
      el(`ol.xuefa-PaperLessons${lessons.length > ONE_COLUMN ? '.xuefa-mod-many' : ''}`, {}, lessons),
      el('dl.xuefa-PaperFacts', {},
        fact('学时', `${certificate.hours} 学时`),
        fact('结业测试', `${certificate.points} 分（${certificate.tested}）`),
        fact('发证日期', certificate.issued),
        fact('证书编号', certificate.number))));
}

/** Print one node alone: in a document of its own, so that nothing of the page around it comes along. */
function printAlone(node, style) {
  const frame = el('iframe.xuefa-PrintFrame', { title: '打印', 'aria-hidden': 'true', tabIndex: -1 });
  frame.addEventListener('load', () => {
    const inside = frame.contentDocument;
    inside.documentElement.lang = 'zh-CN';
    inside.title = '结业证书';
    inside.head.append(el('style', {}, `${style}\n${SHEET}`));
    inside.body.className = 'xuefa-Widget xuefa-Certificate xuefa-mod-print';
    inside.body.append(node.cloneNode(true));
    frame.contentWindow.addEventListener('afterprint', () => setTimeout(() => frame.remove()));
    frame.contentWindow.focus();
    frame.contentWindow.print();
  }, { once: true });
  document.querySelector('.xuefa-PrintFrame')?.remove();
  document.body.append(frame);
}

function missingNodes(missing) {
  const lessons = missing.lessons.map(title => el('li', {}, el('span', {}, title), el('span.xuefa-Quiet', {}, '还没有学完')));
  const test = missing.test ? el('li', {}, el('span', {}, '结业测试'), el('span.xuefa-Quiet', {}, missing.test)) : null;
  return [el('p', {}, '还差下面这些，就能拿到结业证书：'), el('ul.xuefa-Missing', {}, lessons, test)];
}

/** Ask what other windows did whenever the certificate comes into sight. */
function watch(root, line) {
  const observer = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) {
      void line.ask('refresh');
    }
  });
  observer.observe(root);
  return () => observer.disconnect();
}

function render({ model, el: host }) {
  const line = Line.of(model);
  const body = el('div');
  const root = el('section.xuefa-Widget.xuefa-Certificate', { 'aria-label': '结业证书' }, body);
  const whole = el('input', { type: 'checkbox', onchange: show });

  function show() {
    const certificate = model.get('certificate');
    if (!certificate.number) {
      const { kept } = model.get('shown');
      const note = kept ? null : el('p.xuefa-Warning', { role: 'note' }, '没有登录个人账号，不能发给证书。');
      body.replaceChildren(...[note, ...missingNodes(model.get('missing'))].filter(Boolean));
      return;
    }
    const { masked, full } = model.get('person');
    const held = document.activeElement === whole;
    const sheet = paper({ certificate, person: whole.checked ? full : masked });
    const print = button('打印', () => printAlone(sheet, model.get('_css')), '.xuefa-mod-main');
    body.replaceChildren(sheet, el('div.xuefa-Actions', {}, print,
      el('label.xuefa-ShowWhole', {}, whole, '显示完整编号'),
      el('span.xuefa-Quiet', {}, '横向打印在一张纸上，姓名用笔填写。')));
    if (held) {
      whole.focus({ preventScroll: true });
    }
  }

  keepKeys(root);
  host.append(root);
  const traits = ['change:certificate', 'change:missing'];
  for (const trait of traits) {
    model.on(trait, show);
  }
  show();
  const stop = watch(root, line);
  return () => {
    stop();
    for (const trait of traits) {
      model.off(trait, show);
    }
  };
}

export default { initialize: ({ model }) => void Line.of(model), render };
