import { Signal } from '@lumino/signaling';
import { NotebookActions } from '@jupyterlab/notebook';
import { Widget } from '@lumino/widgets';
import { Cover } from './cover.js';
import { button, el } from './dom.js';
import { answeringKernel, answersAgain, later, revive, watchKernel } from './kernel_watch.js';
import { words } from './words.js';

const PATIENCE_MS = 90_000;

/** Turns a notebook panel into a lesson: runs it at once, shows its results only. */
export class Lesson {
  /** @param {{home: function, reopen: function}} go home page; this lesson in a new tab */
  constructor(panel, go) {
    this._panel = panel;
    this._go = go;
    this._run = 0;
    this._shown = false;
    panel.addClass('xuefa-Lesson-panel');
    this._cover = new Cover(panel.node);
    this._cover.wait(words.preparing);
    panel.toolbar.hide();
    panel.contentHeader.addWidget(wayBack(go.home));
    panel.sessionContext.kernelPreference = {
      ...panel.sessionContext.kernelPreference,
      shutdownOnDispose: true
    };
    guard(panel);
    watchKernel(panel, {
      interrupted: () => void this._interrupted(),
      dead: () => this._failed(words.kernelDead, words.carryOn),
      notStarted: () => this._notStarted()
    });
  }

  /** Run every cell and uncover the lesson. A later start takes the place of an earlier one. */
  async start() {
    const run = ++this._run;
    const outer = this._panel.content.outerNode;
    const place = this._shown ? outer.scrollTop : 0;
    this._cover.wait(words.preparing);
    const outcome = await Promise.race([this._runAll(), later(PATIENCE_MS, 'slow')]);
    if (run !== this._run || this._panel.isDisposed) {
      return;
    }
    if (outcome === 'done') {
      this._panel.content.activeCellIndex = 0;
      relabel(this._panel);
      this._cover.hide();
      outer.scrollTop = place;
      // The lesson's own widgets may lead back to where one was last time.
      const ready = new CustomEvent('xuefa-ready', { detail: { first: !this._shown } });
      this._panel.node.dispatchEvent(ready);
      this._shown = true;
      return;
    }
    this._failed(outcome === 'slow' ? words.slow : words.cellFailed, words.reload);
  }

  async _runAll() {
    const { content, context, sessionContext } = this._panel;
    try {
      await context.ready;
      nameTab(this._panel);
      keepClean(context.model);
      await answeringKernel(sessionContext);
      return (await NotebookActions.runAll(content, sessionContext)) ? 'done' : 'failed';
    } catch {
      return 'failed';
    }
  }

  async _interrupted() {
    const run = ++this._run;
    this._cover.wait(words.restoring, { label: words.restoreNow, action: () => void this._revive() });
    const answers = await answersAgain(this._panel.sessionContext);
    if (run === this._run && !this._panel.isDisposed) {
      await (answers ? this.start() : this._revive());
    }
  }

  _failed(text, label) {
    this._run++;
    this._cover.tell(text, { label, action: () => void this._revive() });
  }

  /** Widgets stay deaf in a tab that began without a kernel: a new one is needed. */
  _notStarted() {
    this._run++;
    this._cover.tell(words.notStarted, { label: words.reload, action: this._go.reopen });
  }

  async _revive() {
    this._run++;
    this._cover.wait(words.preparing);
    try {
      await revive(this._panel.sessionContext);
    } catch {
      this._notStarted();
      return;
    }
    await this.start();
  }
}

function wayBack(goHome) {
  const node = el('nav.xuefa-WayBack', {}, button(`‹ ${words.backHome}`, goHome, '.xuefa-mod-plain'));
  return new Widget({ node });
}

/** Lessons are read, not edited: no menu on a cell, no double click into a text's source. */
function guard(panel) {
  const stop = event => event.stopPropagation();
  panel.node.addEventListener('contextmenu', stop, true);
  panel.content.node.addEventListener('dblclick', stop, true);
}

/** The tab says the lesson's title. A document panel would rename its file after the tab. */
function nameTab(panel) {
  const { title, context } = panel;
  Signal.disconnectBetween(title, panel);
  Signal.disconnectBetween(context, panel);
  title.label = context.model.getMetadata('xuefa')?.title ?? title.label;
  title.icon = undefined;
  const caption = () => {
    title.caption = title.label;
  };
  title.changed.connect(caption);
  caption();
}

/** Names that JupyterLab gives in English for screen readers: "Cells", "Markdown Cell Content". */
function relabel({ node, title }) {
  for (const cell of node.querySelectorAll('.jp-Cell')) {
    cell.removeAttribute('aria-label');
  }
  // A feed must hold articles, and a lesson's cells are none.
  for (const feed of node.querySelectorAll('[role=feed]')) {
    feed.removeAttribute('role');
    feed.removeAttribute('aria-label');
  }
  const outer = [node, ...node.querySelectorAll('[role=region], [role=main]')];
  for (const part of outer.filter(part => part.hasAttribute('aria-label'))) {
    part.setAttribute('aria-label', title.label);
  }
}

/** Results in a lesson are nothing to save: closing it never asks. */
function keepClean(model) {
  const clean = () => {
    if (model.dirty) {
      model.dirty = false;
    }
  };
  model.stateChanged.connect(clean);
  clean();
}
