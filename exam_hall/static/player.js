import { ServerClock } from './player/clock.js';
import { pause } from './player/courier.js';
import { button, el } from './player/dom.js';
import { Hall } from './player/hall.js';
import { newClient, openSitting } from './player/opening.js';
import { loadPrefs } from './player/prefs.js';
import { receiptCard } from './player/receipt_card.js';
import { resultCard } from './player/result_card.js';
import { localShelves } from './player/shelf.js';
import { Sitting } from './player/sitting.js';
import { SittingPage } from './player/sitting_page.js';
import { StartPage } from './player/start_page.js';
import { signIn } from './player/strip.js';
import { words } from './player/words.js';

/**
 * Draw an exam inside an element: start page, sitting, receipt, result.
 *
 * The element must have a height of its own. An event `xuefa-exam-title` (`detail.title`) bubbles from it
 * once the exam's title is known.
 *
 * @param {HTMLElement} element
 * @param {{base: string, exam: string, onClose: (function|undefined)}} options `base` is the prefix of the
 *   hall, ending in `/`; `onClose` is offered as a way back when no attempt is open
 * @returns {{dispose: function}} stops everything; what was not uploaded stays in this browser
 */
export function mount(element, { base, exam, onClose }) {
  const player = new Player(element, base, exam, onClose);
  void player.open();
  return { dispose: () => player.dispose() };
}

class Player {
  #hall;
  #clock = new ServerClock();
  #prefs = loadPrefs();
  #onClose;
  #live = el('p.Live', { role: 'status' });
  #stage = el('div.Stage', {}, el('p.Page', {}, words.loading));
  #root;
  #watcher;
  #sitting = null;
  #page = null;
  #client = newClient();
  /** Counts what is shown, so that a slow answer never draws over something newer. */
  #turn = 0;

