import { ILabShell, ILayoutRestorer, JupyterFrontEnd, LayoutRestorer } from '@jupyterlab/application';
import { StateDB } from '@jupyterlab/statedb';

const KEPT = 'jp-main-content-panel';

/** An official's desk: the tabs and nothing around them, and every day begins at the home page. */
export const desk = {
  id: 'xuefa-lab:desk',
  description: 'Shows an official the main area only, without the tabs of an earlier day.',
  autoStart: true,
  requires: [ILabShell],
  provides: ILayoutRestorer,
  activate: (app, shell) => {
    // What this restorer saves is forgotten when the page is left.
    const connector = new StateDB();
    const restorer = new LayoutRestorer({ connector, first: app.started, registry: app.commands });
    void shell.restoreLayout('multiple-document', restorer).then(() => clear(shell));
    document.body.classList.add('xuefa-official');
    quiet();
    return restorer;
  }
};

/** The address may name a lesson after a reload; nothing is to be looked up for it in a file browser. */
export const address = {
  id: 'xuefa-lab:address',
  description: 'Opens no file for the address of the page: every visit begins at the home page.',
  autoStart: true,
  provides: JupyterFrontEnd.ITreeResolver,
  activate: () => ({ paths: Promise.resolve({ browser: '', file: '' }) })
};

function clear(shell) {
  shell.collapseLeft();
  shell.collapseRight();
  for (const side of ['left', 'right']) {
    if (shell.isSideTabBarVisible(side)) {
      shell.toggleSideTabBarVisibility(side);
    }
  }
  for (const area of shell.layout.widgets) {
    if (area.id !== KEPT) {
      area.hide();
    }
  }
}

/** JupyterLab's menus stay shut (the browser's own still copies), and Ctrl+S saves no web page. */
function quiet() {
  window.addEventListener('contextmenu', event => event.stopPropagation(), true);
  window.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
    }
  });
}
