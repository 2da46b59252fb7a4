const HINTS = {
  single: '选一项。可以点选，也可以按字母键选择、按回车键提交。',
  multiple: '至少选两项，全部选对才算对。可以点选，也可以按字母键选择、按回车键提交。',
  true_false: '可以点选，也可以按字母键选择、按回车键提交。',
  fill: '在空格里填写，按回车键提交。',
};

function render({ model, el: host }) {
  const line = Line.of(model);
  const question = model.get('question');
  const fill = question.kind === 'fill';
  const submit = button('提交答案', () => void send(), '.xuefa-mod-main');
  const again = button('再做一次', restart);
  const answer = (fill ? blanks : choices)(question, refresh);
  const outcome = el('div.xuefa-Outcome', { hidden: true, tabIndex: -1 });
  const heading = el('legend', {},
    el('span.xuefa-Tag', {}, question.number ? `第 ${question.number} 题　${KINDS[question.kind]}` : KINDS[question.kind]),
    fill ? '' : stem(question));
  const hint = el('p.xuefa-Quiet.xuefa-Hint', {}, HINTS[question.kind]);
  const fields = el('fieldset', {}, heading, answer.node, hint);
  const root = el('section.xuefa-Widget.xuefa-Question', { 'aria-label': `练习题${question.number || ''}`, 'data-key': model.get('key') },
    fields, el('div.xuefa-Actions', {}, submit, again), outcome, saveState(line));
  let redoing = false;

  async function send() {
    const response = answer.value();
    if (response === null || submit.disabled) {
      return;
    }
    submit.disabled = true;
    redoing = false;
    await line.post('answer', { response, place: placeOf(root) });
    show(true);
  }

  function restart() {
    redoing = true;
    show();
    answer.first.focus();
  }

  function refresh() {
    submit.disabled = answer.value() === null;
  }

  function show(moved = false) {
    const verdict = model.get('verdict');
    const judged = verdict.event !== undefined && !redoing;
    answer.set(judged ? verdict.response : undefined, verdict.key, judged);
    submit.hidden = judged;
    hint.hidden = judged;
    again.hidden = !judged;
    outcome.hidden = !judged;
    root.classList.toggle('xuefa-mod-judged', judged);
    if (judged) {
      const word = verdict.right ? '回答正确' : '回答错误';
      outcome.className = `xuefa-Outcome ${verdict.right ? 'xuefa-mod-right' : 'xuefa-mod-wrong'}`;
      outcome.replaceChildren(...verdictNodes(verdict, word, line, root));
    }
    refresh();
    if (moved && judged) {
      outcome.focus({ preventScroll: true });
      outcome.scrollIntoView({ block: 'nearest' });
    }
  }

  const onVerdict = () => show();
  root.addEventListener('keydown', event => {
    const typing = event.target.matches('input[type=text]');
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === 'Enter' && !event.target.matches('button')) {
      event.preventDefault();
      void send();
    } else if (!typing && /^[a-h]$/i.test(event.key) && !submit.hidden && answer.press(event.key)) {
      event.preventDefault();
    }
  });
  keepKeys(root);
  host.append(root);
  model.on('change:verdict', onVerdict);
  show();
  return () => model.off('change:verdict', onVerdict);
}

export default { initialize: ({ model }) => void Line.of(model), render };
