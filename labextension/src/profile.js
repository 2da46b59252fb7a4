import { PageConfig } from '@jupyterlab/coreutils';

/** Whether the page is an official's; else it is a trainer's. */
export function isOfficial() {
  return PageConfig.getOption('xuefaProfile') === 'official';
}
