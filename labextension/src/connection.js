import { IConnectionLost } from '@jupyterlab/application';
import { button, el } from './dom.js';
import { words } from './words.js';

const CHECK_MS = 3_000;

/** Says in Chinese that the server cannot be reached, for as long as that is so. */
export const connection = {
  id: 'xuefa-lab:connection',
  description: 'A strip in place of the dialogs about a lost connection.',
  autoStart: true,
  provides: IConnectionLost,
  activate: app => {
    let strip = null;
    const check = async () => {
      const { baseUrl, fetch } = app.serviceManager.serverSettings;
      try {
        await fetch(`${baseUrl}api`, { cache: 'no-store' });
      } catch {
        return;
      }
      strip?.remove();
      strip = null;
    };
    return async () => {
      if (strip) {
        return;
      }
      strip = el('div.xuefa-Offline', { role: 'alert' }, words.offline, button(words.tryNow, check));
      document.body.append(strip);
      const timer = setInterval(async () => {
        await check();
        if (!strip) {
          clearInterval(timer);
        }
      }, CHECK_MS);
    };
  }
};
