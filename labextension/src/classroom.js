import { Drive } from '@jupyterlab/services';
import { Lesson } from './lesson.js';

const DRIVE = 'xuefa';

/** Opens lessons. They lie on a drive of their own that nobody can write to. */
export class Classroom {
  /** @param {Spare} [spare] a kernel that is ready; without one each lesson starts its own */
  constructor({ contents, serverSettings }, documents, goHome, spare) {
    contents.addDrive(new Drive({ name: DRIVE, apiEndpoint: 'xuefa/api/contents', serverSettings }));
    this._contents = contents;
    this._documents = documents;
    this._goHome = goHome;
    this._spare = spare;
    this._begun = new WeakSet();
  }

  /** @returns {Promise<boolean>} whether the lesson could be opened */
  async open(path) {
    const full = `${DRIVE}:${path}`;
    try {
      // Asked first: a document that cannot be read ends in JupyterLab's dialog.
      await this._contents.get(full, { content: false });
    } catch {
      return false;
    }
    const isOpen = Boolean(this._documents.findWidget(full, 'Notebook'));
    this._show(full, isOpen ? undefined : await this._spare?.take());
    return true;
  }

  /** Make a lesson of a notebook panel, if it is one and was not begun before. */
  begin(panel) {
    const { path } = panel.context;
    if (this._begun.has(panel) || this._contents.driveName(path) !== DRIVE) {
      return;
    }
    this._begun.add(panel);
    const reopen = () => {
      panel.dispose();
      this._show(path);
    };
    void new Lesson(panel, { home: this._goHome, reopen }).start();
  }

  _show(path, kernel) {
    // Begun at once: the notebook tracker speaks a moment later, when code has been seen.
    this.begin(this._documents.openOrReveal(path, 'Notebook', kernel));
  }
}
