import { hour } from '../player/format.js';
import { button, el, field, newId, setText } from './dom.js';
import { words } from './words.js';

const MOST_MINUTES = 600;
const MOST_CHARS = 2000;
const QUICK = [5, 10, 20, 30];

/**
 * The forms of what can be done about one candidate. Each is made anew for the attempt it is about:
 * `about` is the candidate as they stood then; `task` sends; `done` hears what to say afterwards.
 */
export function grantForm({ about, situation, task, done, cancel }) {
  const minutes = el('input', { type: 'number', min: 1, max: MOST_MINUTES, step: 1, inputMode: 'numeric', value: 10 });
  const reason = textArea(words.grant.reasonHint);
  const until = el('p.Minor', { role: 'status' });
  const count = () => (/^\d{1,3}$/.test(minutes.value) ? Number(minutes.value) : 0);
  const fits = () => count() >= 1 && count() <= MOST_MINUTES;
  const show = () => {
    const { deadline } = situation.candidate(about.id) ?? about;
    const moved = new Date(Date.parse(deadline) + count() * 60_000);
    setText(until, fits() ? words.grant.until(hour(moved.toISOString())) : words.grant.badMinutes(MOST_MINUTES));
  };
  minutes.addEventListener('input', show);
  show();
  const quick = QUICK.map(value => button(words.grant.quick(value), () => {
    minutes.value = value;
    show();
  }, 'small'));
  return form(words.grant.yes, cancel, task, async () => {
    const text = filled(reason, task, words.reasonMissing);
    if (!text || !fits()) {
      return;
    }
    const body = { candidate: about.id, attempt: about.attempt, seconds: count() * 60, reason: text };
    if (await task.run('grant', body)) {
      done(words.grant.done(situation.called(about), count()));
    }
  }, field(words.grant.minutes, minutes, el('div.Quick', {}, quick)), until, field(words.grant.reason, reason));
}

export function collectForm({ about, situation, task, done, cancel }) {
  const ask = words.collect.ask(situation.exactly(about), about.answered, situation.data.questions);
  return form(words.collect.yes, cancel, task, async () => {
    if (await task.run('collect', { candidate: about.id, attempt: about.attempt })) {
      done(words.collect.done(situation.called(about)));
    }
  }, el('p', {}, ask));
}

export function noteForm({ about, situation, task, done, cancel }) {
  const text = textArea('');
  return form(words.note.yes, cancel, task, async () => {
    const said = filled(text, task, words.textMissing);
    if (said && (await task.run('note', { ...(about ? { candidate: about.id } : {}), text: said }))) {
      text.value = '';
      done(words.note.done);
    }
  }, field(about ? words.note.about(situation.called(about)) : words.note.room, text));
}

/** Annulling takes two steps: the second names the person in full. */
export function voidForm({ about, situation, task, done, cancel }) {
  const said = words.voiding;
  const reason = textArea(said.reasonHint);
  const name = newId('again');
  const choices = [['false', said.noAgain], ['true', said.yesAgain]].map(([value, text]) =>
    el('label.Choice', {}, el('input', { type: 'radio', name, value }), text));
  const chosen = () => choices.map(label => label.firstChild).find(input => input.checked)?.value;
  const place = el('div', {});
  const first = form(said.next, cancel, task, () => {
    const text = filled(reason, task, words.reasonMissing);
    if (text && !chosen()) {
      task.say(said.chooseAgain);
      choices[0].firstChild.focus();
    } else if (text) {
      confirm(text, chosen());
    }
  }, field(said.reason, reason), el('fieldset.Choices', {}, el('legend', {}, said.again), choices));
  const back = () => {
    place.replaceChildren(first);
    first.append(task.node);
    reason.focus();
  };
  const confirm = (text, again) => {
    task.reset();
    const heading = el('h3', { tabIndex: -1 }, said.confirmTitle);
    const body = { candidate: about.id, attempt: about.attempt, reason: text, again: again === 'true' };
    place.replaceChildren(form(said.yes(situation.called(about)), [said.back, back], task, async () => {
      if (await task.run('void', body)) {
        done(said.done(situation.called(about)));
      }
    }, heading, el('p.Grave', {}, said.confirm(situation.exactly(about), about.attempt)),
    el('p', {}, said.confirmReason(text)), el('p', {}, said.confirmAgain[again])));
    heading.focus();
  };
  place.append(first);
  return place;
}

function textArea(placeholder) {
  return el('textarea', { rows: 2, maxLength: MOST_CHARS, placeholder });
}

/** What is typed; says so and goes there if there is nothing. */
function filled(input, task, missing) {
  const text = input.value.trim();
  if (!text) {
    task.say(missing);
    input.focus();
  }
  return text;
}

/** `leave` is what the other button does: what is called to cancel, or a word and what is called. */
function form(yes, leave, task, submit, ...children) {
  const [word, cancel] = Array.isArray(leave) ? leave : [words.cancel, leave];
  const look = yes === words.grant.yes || yes === words.note.yes || yes === words.voiding.next ? 'main' : 'grave';
  return el('form.Form', {
    noValidate: true,
    onsubmit: event => {
      event.preventDefault();
      void submit();
    },
  }, ...children, task.node, el('div.Actions', {},
    cancel ? button(word, cancel) : null,
    el('button.Button', { type: 'submit', 'data-look': look }, yes)));
}
