import { countdown } from '../player/format.js';
import { button, dialog, el, fact, setText } from './dom.js';
import { collectForm, grantForm, noteForm, voidForm } from './forms.js';
import { isOpen, mayVoid, receiptCode, stateKey } from './people.js';
import { Task } from './task.js';
import { words } from './words.js';

const FORMS = { grant: grantForm, collect: collectForm, voiding: voidForm, note: noteForm };
const MAY = { grant: isOpen, collect: isOpen, voiding: mayVoid, note: () => true };

/** One candidate: all that is known, and what can be done. What is typed outlives every refresh. */
export class PersonDialog {
  #situation;
  #task;
  #did;
  #id = null;
  #attempt = 0;
  #heading;
  #facts = {};
  #hint = el('p.Minor', {});
  #buttons = {};
  #place = el('div', {});
  #notes = el('ul.Notes', {});
  #notesHead = el('h3', {}, words.person.notes);
  #done = el('p.Done', { role: 'status' });

  /**
   * @param {Situation} situation
   * @param {RoomHall} hall
   * @param {{did: function(string), closed: function()}} on `did` hears what was done
   */
  constructor(situation, hall, on) {
    this.#situation = situation;
    this.#task = new Task(hall);
    this.#did = on.did;
    const list = el('dl.Facts', {}, Object.entries(words.person.facts).map(([key, name]) => {
      const [node, value] = fact(name);
      this.#facts[key] = { node, value };
      return node;
    }));
    const doing = el('div.Doing', { role: 'group', 'aria-label': words.person.doing },
      Object.keys(FORMS).map(name => {
        this.#buttons[name] = button(words[name].button, () => this.#choose(name));
        this.#buttons[name].setAttribute('aria-expanded', 'false');
        return this.#buttons[name];
      }));
    const made = dialog('', words.close, list, doing, this.#hint, this.#done, this.#place,
      this.#notesHead, this.#notes);
    this.node = made.node;
    this.#heading = made.heading;
    this.node.addEventListener('close', on.closed);
  }

  /** Open somebody. A form that was left without being sent is still there when they are opened next. */
  open(id) {
    const { attempt } = this.#situation.candidate(id);
    if (id !== this.#id || attempt !== this.#attempt) {
      [this.#id, this.#attempt] = [id, attempt];
      this.#choose(null);
    }
    setText(this.#done, '');
    this.draw();
    this.node.showModal();
    this.#heading.focus();
  }

  /** Take what the hall says now; the form that is open stays as it is. */
  draw() {
    const candidate = this.#situation.candidate(this.#id);
    if (!candidate) {
      return;
    }
    setText(this.#heading, this.#situation.called(candidate));
    for (const [key, text] of Object.entries(this.#values(candidate))) {
      setText(this.#facts[key].value, text || '');
      this.#facts[key].node.hidden = !text;
    }
    for (const name of Object.keys(FORMS)) {
      this.#buttons[name].disabled = !MAY[name](candidate);
    }
    setText(this.#hint, isOpen(candidate) ? '' : words.person.notSitting);
    this.#drawNotes();
  }

  /** Let the times go on. */
  tick() {
    const candidate = this.node.open ? this.#situation.candidate(this.#id) : null;
    if (candidate) {
      const { contact, deadline } = this.#times(candidate);
      setText(this.#facts.contact.value, contact);
      setText(this.#facts.deadline.value, deadline ?? '');
    }
  }

  #values(candidate) {
    const { data } = this.#situation;
    const begun = candidate.attempt > 0;
    return {
      id: this.#situation.number(candidate.id),
      ticket: candidate.ticket,
      unit: candidate.unit,
      seat: candidate.seat,
      form: words.person.form(candidate.form),
      state: words.states[stateKey(candidate)],
      attempt: begun && words.nth(candidate.attempt),
      progress: begun && words.progress(candidate.answered, data.questions),
      started: candidate.started && this.#situation.when(candidate.started),
      receipt: receiptCode(candidate),
      ...this.#times(candidate),
    };
  }

  #times(candidate) {
    const { deadline } = candidate;
    const contact = this.#situation.contactText(candidate);
    const when = deadline && this.#situation.when(deadline);
    const left = deadline && isOpen(candidate) ? this.#situation.left(deadline) : 0;
    return { contact, deadline: left > 0 ? words.person.left(when, countdown(left)) : when };
  }

  #drawNotes() {
    const notes = this.#situation.data.notes.filter(note => note.candidate === this.#id);
    this.#notesHead.hidden = notes.length === 0;
    if (this.#notes.childElementCount !== notes.length) {
      this.#notes.replaceChildren(...notes.map(({ at, by, text }) => el('li', {},
        el('p.Minor', {}, `${this.#situation.when(at)}　${words.notes.by(this.#situation.number(by))}`),
        el('p.Text', {}, text))));
    }
  }

  #choose(name) {
    for (const [key, node] of Object.entries(this.#buttons)) {
      node.setAttribute('aria-expanded', String(key === name));
    }
    this.#task.reset();
    this.#place.replaceChildren();
    if (name) {
      setText(this.#done, '');
      this.#place.append(FORMS[name]({
        about: this.#situation.candidate(this.#id),
        situation: this.#situation,
        task: this.#task,
        done: said => this.#finish(name, said),
        cancel: () => this.#leave(name),
      }));
      this.#place.querySelector('input, textarea, button[type=submit]').focus();
    }
  }

  #leave(name) {
    this.#choose(null);
    this.#buttons[name].focus();
  }

  #finish(name, said) {
    this.#leave(name);
    setText(this.#done, said);
    this.#did(said);
  }
}
