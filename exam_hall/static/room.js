import { ServerClock } from './player/clock.js';
import { CollectDialog } from './room/collect_dialog.js';
import { el } from './room/dom.js';
import { RoomHall } from './room/hall.js';
import { Header } from './room/header.js';
import { List } from './room/list.js';
import { NotesDialog } from './room/notes_dialog.js';
import { PersonDialog } from './room/person_dialog.js';
import { Poller } from './room/poll.js';
import { Situation } from './room/situation.js';
import { Tools } from './room/tools.js';
import { Totals } from './room/totals.js';
import { words } from './room/words.js';

/** The invigilator's page: everybody, the totals, and what can be done. */
class RoomPage {
  #situation;
  #header;
  #totals;
  #tools;
  #list;
  #person;
  #collect;
  #notes;
  #poller;

  /** @param {HTMLElement} place its data say `base`, the hall's prefix ending in `/`, `exam` and `title` */
  constructor(place) {
    const { base, exam, title } = place.dataset;
    const clock = new ServerClock();
    const hall = new RoomHall(base, exam, (...heard) => clock.hear(...heard));
    const did = said => this.#did(said);
    this.#situation = new Situation(clock);
    this.#header = new Header(this.#situation, title, `${base}room/${exam}`);
    this.#totals = new Totals(this.#situation, group => this.#choose(group));
    this.#tools = new Tools({
      show: view => this.#list.show(view),
      showIds: shown => this.#showIds(shown),
      notes: () => this.#ready(this.#notes),
      collect: () => this.#ready(this.#collect),
    });
    this.#list = new List(this.#situation, id => this.#open(id), (...counts) => this.#tools.count(...counts),
      () => this.#showAll());
    this.#person = new PersonDialog(this.#situation, hall, { did, closed: () => this.#list.hold(null) });
    this.#collect = new CollectDialog(this.#situation, hall, did);
    this.#notes = new NotesDialog(this.#situation, hall, did);
    this.#poller = new Poller(() => hall.room(), data => this.#heard(data), error => this.#failed(error));
    place.replaceChildren(el('div.Page', {}, this.#header.node, this.#totals.node, this.#tools.node, this.#list.node),
      this.#person.node, this.#collect.node, this.#notes.node);
  }

  begin() {
    this.#header.draw();
    void this.#poller.now();
    setInterval(() => this.#tick(), 1000);
  }

  #heard(data) {
    if (this.#situation.trouble && this.#situation.data) {
      this.#header.say(words.connection.back);
    }
    Object.assign(this.#situation, { data, trouble: null });
    document.title = words.page(data.title);
    this.#draw();
  }

  #failed(error) {
    this.#situation.trouble = error;
    this.#header.say('');
    this.#draw();
  }

  #draw() {
    this.#header.draw();
    if (!this.#situation.data) {
      return;
    }
    this.#totals.draw();
    this.#tools.countNotes(this.#situation.data.notes.length);
    this.#list.draw();
    [this.#person, this.#collect, this.#notes].filter(one => one.node.open).forEach(one => one.draw());
    this.#tick();
  }

  #tick() {
    if (this.#situation.data) {
      this.#header.tick();
      this.#list.tick();
      this.#person.tick();
    }
  }

  #did(said) {
    this.#header.say(said);
    void this.#poller.now();
  }

  #choose(group) {
    this.#totals.mark(group);
    this.#list.show({ group });
  }

  #showAll() {
    this.#tools.clear();
    this.#totals.mark('all');
    this.#list.show({ group: 'all', query: '' });
  }

  #showIds(shown) {
    this.#situation.showIds = shown;
    this.#draw();
  }

  #open(id) {
    this.#list.hold(id);
    this.#person.open(id);
  }

  #ready(shown) {
    if (this.#situation.data) {
      shown.open();
    }
  }
}

new RoomPage(document.getElementById('xuefa-room')).begin();
