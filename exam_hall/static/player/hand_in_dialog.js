import { button, el, newId } from './dom.js';
import { statesOf } from './navigator.js';
import { words } from './words.js';

const ORDER = ['held', 'none', 'part', 'marked'];

/** Handing in: what is unanswered or marked, each a way back to its question, and the confirmation. */
export class HandInDialog {
  #sitting;
  #jump;
  #list = el('div', {});
  #status = el('p.Status', { role: 'status' });
  #yes;
  #no;

  /**
   * @param {Sitting} sitting
   * @param {function(string): void} jump to a question by its grade_id
   */
  constructor(sitting, jump) {
    this.#sitting = sitting;
    this.#jump = jump;
    this.#yes = button(words.handIn.yes, () => void sitting.handIn(), 'main');
    this.#no = button(words.handIn.no, () => this.close());
    const title = newId('title');
    this.node = el('dialog.Dialog', { 'aria-labelledby': title },
      el('h2', { id: title }, words.handIn.title), this.#list, this.#status,
      el('div.Actions', {}, this.#no, this.#yes));
    this.node.addEventListener('close', () => sitting.cancelHandIn());
  }

  open() {
    if (!this.node.open) {
      this.#fill();
      this.refresh();
      this.node.showModal();
      this.#no.focus();
    }
  }

  close() {
    if (this.node.open) {
      this.node.close();
    }
  }

  /** Say how handing in gets on; `refusal` is why it was turned down. */
  refresh() {
    const handing = this.#sitting.phase === 'handing';
    this.#yes.disabled = handing;
    const said = this.#progress(handing);
    if (this.#status.textContent !== said) {
      this.#status.textContent = said;
    }
  }

  #progress(handing) {
    const { handInTrouble, trouble, outbox } = this.#sitting;
    if (!handing) {
      return handInTrouble ? words.handIn.refused(handInTrouble.message) : words.handIn.final;
    }
    if (trouble) {
      return trouble.kind === 'sign-in' ? words.failure['sign-in'] : words.handIn.waiting;
    }
    return outbox.waiting.length ? words.handIn.saving : words.handIn.sending;
  }

  #fill() {
    const groups = Object.fromEntries(ORDER.map(state => [state, []]));
    const { slots } = this.#sitting;
    for (const slot of slots) {
      statesOf(this.#sitting, slot.grade_id).forEach(state => groups[state]?.push(slot.grade_id));
    }
    const answered = slots.length - groups.none.length;
    const summary = groups.none.length ? words.handIn.some(answered, slots.length) : words.handIn.all(slots.length);
    const lists = ORDER.filter(state => groups[state].length).map(state => this.#group(state, groups[state]));
    const hint = lists.length ? el('p.Quiet', {}, words.handIn.jump) : null;
    this.#list.replaceChildren(...[el('p', {}, summary), ...lists, hint].filter(Boolean));
  }

  #group(state, gradeIds) {
    const links = gradeIds.map(gradeId => {
      const number = this.#sitting.number(gradeId);
      const link = button(String(number), () => this.#leaveFor(gradeId), 'cell');
      link.setAttribute('aria-label', words.number(number));
      return link;
    });
    return el('div.Group', {}, el('h3', {}, words.handIn.groups[state](gradeIds.length)), el('div.Cells', {}, links));
  }

  #leaveFor(gradeId) {
    this.close();
    this.#jump(gradeId);
  }
}
