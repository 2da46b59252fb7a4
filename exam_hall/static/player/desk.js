import { el } from './dom.js';
import { Question } from './question.js';
import { ruleOf } from './values.js';

/** The questions, all of them or one a page, and which of them is the current one. */
export class Desk {
  #sitting;
  #layout;
  #moved;
  #watcher;
  #sections = [];
  #visible = new Map();

  /**
   * @param {Sitting} sitting
   * @param {string} layout `all` or `one`
   * @param {function(number): void} moved another question is the current one
   */
  constructor(sitting, layout, moved) {
    this.#sitting = sitting;
    this.#moved = moved;
    this.questions = [];
    this.index = 0;
    for (const section of sitting.paper.sections) {
      this.#add(section);
    }
    this.node = el('div.Desk', { tabIndex: -1 }, el('div.Sheets', {}, this.#sections.map(section => section.node)));
    this.node.addEventListener('focusin', event => this.#touched(event));
    this.node.addEventListener('pointerdown', event => this.#touched(event));
    this.#watcher = new IntersectionObserver(entries => this.#seen(entries), { root: this.node, threshold: [0, 0.5, 1] });
    this.questions.forEach(question => this.#watcher.observe(question.node));
    this.layout = layout;
  }

  get current() {
    return this.questions[this.index];
  }

  get layout() {
    return this.#layout;
  }

  set layout(layout) {
    this.#layout = layout;
    this.node.dataset.layout = layout;
    this.#show();
    this.#bring();
  }

  question(gradeId) {
    return this.questions.find(question => question.slot.grade_id === gradeId);
  }

  /** Make a question the current one, bring it into view and give it the focus. */
  go(index) {
    if (index < 0 || index >= this.questions.length) {
      return;
    }
    this.#choose(index);
    this.#bring();
    this.current.node.focus({ preventScroll: true });
  }

  /** The next question without an answer, from the current one on and round; -1 when there is none. */
  nextOpen() {
    const count = this.questions.length;
    for (let step = 1; step <= count; step += 1) {
      const index = (this.index + step) % count;
      if (this.#sitting.progressOf(this.questions[index].slot.grade_id) === 'none') {
        return index;
      }
    }
    return -1;
  }

  /** Scroll within a question that is longer than the page; false when its end is in view. */
  scrollWithin(direction) {
    const [page, box] = [this.node.getBoundingClientRect(), this.current.node.getBoundingClientRect()];
    const rest = direction > 0 ? box.bottom - page.bottom : page.top - box.top;
    if (rest <= 8) {
      return false;
    }
    this.node.scrollBy({ top: direction * Math.min(rest + 16, page.height * 0.85) });
    return true;
  }

  lock(on) {
    this.questions.forEach(question => question.lock(on));
  }

  dispose() {
    this.#watcher.disconnect();
  }

  #add(section) {
    const rule = ruleOf(section.heading);
    const questions = section.grade_ids.map(gradeId => new Question(this.#sitting, this.#sitting.slot(gradeId), rule));
    this.questions.push(...questions);
    const node = el('section.Section', {}, heading(section.heading), questions.map(question => question.node));
    this.#sections.push({ node, questions });
  }

  #choose(index) {
    if (index !== this.index) {
      this.index = index;
      this.#moved(index);
    }
    this.#show();
  }

  #show() {
    const one = this.#layout === 'one';
    this.questions.forEach((question, index) => {
      question.node.hidden = one && index !== this.index;
      question.node.dataset.current = index === this.index ? 'yes' : '';
    });
    this.#sections.forEach(section => {
      section.node.hidden = section.questions.every(question => question.node.hidden);
      section.node.dataset.first = section.questions[0] === this.current ? 'yes' : '';
    });
  }

  /** Scrolls nothing but the desk, whatever the page is embedded in. */
  #bring() {
    const { node } = this.current;
    // The first of a section is shown with the section's heading.
    const target = node.previousElementSibling?.tagName === 'H2' ? node.parentElement : node;
    const top = target.getBoundingClientRect().top - this.node.getBoundingClientRect().top;
    this.node.scrollTop = this.#layout === 'one' ? 0 : this.node.scrollTop + top - 12;
  }

  #touched(event) {
    const index = this.questions.findIndex(question => question.node.contains(event.target));
    if (index >= 0) {
      this.#choose(index);
    }
  }

  /** Letters must never go to a question that was scrolled away: the one seen best takes its place. */
  #seen(entries) {
    for (const entry of entries) {
      this.#visible.set(entry.target, entry.intersectionRatio);
    }
    if (this.#layout !== 'all' || this.#visible.get(this.current.node) > 0) {
      return;
    }
    const ratios = this.questions.map(question => this.#visible.get(question.node) ?? 0);
    const best = Math.max(...ratios);
    if (best > 0) {
      this.#choose(ratios.indexOf(best));
    }
  }
}

/** The rule of a section stands out less than its name. */
function heading(text) {
  const at = text.indexOf('（');
  const [name, rule] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
  return el('h2', {}, name, el('span.SectionRule', {}, rule));
}
