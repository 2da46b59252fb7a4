import { connection } from './connection.js';
import { courses } from './courses.js';
import { address, desk } from './desk.js';
import { exam } from './exam.js';
import { isOfficial } from './profile.js';

export default isOfficial() ? [address, desk, connection, exam, courses] : [exam, courses];
