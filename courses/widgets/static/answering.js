/* Questions and how they are answered: what the question card and the test of a course share. */

const KINDS = { single: '单选题', multiple: '多选题', true_false: '判断题', fill: '填空题' };
const BLANK = '____';
const TRUTHS = [
  { id: 'true', text: '正确' },
  { id: 'false', text: '错误' },
];

/**
 * Ways to answer: each gives `node`, `value()` (null while incomplete), `given()` (as far as it is given;
 * null for nothing), `set`, `press` and its `first` field.
 */
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
  const given = () => {
    const ids = chosen();
    if (!ids.length) {
      return null;
    }
    return question.kind === 'true_false' ? ids[0] === 'true' : ids;
  };
  return {
    node: el('div.xuefa-Options', {}, rows.map(row => row.label)),
    given,
    value: () => (question.kind === 'multiple' && chosen().length < 2 ? null : given()),
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
  const texts = () => inputs.map(input => input.value.trim());
  return {
    node: el('div', {}, filled, keys),
    given: () => (texts().some(Boolean) ? texts() : null),
    value: () => (texts().every(Boolean) ? texts() : null),
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

function stem(question) {
  const mark = question.negative ? el('strong.xuefa-Negative', {}, '（注意：选不正确的）') : '';
  return el('span.xuefa-Stem', {}, question.stem, mark);
}

/** What is said of an answer that was marked. */
function verdictNodes(verdict, word, line, root) {
  return [
    el('h4', {}, verdict.right ? `✓ ${word}` : `✗ ${word}`),
    ...paragraphs(verdict.explanation),
    ...verdict.citations.map(cite => citation(cite, line, root)),
  ];
}
