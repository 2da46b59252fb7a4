import { ILabShell } from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { Classroom } from './classroom.js';
import { OPEN_EXAM } from './exam.js';
import { HOME_ID, HomePage } from './home.js';
import { isOfficial } from './profile.js';
import { Spare } from './spare.js';
import { words } from './words.js';

const LAUNCHER = 'launcher:create';

/** The home page and the lessons it opens, for officials and trainers alike. */
export const courses = {
  id: 'xuefa-lab:courses',
  description: 'The home page of courses and exams, and lessons that run on open.',
  autoStart: true,
  requires: [ILabShell, IDocumentManager, INotebookTracker],
  activate: (app, shell, documents, notebooks) => {
    const goHome = () => shell.activateById(HOME_ID);
    const spare = isOfficial() ? new Spare(app.serviceManager) : null;
    const classroom = new Classroom(app.serviceManager, documents, goHome, spare);
    // For lessons that the layout of an earlier day brings back.
    notebooks.widgetAdded.connect((_, panel) => classroom.begin(panel));
    void app.restored.then(() => addFirst(app, shell, homePage(app, classroom, spare)));
  }
};

function homePage({ commands, serviceManager }, classroom, spare) {
  const open = {
    lesson: async ({ path }) => home.tell((await classroom.open(path)) ? null : words.notOpened),
    exam: ({ id, title }) => void commands.execute(OPEN_EXAM, { id, title }),
    atHome: () => spare?.prepare()
  };
  const home = new HomePage(serviceManager.serverSettings, open);
  return home;
}

/** Before all other tabs, and in front. */
async function addFirst(app, shell, home) {
  const [first] = shell.widgets('main');
  shell.add(home, 'main', first ? { mode: 'tab-before', ref: first.id } : {});
  if (!first && app.commands.hasCommand(LAUNCHER)) {
    // JupyterLab opens the trainer's launcher in an empty main area only, and this one is not.
    await app.commands.execute(LAUNCHER);
  }
  shell.activateById(home.id);
}
