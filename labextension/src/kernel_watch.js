import { Signal } from '@lumino/signaling';

/**
 * Tell what happens to a lesson's kernel, in place of JupyterLab's dialogs.
 *
 * @param {object} panel the notebook panel
 * @param {{interrupted: function, restored: function, dead: function, notStarted: function}} on
 */
export function watchKernel(panel, on) {
  const context = panel.sessionContext;
  // The panel's own receivers show a dialog about "the kernel".
  Signal.disconnectBetween(context, panel);
  // A failed start would show the traceback of the server and ask to choose a kernel. JupyterLab 4.6
  // has no public way to answer for one document (a browser test fails should these be renamed).
  context._displayKernelError = async () => on.notStarted();
  panel.context._dialogs = { selectKernel: async () => on.notStarted(), restart: async () => false };
  let interrupted = false;
  context.statusChanged.connect((_, status) => {
    if (status === 'autorestarting' || status === 'restarting') {
      interrupted = true;
      on.interrupted();
    } else if (status === 'dead') {
      interrupted = false;
      on.dead();
    } else if (status === 'idle' && interrupted) {
      interrupted = false;
      on.restored();
    }
  });
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
