import { Desk } from './desk.js';
import { button, choice, el } from './dom.js';
import { hour } from './format.js';
import { HandInDialog } from './hand_in_dialog.js';
import { helpDialog } from './help_dialog.js';
import { listen } from './keys.js';
import { Navigator } from './navigator.js';
import { savePrefs } from './prefs.js';
import { saveState } from './save_state.js';
import { Strip } from './strip.js';
import { TopBar } from './top_bar.js';
import { words } from './words.js';

/** The page on which an attempt is written. */
export class SittingPage {
  #sitting;
  #prefs;
  #parts;
  #stops = [];
  #told = 'saved';

  /**
   * @param {Sitting} sitting already opened, not yet begun
   * @param {{prefs: object, say: function(string), takePen: function(), root: HTMLElement}} around
   */
  constructor(sitting, around) {
    this.#sitting = sitting;
    this.#prefs = around.prefs;
    this.around = around;
    const go = index => this.#go(index);
    this.desk = new Desk(sitting, around.prefs.layout, index => this.#moved(index));
    this.navigator = new Navigator(sitting, go);
    this.top = new TopBar(sitting.paper.title, () => this.#askHandIn());
    this.strip = new Strip({ retry: () => sitting.hurry(), takePen: around.takePen });
    this.handIn = new HandInDialog(sitting, gradeId => go(sitting.number(gradeId) - 1));
    this.help = helpDialog();
    this.#parts = this.#build();
    this.node = el('div.Sitting', {}, this.top.node, this.strip.node, this.#parts.body, this.#parts.foot,
      this.#parts.sheet, this.handIn.node, this.help);
    this.#listen();
    this.#moved(0);
    this.#phase();
  }

  dispose() {
    this.#stops.forEach(stop => stop());
    this.desk.dispose();
  }

  #build() {
    const side = el('aside.Side', {});
    const inner = el('div.SideInner', {}, this.navigator.node, this.#settings());
    const sheet = el('dialog.Sheet', { 'aria-label': words.sitting.navigator }, el('div.SheetHead', {},
      button(words.close, () => sheet.close())));
    sheet.addEventListener('close', () => side.append(inner));
    sheet.addEventListener('click', event => event.target === sheet && sheet.close());
    const open = button('', () => {
      sheet.append(inner);
      sheet.showModal();
    });
    open.classList.add('xuefa-Exam-SheetButton');
    const previous = button(words.sitting.previous, () => this.#go(this.desk.index - 1));
    const next = button(words.sitting.next, () => this.#go(this.desk.index + 1));
    const place = el('p.Place', {});
    side.append(inner);
    const foot = el('nav.Foot', { 'aria-label': words.sitting.turn }, previous, place, open, next);
    return { body: el('div.Body', {}, this.desk.node, side), foot, sheet, open, previous, next, place };
  }

  #settings() {
    const set = (name, value) => {
      this.#prefs[name] = value;
      savePrefs(this.#prefs);
      this.around.root.dataset.size = this.#prefs.size;
      this.desk.layout = this.#prefs.layout;
    };
    return el('section.Settings', { 'aria-label': words.sitting.settings },
      choice(words.sitting.size, words.sitting.sizes, this.#prefs.size, value => set('size', value)),
      choice(words.sitting.layout, words.sitting.layouts, this.#prefs.layout, value => set('layout', value)),
      button(words.sitting.help, () => this.help.showModal()));
  }

  #listen() {
    const on = (name, does) => this.#sitting.addEventListener(name, does);
    on('answer', event => this.#answered(event.detail.gradeId));
    on('save', () => this.#saved());
    on('phase', () => this.#phase());
    on('ending', () => this.desk.node.contains(document.activeElement) && document.activeElement.blur());
    on('tick', () => this.#tick());
    on('warning', event => this.#announce(words.sitting.warning(event.detail.minutes)));
    on('moved', event => this.#deadlineMoved(event.detail.by));
    this.#stops.push(listen(this.around.root, this.#keys()));
    const leaving = event => this.#sitting.outbox.waiting.length && event.preventDefault();
    const hidden = () => this.#sitting.hurry();
    const gone = () => this.#sitting.farewell();
    this.#while(window, { beforeunload: leaving, pagehide: gone, online: hidden, offline: hidden });
    this.#while(document, { visibilitychange: hidden });
  }

  #while(target, handlers) {
    for (const [name, handler] of Object.entries(handlers)) {
      target.addEventListener(name, handler);
      this.#stops.push(() => target.removeEventListener(name, handler));
    }
  }

  #keys() {
    const by = step => () => this.#go(this.desk.index + step);
    const page = step => () => this.desk.scrollWithin(step) || this.#go(this.desk.index + step);
    return {
      anywhere: {
        'Alt+ArrowRight': by(1),
        'Alt+ArrowLeft': by(-1),
        'Ctrl+Enter': () => this.#askHandIn(),
        'Meta+Enter': () => this.#askHandIn(),
        F1: () => this.help.showModal(),
      },
      outsideText: {
        PageDown: page(1),
        PageUp: page(-1),
        M: () => this.#writing && this.desk.current.toggleMark(),
        N: () => this.#go(this.desk.nextOpen()),
      },
      letter: letter => this.#writing && this.desk.current.press(letter),
    };
  }

  get #writing() {
    return this.#sitting.phase === 'writing';
  }

  #go(index) {
    this.#parts.sheet.close();
    this.desk.go(index);
  }

  #moved(index) {
    const all = this.#sitting.slots.length;
    this.navigator?.point(index);
    if (this.#parts) {
      this.#parts.previous.disabled = index === 0;
      this.#parts.next.disabled = index === all - 1;
      this.#parts.place.textContent = words.sitting.place(index + 1, all);
    }
  }

  #answered(gradeId) {
    this.desk.question(gradeId).refresh();
    this.navigator.refresh(gradeId);
    this.#count();
  }

  #count() {
    this.#parts.open.textContent = words.sitting.sheet(this.navigator.answered, this.#sitting.slots.length);
  }

  #saved() {
    const state = saveState(this.#sitting);
    this.top.save(state);
    this.strip.save(this.#sitting, state);
    this.handIn.refresh();
    this.#tellOf(state);
  }

  /** Trouble and its end are read out once; that something was saved is not, it happens all the time. */
  #tellOf({ code, text }) {
    if (code === 'saved' && this.#told === 'trouble') {
      this.#announce(words.sitting.resumed);
    } else if (code !== this.#told && ['trouble', 'refused', 'asking'].includes(code)) {
      this.around.say(text);
    }
    this.#told = code === 'saving' ? this.#told : code;
  }

  /** Fields are locked, not emptied, whenever this page may not write. */
  #phase() {
    const { phase } = this.#sitting;
    this.desk.lock(!this.#writing && phase !== 'handing');
    this.top.lock(!this.#writing);
    if (['closing', 'watching', 'over', 'left'].includes(phase)) {
      this.handIn.close();
    }
    this.#count();
    this.#tick();
    this.#saved();
  }

  #tick() {
    this.top.tick(this.#sitting.left);
    this.strip.save(this.#sitting, saveState(this.#sitting));
  }

  #askHandIn() {
    if (this.#writing) {
      this.#sitting.courier.hurry();
      this.handIn.open();
    }
  }

  #deadlineMoved(by) {
    const time = hour(this.#sitting.deadline);
    const minutes = Math.round(by / 60_000);
    this.#announce(minutes > 0 ? words.sitting.moved(minutes, time) : words.sitting.movedTo(time));
  }

  #announce(text) {
    this.around.say(text);
    this.strip.flash(text);
    this.strip.save(this.#sitting, saveState(this.#sitting));
  }
}
