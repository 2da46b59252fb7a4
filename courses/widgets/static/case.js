const VERDICTS = {
  sound: { word: '稳妥', sign: '✓' },
  risky: { word: '有风险', sign: '！' },
  wrong: { word: '不合法', sign: '✗' },
};

/** A verdict as a word and a sign; the sign is not read out. */
function verdictMark(verdict) {
  const { word, sign } = VERDICTS[verdict];
  return el(`span.xuefa-Verdict.xuefa-mod-${verdict}`, {}, word, el('span', { 'aria-hidden': 'true' }, ` ${sign}`));
}

function tally(counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(VERDICTS).map(([verdict, { word }]) => `${word} ${counts[verdict]}`);
  return `${total} 次决定：${parts.join('，')}`;
}

const textOf = (step, id) => step.choices.find(choice => choice.id === id)?.text ?? '';

/** The step to decide: `node`, `value()` (null while nothing is chosen), `lock`. */
function question(step, number, changed) {
  const name = `xuefa-${newId()}`;
  const inputs = step.choices.map(choice => el('input', { type: 'radio', name, value: choice.id, onchange: changed }));
  const rows = step.choices.map((choice, index) => el('label.xuefa-Choice', {}, inputs[index], el('span', {}, choice.text)));
  const lines = step.text.split('\n').filter(Boolean).map(text => el('span.xuefa-Line', {}, text));
  const legend = el('legend', {}, el('span.xuefa-Tag', {}, `第 ${number} 步`), ...lines);
  const hint = el('p.xuefa-Quiet.xuefa-Hint', {}, '决定以后，这一遍就不能再改。可以点选，也可以用上下键选择、按回车键决定。');
  const node = el('fieldset', { tabIndex: -1 }, legend, ...rows, hint);
  return {
    node,
    value: () => inputs.find(input => input.checked)?.value ?? null,
    lock(locked) {
      node.disabled = locked;
    },
  };
}

/** What was chosen at a step, among what could have been. */
function chosen({ step, choice }) {
  const rows = step.choices.map(own => {
    const taken = own.id === choice;
    return el(`li.xuefa-Choice${taken ? '.xuefa-mod-taken' : ''}`, {},
      el('span', {}, own.text), taken ? el('span.xuefa-Mark', {}, '您的决定') : null);
  });
  return [...paragraphs(step.text), el('ul', {}, rows)];
}

/** What was first chosen here, for somebody who has come here before. */
function before({ step, choice, before: first }) {
  if (!first) {
    return null;
  }
  const told = first.choice === choice ? ['第一次走到这里时，您也是这样决定的。'] :
    [`第一次走到这里时，您的决定是：${textOf(step, first.choice)} `, verdictMark(first.verdict)];
  return el('p.xuefa-Before', {}, ...told);
}

/** What came of a decision, and the article that governs it. */
function outcome(decision, line, root) {
  return el(`div.xuefa-Outcome.xuefa-mod-${decision.verdict}`, {},
    el('h4', {}, verdictMark(decision.verdict)),
    ...paragraphs(decision.consequence),
    citation(decision.cite, line, root),
    before(decision));
}

/** A decision taken before, folded up. */
function trailItem(decision, number, line, root) {
  const summary = el('summary', {},
    el('span.xuefa-Number', {}, `第 ${number} 步`),
    el('span.xuefa-Taken', {}, textOf(decision.step, decision.choice)),
    verdictMark(decision.verdict));
  return el('li', {}, el('details', {}, summary, el('div.xuefa-Again', {}, ...chosen(decision), outcome(decision, line, root))));
}

