import { PageConfig } from '@jupyterlab/coreutils';
import { connection } from './connection.js';
import { courses } from './courses.js';
import { address, desk } from './desk.js';

const isOfficial = PageConfig.getOption('xuefaProfile') === 'official';

export default isOfficial ? [address, desk, connection, courses] : [courses];
