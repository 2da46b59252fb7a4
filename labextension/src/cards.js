import { button, el } from './dom.js';
import { words } from './words.js';

/** A course: its size, how far one has come, the next step and every lesson. */
export function courseCard(course, open) {
  const percent = Math.round(course.done * 100);
  return el(
    'article.xuefa-Card.xuefa-Course',
    {},
    el('p.xuefa-Tag', {}, course.law),
    el('h3', {}, course.title),
    el('p.xuefa-Quiet', {}, words.courseSize(course.lessons.length, course.minutes), spent(course)),
    progressBar(course.title, percent),
    button(nextStep(course.done), () => open(nextLesson(course)), '.xuefa-mod-main'),
    el('ol.xuefa-Lessons', {}, ...course.lessons.map(lesson => lessonRow(lesson, open)), testRow(course.test, open))
  );
}

function spent(course) {
  const minutes = Math.round(course.lessons.reduce((sum, x) => sum + x.spent_minutes, 0));
  return minutes ? ` · ${words.spent(minutes)}` : null;
}

function progressBar(title, percent) {
  const bar = {
    role: 'progressbar',
    'aria-label': words.progressOf(title, percent),
    'aria-valuenow': percent,
    'aria-valuemin': 0,
    'aria-valuemax': 100
  };
  return el(
    'div.xuefa-Progress',
    {},
    el('div.xuefa-Bar', bar, el('div', { style: `width: ${percent}%` })),
    el('span', {}, words.progress(percent))
  );
}

function nextStep(done) {
  if (done >= 1) {
    return words.again;
  }
  return done > 0 ? words.resume : words.start;
}

function nextLesson(course) {
  return course.lessons.find(lesson => lesson.done < 1) ?? course.lessons[0];
}

function lessonRow(lesson, open) {
  const state = lesson.done >= 1 ? 'done' : lesson.done > 0 ? 'begun' : 'new';
  return row(lesson, words.minutes(lesson.minutes), state, words.lessonState[state], open);
}

/** The test that ends a course, if it has one. */
function testRow(test, open) {
  if (!test) {
    return null;
  }
  const state = test.passed ? 'done' : test.points === null ? 'new' : 'begun';
  const told = { done: words.testPassed, new: words.testNew, begun: words.testLast(test.points) }[state];
  const node = row(test, words.testSize(test.questions), state, told, open);
  node.classList.add('xuefa-mod-test');
  return node;
}

function row(item, size, state, told, open) {
  return el(
    'li',
    {},
    el(
      'button.xuefa-Lesson',
      { type: 'button', onclick: () => open(item) },
      el('span.xuefa-LessonTitle', {}, item.title),
      el('span.xuefa-Quiet', {}, size),
      el(`span.xuefa-State.xuefa-mod-${state}`, {}, told)
    )
  );
}

/** An exam one is allotted to: how it stands, and the way in. */
export function examCard(exam, open) {
  const facts = [
    exam.state_text,
    words.examLength(exam.duration_min),
    exam.state === 'not_open' ? words.examOpens(moment(exam.opens)) : words.examCloses(moment(exam.closes)),
    exam.published ? words.examPublished : ''
  ];
  const label = words.examDo[exam.published ? 'published' : exam.state] ?? words.examOpen;
  return line(exam.title, facts.filter(Boolean).join(' · '), label, () => open(exam));
}

function moment(iso) {
  return new Date(iso).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' });
}

/** One thing to do; without a `path` it is only told. */
export function todoCard(item, open) {
  return line(item.title, item.note ?? '', words.todoOpen, item.path ? () => open(item) : null);
}

function line(title, note, label, action) {
  return el(
    'article.xuefa-Card.xuefa-Line',
    {},
    el('div', {}, el('h3', {}, title), note ? el('p.xuefa-Quiet', {}, note) : null),
    action ? button(label, action, '.xuefa-mod-main') : null
  );
}