function ending(shown, number, line, root, restart) {
  const first = shown.first ? el('p.xuefa-Quiet', {}, `您第一遍的 ${tally(shown.first)}。`) : null;
  return el('div.xuefa-Closing', { tabIndex: -1 },
    el('h4', {}, '本案分析'),
    ...paragraphs(shown.closing),
    ...shown.cites.map(cite => citation(cite, line, root)),
    el('p.xuefa-Tally', {}, number > 1 ? `这一遍（第 ${number} 遍）${tally(shown.counts)}。` : `本案 ${tally(shown.counts)}。`),
    first,
    el('p.xuefa-Quiet', {}, '可以再走一遍，试试别的决定。每一遍都会留在学习记录里。'),
    el('div.xuefa-Actions', {}, button('重新走一遍', restart)));
}

function render({ model, el: host }) {
  const line = Line.of(model);
  const { title, situation, first } = model.get('case');
  const round = el('span.xuefa-Quiet');
  const trail = el('ol.xuefa-Trail', { 'aria-label': '已经作出的决定' });
  const stage = el('div.xuefa-Stage');
  const root = el('section.xuefa-Widget.xuefa-Case', { 'aria-label': `案例：${title}`, 'data-key': model.get('key') },
    el('p', {}, el('span.xuefa-Tag', {}, '以案释法'), round), el('h3', {}, title), el('div.xuefa-Situation', {}, ...paragraphs(situation)),
    trail, stage, saveState(line));
  // The record knows what was decided; that one has read on, or begins anew, only this view knows.
  let readOn = model.get('run').ending ? model.get('run').path.length : 0;
  let anew = false;
  let sending = false;

  function show(moved = false) {
    const run = model.get('run');
    const path = anew ? [] : run.path;
    const last = path.length > readOn ? path.at(-1) : null;
    const past = last ? path.slice(0, -1) : path;
    const number = anew ? run.number + 1 : run.number;
    round.textContent = number > 1 ? `第 ${number} 遍` : '';
    trail.hidden = !past.length;
    trail.replaceChildren(...past.map((decision, index) => trailItem(decision, index + 1, line, root)));
    const target = last ? showOutcome(last, run, path.length) : anew || run.step ? showQuestion(anew ? first : run.step, path.length + 1) : showEnding(run);
    if (moved) {
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: 'nearest' });
    }
  }

  function showQuestion(step, number) {
    const fields = question(step, number, () => {
      decide.disabled = fields.value() === null;
    });
    const decide = button('就这样决定', () => void send(step, fields, decide), '.xuefa-mod-main');
    decide.disabled = true;
    fields.node.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        void send(step, fields, decide);
      }
    });
    stage.replaceChildren(fields.node, el('div.xuefa-Actions', {}, decide));
    return fields.node;
  }

  function showOutcome(last, run, number) {
    const goOn = button(run.step ? '继续' : '继续，看本案分析', () => {
      readOn = number;
      show(true);
    }, '.xuefa-mod-main');
    const result = outcome(last, line, root);
    result.tabIndex = -1;
    stage.replaceChildren(el('p', {}, el('span.xuefa-Tag', {}, `第 ${number} 步`)), ...chosen(last), result, el('div.xuefa-Actions', {}, goOn));
    return result;
  }

  function showEnding(run) {
    const node = ending(run.ending, run.number, line, root, () => {
      anew = true;
      readOn = 0;
      show(true);
    });
    stage.replaceChildren(node);
    return node;
  }

  async function send(step, fields, decide) {
    const choice = fields.value();
    if (choice === null || sending) {
      return;
    }
    sending = true;
    fields.lock(true);
    decide.disabled = true;
    await line.post('decide', { step: step.id, choice, place: placeOf(root) });
    sending = false;
    anew = false;
    show(true);
  }

  // While a decision is under way its answer draws the card: the focus moves once.
  const onRun = () => {
    if (!sending) {
      anew = false;
      readOn = Math.min(readOn, Math.max(model.get('run').path.length - 1, 0));
      show();
    }
  };
  keepKeys(root);
  host.append(root);
  model.on('change:run', onRun);
  show();
  return () => model.off('change:run', onRun);
}

export default { initialize: ({ model }) => void Line.of(model), render };