  constructor(element, base, exam, onClose) {
    this.#hall = new Hall(base, exam, (...heard) => this.#clock.hear(...heard));
    this.#onClose = onClose;
    this.#root = el('div', { className: 'xuefa-Exam', lang: 'zh-CN', 'data-size': this.#prefs.size,
      'data-lm-suppress-shortcuts': 'true' }, this.#stage, this.#live);
    element.append(this.#root);
    this.#watcher = new ResizeObserver(([entry]) => {
      this.#root.dataset.width = entry.contentRect.width < 900 ? 'narrow' : 'wide';
    });
    this.#watcher.observe(this.#root);
  }

  /** Ask how the exam stands and show the page for it. */
  async open() {
    await this.#try(async turn => {
      const info = await this.#hall.info();
      if (turn === this.#turn) {
        await this.#route(info, turn);
      }
    });
  }

  dispose() {
    this.#turn += 1;
    this.#sitting?.farewell();
    this.#clear();
    this.#watcher.disconnect();
    this.#root.remove();
  }

  /** Do it until it works: the network or the server may be gone for minutes. */
  async #try(action) {
    this.#turn += 1;
    const turn = this.#turn;
    for (let failures = 1; turn === this.#turn; failures += 1) {
      try {
        await action(turn);
        return;
      } catch (error) {
        if (turn !== this.#turn) {
          return;
        }
        if (error.kind === 'over') {
          await this.#restart(turn);
          return;
        }
        this.#showFailure(error);
        if (!['offline', 'busy', 'sign-in'].includes(error.kind)) {
          return;
        }
        await new Promise(done => {
          setTimeout(done, pause(failures));
        });
      }
    }
  }

  async #restart(turn) {
    await new Promise(done => {
      setTimeout(done, pause(3));
    });
    if (turn === this.#turn) {
      await this.open();
    }
  }

  async #route(info, turn) {
    this.#root.dispatchEvent(new CustomEvent('xuefa-exam-title', { bubbles: true, detail: { title: info.title } }));
    const isOpen = info.state === 'sitting' || (info.state === 'expired' && info.attempt > 0 && !info.receipt);
    if (isOpen) {
      await this.#enter(turn);
    } else if (info.receipt || info.published) {
      await this.#showEnd(info, info.receipt, []);
    } else {
      this.#showStart(info);
    }
  }

  async #enter(turn) {
    const opened = await openSitting(this.#hall, localShelves(), this.#client);
    // The name is used up: whoever takes the pen again does so under a new one.
    this.#client = newClient();
    if (turn === this.#turn) {
      this.#showSitting(opened);
    }
  }

  #showSitting(opened) {
    const sitting = new Sitting(this.#hall, this.#clock, opened);
    const page = new SittingPage(sitting, {
      root: this.#root,
      prefs: this.#prefs,
      say: text => this.#say(text),
      takePen: () => void this.open(),
    });
    this.#show(page);
    this.#sitting = sitting;
    sitting.addEventListener('over', event => void this.#over(event.detail));
    sitting.addEventListener('left', () => void this.open());
    sitting.begin();
  }

  /** The end is shown at once; whether there is a further attempt is asked afterwards. */
  async #over({ receipt, late }) {
    const turn = (this.#turn += 1);
    await this.#showEnd(null, receipt, late);
    try {
      const info = await this.#hall.info();
      if (turn === this.#turn && (info.may_start || info.published)) {
        await this.#showEnd(info, receipt, late);
      }
    } catch {
      // The receipt is what counts.
    }
  }

  async #showEnd(info, receipt, late) {
    const node = el('div.Page', {}, receiptCard(receipt, {
      title: info?.title,
      late,
      voided: info?.state === 'voided',
      attemptsLeft: info?.attempts_left ?? 0,
      mayStart: info?.may_start ?? false,
      onAgain: () => this.#showStart(info),
      onClose: this.#onClose,
    }));
    this.#show({ node, dispose() {} }, this.#sitting);
    node.querySelector('h1').focus();
    await this.#addResult(info, node);
  }

  async #addResult(info, node) {
    if (!info?.published) {
      node.append(el('p.Quiet', {}, words.receipt.later));
      return;
    }
    try {
      const hall = { feedback: this.#hall.feedback, recheck: text => this.#hall.recheck(newClient(), text) };
      node.prepend(resultCard(await this.#hall.result(), hall));
    } catch {
      const again = button(words.retry, () => void this.open());
      node.prepend(el('section.Card', { role: 'alert' }, el('p', {}, words.result.failed), el('div.Actions', {}, again)));
    }
  }

  #showStart(info) {
    const page = new StartPage(info, {
      clock: this.#clock,
      prefs: this.#prefs,
      root: this.#root,
      onClose: this.#onClose,
      refresh: () => void this.open(),
      begin: async password => {
        await this.#hall.start(this.#client, password);
        void this.open();
      },
    });
    this.#show(page);
  }

  #showFailure(error) {
    const text = words.failure[error.kind] && error.kind !== 'blocked' ? words.failure[error.kind] : error.message;
    if (this.#page?.failure === text) {
      return;
    }
    const again = error.kind === 'sign-in' ? signIn() : button(words.retryNow, () => void this.open(), 'main');
    const back = this.#onClose ? button(words.back, this.#onClose) : null;
    const node = el('div.Page', {}, el('section.Card', { role: 'alert' }, el('p', {}, text), el('div.Actions', {}, again, back)));
    this.#show({ node, failure: text, dispose() {} });
  }

  #say(text) {
    this.#live.textContent = text;
  }

  /** Put one page in place of another. A sitting that goes on behind the new page is kept. */
  #show(page, keep = null) {
    this.#clear(keep);
    this.#page = page;
    this.#stage.replaceChildren(page.node);
  }

  #clear(keep = null) {
    this.#page?.dispose();
    this.#page = null;
    if (this.#sitting && this.#sitting !== keep) {
      this.#sitting.dispose();
      this.#sitting = null;
    }
  }
}
