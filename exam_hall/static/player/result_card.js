import { button, el, newId } from './dom.js';
import { minute, points } from './format.js';
import { charCount } from './values.js';
import { words } from './words.js';

const { result: said } = words;

/**
 * The candidate's own result: score, band, sections, feedback, and asking for a re-check.
 *
 * @param {object} result
 * @param {{feedback: string, recheck: function(string): Promise<object>}} hall
 */
export function resultCard(result, hall) {
  const feedback = result.feedback
    ? el('a.Button', { href: hall.feedback, target: '_blank', rel: 'noopener' }, said.feedback)
    : null;
  return el('section.Card.Result', {},
    el('h2', {}, said.title),
    el('p.Score', {}, el('strong', {}, words.points(points(result.score))), el('span.Quiet', {}, said.of(points(result.points)))),
    result.band ? el('p.Band', {}, `${said.band}：${result.band}`) : null,
    sections(result.sections),
    el('p.Quiet', {}, said.published(minute(result.published_at))),
    el('div.Actions', {}, feedback),
    result.recheck ? recheckPart(result.recheck, hall) : null);
}

function sections(rows) {
  const head = [said.section, said.score, said.full].map(text => el('th', { scope: 'col' }, text));
  const body = rows.map(row =>
    el('tr', {},
      el('td', {}, row.heading.replace(/（.*$/, '')),
      el('td.Figure', {}, row.score === null ? '—' : points(row.score)),
      el('td.Figure', {}, points(row.points))));
  return el('table.Table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, body));
}

function recheckPart(recheck, hall) {
  const part = el('section.Recheck', {});
  const show = state => part.replaceChildren(el('h3', {}, said.recheck), ...recheckText(state, hall, show));
  show(recheck);
  return part;
}

function recheckText(recheck, hall, show) {
  const asked = !recheck.state ? [] : [
    el('p', { role: 'status' }, recheck.state === 'answered' ? said.answered : said.asked),
    quote(said.yours, recheck.text ?? ''),
    ...(recheck.answer ? [quote(said.reply, recheck.answer)] : []),
  ];
  if (recheck.open) {
    return [...asked, el('p', {}, said.until(minute(recheck.until))), form(hall, show)];
  }
  return asked.length ? asked : [el('p', {}, said.closed)];
}

function quote(name, text) {
  return el('div', {}, el('p.Quiet', {}, name), el('blockquote', {}, text));
}

function form(hall, show) {
  const id = newId('recheck');
  const area = el('textarea.Essay', { id, rows: 4 });
  const message = el('p.Message', { role: 'alert' });
  const ask = button(said.ask, () => void send());
  async function send() {
    const text = area.value.trim();
    if (!text || charCount(text) > said.most) {
      message.textContent = text ? said.tooLong(said.most) : said.empty;
      area.focus();
      return;
    }
    ask.disabled = true;
    message.textContent = said.asking;
    try {
      show((await hall.recheck(text)).recheck);
    } catch (error) {
      message.textContent = error.message;
      ask.disabled = false;
    }
  }
  return el('div.Field', {}, el('label', { htmlFor: id }, said.reason), area, message, el('div.Actions', {}, ask));
}
