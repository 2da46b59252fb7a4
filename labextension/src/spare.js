const KERNEL = 'python3';
const WARM_UP = 'import courses.lesson';

/**
 * One kernel started before it is needed, with what every lesson loads already loaded: starting one
 * takes half of the time an official waits for a lesson.
 */
export class Spare {
  constructor({ kernels, sessions }) {
    this._kernels = kernels;
    this._sessions = sessions;
    this._making = null;
  }

  /** Have one ready; while there is one, nothing happens. */
  prepare() {
    // Without one a lesson starts a kernel of its own, and says what is wrong if it cannot.
    this._making ??= this._make().catch(() => null);
  }

  /** @returns {Promise<{id: string, name: string}|undefined>} a kernel that lives, given away */
  async take() {
    const kernel = await this._making;
    this._making = null;
    if (!kernel || kernel.isDisposed) {
      return undefined;
    }
    const { id, name } = kernel;
    kernel.dispose();
    const alive = await this._kernels.findById(id).catch(() => undefined);
    return alive ? { id, name } : undefined;
  }

  async _make() {
    const left = await this._leftBehind();
    const kernel = left ? this._kernels.connectTo({ model: left }) : await this._kernels.startNew({ name: KERNEL });
    kernel.requestExecute({ code: WARM_UP, silent: true, store_history: false });
    return kernel;
  }

  /** The spare of a page that was left or reloaded: no lesson has it, and no other page holds it. */
  async _leftBehind() {
    await Promise.all([this._kernels.refreshRunning(), this._sessions.refreshRunning()]);
    const used = new Set([...this._sessions.running()].map(session => session.kernel?.id));
    return [...this._kernels.running()].find(own => own.name === KERNEL && own.connections === 0 && !used.has(own.id));
  }
}
