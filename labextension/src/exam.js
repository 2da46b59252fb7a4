import { ILabShell } from '@jupyterlab/application';
import { URLExt } from '@jupyterlab/coreutils';
import { Widget } from '@lumino/widgets';
import { HOME_ID } from './home.js';
import { el } from './dom.js';
import { words } from './words.js';

/** Takes the exam's `id`, and its `title` for the tab until the player says it. */
export const OPEN_EXAM = 'xuefa:open-exam';
const HALL = 'xuefa/hall/';

/** An exam in a tab of its own: the hall's player, the same as in a browser alone. */
export const exam = {
  id: 'xuefa-lab:exam',
  description: 'Opens an exam of the hall in a tab.',
  autoStart: true,
  requires: [ILabShell],
  activate: (app, shell) => {
    const base = URLExt.join(app.serviceManager.serverSettings.baseUrl, HALL);
    const goHome = () => shell.activateById(HOME_ID);
    app.commands.addCommand(OPEN_EXAM, {
      label: words.examOpen,
      execute: ({ id, title }) => {
        const own = [...shell.widgets('main')].find(tab => tab.id === tabId(id));
        const tab = own ?? new ExamTab(base, id, title, goHome);
        if (!own) {
          shell.add(tab, 'main');
        }
        shell.activateById(tab.id);
      }
    });
  }
};

function tabId(exam) {
  return `xuefa-exam-${exam}`;
}

class ExamTab extends Widget {
  constructor(base, id, title, goHome) {
    super({ node: el('div', { tabIndex: -1 }) });
    this.id = tabId(id);
    this.addClass('xuefa-ExamTab');
    this.title.label = this.title.caption = title ?? words.examTab;
    this.title.closable = true;
    this._options = { base, exam: id, onClose: goHome };
    this._player = null;
    this.node.addEventListener('xuefa-exam-title', event => {
      this.title.label = this.title.caption = event.detail.title;
    });
  }

  onAfterAttach() {
    if (!this._player) {
      void this._load();
    }
  }

  dispose() {
    this._player?.dispose();
    super.dispose();
  }

  onActivateRequest() {
    this.node.focus({ preventScroll: true });
  }

  async _load() {
    const { base } = this._options;
    try {
      await loadStyle(`${base}static/player.css`);
      const { mount } = await import(/* webpackIgnore: true */ `${base}static/player.js`);
      if (!this.isDisposed) {
        this._player = mount(this.node, this._options);
      }
    } catch {
      this.node.replaceChildren(el('p.xuefa-ExamFailed', { role: 'alert' }, words.examFailed));
    }
  }
}

function loadStyle(href) {
  return new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${href}"]`)) {
      resolve();
      return;
    }
    document.head.append(el('link', { rel: 'stylesheet', href, onload: resolve, onerror: reject }));
  });
}
