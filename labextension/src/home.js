import { Widget } from '@lumino/widgets';
import { getJSON } from './api.js';
import { courseCard, examCard, todoCard } from './cards.js';
import { button, el } from './dom.js';
import { words } from './words.js';

export const HOME_ID = 'xuefa-home';
const REFRESH_MS = 60_000;

/** The first tab: what to do, exams that are open, courses. A list that is not served is not shown. */
export class HomePage extends Widget {
  /**
   * @param {object} settings of the server connection
   * @param {{lesson: function, exam: function, atHome: function}} open what a card does, and what to
   *   do while one is here
   */
  constructor(settings, open) {
    super({ node: el('div', { tabIndex: -1 }) });
    this.id = HOME_ID;
    this.addClass('xuefa-Home');
    this.title.label = words.home;
    this.title.caption = words.home;
    this.title.closable = false;
    this._settings = settings;
    this._open = open;
    this._notServed = new Set();
    this._todo = section(words.todo);
    this._exams = section(words.exams);
    this._courses = section(words.courses);
    this._courses.hidden = false;
    fill(this._courses, el('p.xuefa-Quiet', { role: 'status' }, words.loading));
    this._notice = el('p.xuefa-Notice', { role: 'alert', hidden: true });
    const parts = [this._notice, this._todo, this._exams, this._courses];
    this.node.append(banner(), el('div.xuefa-Page', {}, ...parts));
  }

  onAfterAttach() {
    void this.refresh();
    this._timer = setInterval(() => this.isVisible && void this.refresh(), REFRESH_MS);
  }

  onAfterShow() {
    void this.refresh();
  }

  onBeforeDetach() {
    clearInterval(this._timer);
  }

  onActivateRequest() {
    this.node.focus({ preventScroll: true });
  }

  /** Say something on the page; null takes it back. */
  tell(text) {
    this._notice.hidden = !text;
    this._notice.textContent = text ?? '';
    this._notice.scrollIntoView({ block: 'nearest' });
  }

  /** Ask for every list again; while one asking is under way there is no second. */
  refresh() {
    this._asking ??= this._ask().finally(() => {
      this._asking = null;
    });
    return this._asking;
  }

  async _ask() {
    const { lesson, exam, atHome } = this._open;
    await Promise.all([
      this._optional(this._todo, 'xuefa/api/todo', 'items', item => todoCard(item, lesson)),
      this._optional(this._exams, 'xuefa/hall/api/exams', 'exams', item => examCard(item, exam)),
      this._refreshCourses()
    ]);
    atHome();
  }

  async _refreshCourses() {
    try {
      const { courses } = (await getJSON(this._settings, 'xuefa/api/courses')) ?? { courses: [] };
      const cards = courses.map(course => courseCard(course, this._open.lesson));
      const none = el('p.xuefa-Card', {}, words.coursesNone);
      fill(this._courses, cards.length ? el('div.xuefa-Grid', {}, ...cards) : none);
    } catch {
      const again = button(words.retry, () => void this._refreshCourses(), '.xuefa-mod-main');
      fill(this._courses, el('div.xuefa-Card', { role: 'alert' }, el('p', {}, words.coursesFailed), again));
    }
  }

  /** Of a section that others serve: hidden while they do not, or have nothing. */
  async _optional(node, path, key, card) {
    if (this._notServed.has(path)) {
      return;
    }
    let items = [];
    try {
      const answer = await getJSON(this._settings, path);
      if (answer === null) {
        this._notServed.add(path);
      }
      items = answer?.[key] ?? [];
    } catch {
      // What is wrong with the server is told where the courses stand.
    }
    fill(node, el('div', {}, ...items.map(card)));
    node.hidden = items.length === 0;
  }
}

function banner() {
  const today = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'full', timeZone: 'Asia/Shanghai' }).format(new Date());
  return el(
    'header.xuefa-Banner',
    {},
    el('div', {}, el('h1', {}, words.home), el('p', {}, words.motto)),
    el('p.xuefa-Today', {}, today)
  );
}

function section(title) {
  return el('section', { hidden: true, 'aria-label': title }, el('h2', {}, title), el('div'));
}

/** Put new content in, keeping the place of the keyboard. */
function fill(node, ...content) {
  const place = node.lastElementChild;
  const focused = [...place.querySelectorAll('button')].indexOf(document.activeElement);
  place.replaceChildren(...content);
  if (focused >= 0) {
    place.querySelectorAll('button')[focused]?.focus();
  }
}
