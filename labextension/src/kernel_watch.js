import { Signal } from '@lumino/signaling';

const ANSWER_MS = 8_000;
const PAUSE_MS = 2_000;
const ANSWERS_ASKED = 8;

/**
 * Tell what happens to a lesson's kernel, in place of JupyterLab's dialogs.
 *
 * @param {object} panel the notebook panel
 * @param {{interrupted: function, dead: function, notStarted: function}} on
 */
export function watchKernel(panel, on) {
  const context = panel.sessionContext;
  // The panel's own receivers show a dialog about "the kernel".
  Signal.disconnectBetween(context, panel);
  // A failed start would show the traceback of the server and ask to choose a kernel. JupyterLab 4.6
  // has no public way to answer for one document (a browser test fails should these be renamed).
  context._displayKernelError = async () => on.notStarted();
  panel.context._dialogs = { selectKernel: async () => on.notStarted(), restart: async () => false };
  context.statusChanged.connect((_, status) => {
    if (status === 'autorestarting') {
      on.interrupted();
    } else if (status === 'dead') {
      on.dead();
    }
  });
}

/**
 * Wait until a kernel that died and was started again answers.
 *
 * A kernel that died young comes back on other ports, and a connection made a moment too early
 * never learns of them: one that stays silent is made anew.
 *
 * @returns {Promise<boolean>} whether it answers
 */
export async function answersAgain(context) {
  for (let asked = 0; asked < ANSWERS_ASKED; asked++) {
    const kernel = context.session?.kernel;
    if (!kernel) {
      return false;
    }
    // A question is called off when the connection is made anew underneath it.
    const answer = kernel.requestKernelInfo().then(Boolean, () => later(PAUSE_MS, false));
    if (await Promise.race([answer, later(ANSWER_MS, false)])) {
      return true;
    }
    await kernel.reconnect().catch(() => later(PAUSE_MS));
  }
  return false;
}

/** @returns {Promise} of the value, after a while */
export function later(milliseconds, value) {
  return new Promise(resolve => setTimeout(() => resolve(value), milliseconds));
}

/** Wait until the lesson has a kernel that answers. */
export async function answeringKernel(context) {
  const kernel = context.session?.kernel ?? (await nextKernel(context));
  await kernel.info;
}

function nextKernel(context) {
  return new Promise(resolve => {
    const look = (_, { newValue }) => {
      if (newValue) {
        context.kernelChanged.disconnect(look);
        resolve(newValue);
      }
    };
    context.kernelChanged.connect(look);
  });
}

/** Restart the kernel; where the server no longer knows it, take a new one. */
export async function revive(context) {
  try {
    if (context.session?.kernel) {
      await context.restartKernel();
      return;
    }
  } catch {
    // The kernel is gone.
  }
  await context.changeKernel({ name: 'python3' });
}
