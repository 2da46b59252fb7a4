const KINDS = { single: '单选题', multiple: '多选题', true_false: '判断题', fill: '填空题' };
const HINTS = {
  single: '选一项。可以点选，也可以按字母键选择、按回车键提交。',
  multiple: '至少选两项，全部选对才算对。可以点选，也可以按字母键选择、按回车键提交。',
  true_false: '可以点选，也可以按字母键选择、按回车键提交。',
  fill: '在空格里填写，按回车键提交。',
};
const BLANK = '____';
const TRUTHS = [
  { id: 'true', text: '正确' },
  { id: 'false', text: '错误' },
];

/** Ways to answer: each gives `node`, `value()` (null while incomplete), `set`, `lock`, `press`. */
function choices(question, changed) {
  const options = question.kind === 'true_false' ? TRUTHS : question.options;
  const name = `xuefa-${newId()}`;
  const type = question.kind === 'multiple' ? 'checkbox' : 'radio';
  const rows = options.map((option, index) => {
    const letter = String.fromCharCode(65 + index);
    const input = el('input', { type, name, value: option.id, onchange: changed });
    const mark = el('span.xuefa-Mark');
    const label = el('label.xuefa-Option', {}, input, el('span.xuefa-Letter', {}, letter), el('span', {}, option.text), mark);
    return { option, letter, input, label, mark };
  });
  const chosen = () => rows.filter(row => row.input.checked).map(row => row.option.id);
  return {
    node: el('div.xuefa-Options', {}, rows.map(row => row.label)),
    value() {
      const ids = chosen();
      if (question.kind === 'true_false') {
        return ids.length ? ids[0] === 'true' : null;
      }
      return ids.length >= (question.kind === 'multiple' ? 2 : 1) ? ids : null;
    },
    set(response, key, locked) {
      const ids = value => (value === undefined ? [] : [value].flat().map(String));
      for (const row of rows) {
        const wanted = ids(key).includes(row.option.id);
        row.input.checked = ids(response).includes(row.option.id);
        row.input.disabled = locked;
        row.label.classList.toggle('xuefa-mod-right', locked && wanted);
        row.label.classList.toggle('xuefa-mod-wrong', locked && row.input.checked && !wanted);
        row.mark.textContent = !locked ? '' : wanted ? '正确答案' : row.input.checked ? '您的选择' : '';
        if (locked && wanted && row.input.checked) {
          row.mark.textContent = '您选对了';
        }
      }
    },
    press(key) {
      const row = rows.find(own => own.letter === key.toUpperCase());
      if (row && !row.input.disabled) {
        row.input.checked = type === 'radio' || !row.input.checked;
        row.input.focus();
        changed();
      }
      return Boolean(row);
    },
    first: rows[0].input,
  };
}

function blanks(question, changed) {
  const parts = question.stem.split(BLANK);
  const inputs = parts.slice(1).map((_, index) =>
    el('input.xuefa-Blank', { type: 'text', maxLength: 60, autocomplete: 'off', oninput: changed, 'aria-label': `第 ${index + 1} 空` })
  );
  const filled = el('p.xuefa-Stem', {}, parts.flatMap((part, index) => (index ? [inputs[index - 1], part] : [part])));
  const keys = el('p.xuefa-Key', { hidden: true });
  return {
    node: el('div', {}, filled, keys),
    value() {
      const texts = inputs.map(input => input.value.trim());
      return texts.every(Boolean) ? texts : null;
    },
    set(response, key, locked) {
      inputs.forEach((input, index) => {
        input.value = response?.[index] ?? '';
        input.disabled = locked;
      });
      keys.hidden = !locked;
      keys.textContent = locked ? `参考答案：${key.join('；')}` : '';
    },
    press: () => false,
    first: inputs[0],
  };
}

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
      outcome.replaceChildren(
        el('h4', {}, verdict.right ? `✓ ${word}` : `✗ ${word}`),
        ...paragraphs(verdict.explanation),
        ...verdict.citations.map(cite => citation(cite, line, root))
      );
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

function stem(question) {
  const mark = question.negative ? el('strong.xuefa-Negative', {}, '（注意：选不正确的）') : '';
  return el('span.xuefa-Stem', {}, question.stem, mark);
}

export default { initialize: ({ model }) => void Line.of(model), render };
