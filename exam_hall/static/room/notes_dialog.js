import { minute, second, span } from '../player/format.js';
import { button, dialog, el, setText } from './dom.js';
import { noteForm } from './forms.js';
import { countGroups } from './people.js';
import { Task } from './task.js';
import { words } from './words.js';

const { notes: said } = words;

/** The record of incidents: a note on the whole room, all notes, and their print. */
export class NotesDialog {
  #situation;
  #list = el('ul.Notes', {});
  #empty = el('p.Minor', {}, said.empty);
  #drawn = '';
  #done = el('p.Done', { role: 'status' });

  /**
   * @param {Situation} situation
   * @param {RoomHall} hall
   * @param {function(string)} did hears what was done
   */
  constructor(situation, hall, did) {
    this.#situation = situation;
    const form = noteForm({
      about: null,
      situation,
      task: new Task(hall),
      done: text => {
        setText(this.#done, text);
        did(text);
      },
      cancel: null,
    });
    const made = dialog(said.title, words.close, form, el('p.Minor', {}, words.note.hint), this.#done,
      el('div.ListHead', {}, el('h3', {}, said.list), button(said.print, () => this.#print())),
      this.#empty, this.#list);
    this.node = made.node;
    this.heading = made.heading;
  }

  open() {
    setText(this.#done, '');
    this.draw();
    this.node.showModal();
    this.node.querySelector('textarea').focus();
  }

  /** List the notes, newest first, if there are others than before. */
  draw() {
    const { data, showIds } = this.#situation;
    const drawn = JSON.stringify([data.notes, showIds]);
    if (drawn === this.#drawn) {
      return;
    }
    this.#drawn = drawn;
    this.#empty.hidden = data.notes.length > 0;
    this.#list.replaceChildren(...[...data.notes].reverse().map(note => this.#item(note)));
  }

  #item({ at, by, candidate, text }) {
    const found = candidate && this.#situation.candidate(candidate);
    const who = found ? this.#situation.called(found) : candidate && this.#situation.number(candidate);
    return el('li', {},
      el('p', {}, el('strong', {}, who || said.whole), el('span.Minor', {},
        `　${this.#situation.when(at)}　${said.by(this.#situation.number(by))}`)),
      el('p.Text', {}, text));
  }

  /** Only the record goes to the printer, with everybody named in full. */
  #print() {
    const sheet = printed(this.#situation);
    document.body.append(sheet);
    window.addEventListener('afterprint', () => sheet.remove(), { once: true });
    window.print();
  }
}

function printed(situation) {
  const { data } = situation;
  const counts = countGroups(data.candidates, () => false);
  const rows = data.notes.map(({ at, by, candidate, text }) => {
    const found = candidate && situation.candidate(candidate);
    const who = found ? situation.exactly(found) : candidate || said.whole;
    return el('tr', {}, [second(at), who, text, by].map(value => el('td', {}, value)));
  });
  const came = counts.all - counts.absent;
  return el('section.Print', { lang: 'zh-CN' },
    el('h1', {}, data.title), el('h2', {}, said.title),
    el('p', {}, said.when(...span(data.opens, data.closes))),
    el('p', {}, said.counts(counts.all, came, counts.handed_in, counts.voided)),
    el('table', {}, el('thead', {}, el('tr', {}, said.columns.map(name => el('th', {}, name)))),
      el('tbody', {}, rows.length ? rows : el('tr', {}, el('td', { colSpan: 4 }, said.empty)))),
    el('p.Signed', {}, el('span', {}, said.sign, el('span.Line', {}, '\u00a0')), el('span', {}, said.printed(minute(data.now)))));
}
