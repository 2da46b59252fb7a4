import { button, dialog, el, setText } from './dom.js';
import { groupOf } from './people.js';
import { Task } from './task.js';
import { words } from './words.js';

const { all: said } = words;

/** Collecting from everybody who still sits, after being told how many that are. */
export class CollectDialog {
  #situation;
  #task;
  #did;
  #text = el('p', {});
  #old = el('p.Grave', {});
  #yes;
  #no;

  /**
   * @param {Situation} situation
   * @param {RoomHall} hall
   * @param {function(string)} did hears what was done
   */
  constructor(situation, hall, did) {
    this.#situation = situation;
    this.#task = new Task(hall);
    this.#did = did;
    this.#yes = button('', () => void this.#collect(), 'grave');
    this.#no = button(said.no, () => this.node.close());
    this.node = dialog(said.title, words.close, this.#text, this.#old, this.#task.node,
      el('div.Actions', {}, this.#no, this.#yes)).node;
  }

  open() {
    this.#task.reset();
    this.draw();
    this.node.showModal();
    this.#no.focus();
  }

  /** Count again. */
  draw() {
    const [sitting, expired] = this.#count();
    const open = sitting + expired;
    setText(this.#text, open ? said.some(sitting, expired) : said.none);
    setText(this.#old, this.#situation.trouble ? said.old(this.#situation.heardAt) : '');
    setText(this.#yes, said.yes(open));
    this.#yes.disabled = open === 0;
  }

  #count() {
    const groups = this.#situation.data.candidates.map(groupOf);
    return ['sitting', 'expired'].map(wanted => groups.filter(group => group === wanted).length);
  }

  async #collect() {
    const answer = await this.#task.run('collect', {});
    if (answer) {
      this.node.close();
      this.#did(said.done(answer.collected));
    }
  }
}
