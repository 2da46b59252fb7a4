const ZONE = 'Asia/Shanghai';
const DAY = { year: 'numeric', month: 'numeric', day: 'numeric' };
const MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

function parts(moment, options) {
  const format = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, ...options });
  return Object.fromEntries(format.formatToParts(moment).map(part => [part.type, part.value]));
}

/** An ISO time in China time, to the minute: 2026年9月18日 09:00. */
export function minute(iso) {
  const p = parts(new Date(iso), { ...DAY, ...MINUTE });
  return `${p.year}年${p.month}月${p.day}日 ${p.hour}:${p.minute}`;
}

/** An ISO time in China time, to the second. */
export function second(iso) {
  const p = parts(new Date(iso), { second: '2-digit' });
  return `${minute(iso)}:${p.second.padStart(2, '0')}`;
}

/** Only the time of the day in China: 10:35. */
export function hour(iso) {
  const p = parts(new Date(iso), MINUTE);
  return `${p.hour}:${p.minute}`;
}

/** From one time to another: the day is written once when it is the same. */
export function span(from, to) {
  const [first, last] = [minute(from), minute(to)];
  const day = first.slice(0, first.indexOf(' ') + 1);
  return [first, last.startsWith(day) ? last.slice(day.length) : last];
}

/** Milliseconds as a clock counts down: 1:05:09, 05:09; never below zero. */
export function countdown(ms) {
  const all = Math.max(0, Math.ceil(ms / 1000));
  const two = value => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}

/** Milliseconds in words, to the second below an hour: 2 天 3 小时, 5 分 9 秒. */
export function duration(ms) {
  const all = Math.max(0, Math.ceil(ms / 1000));
  const [days, hours] = [Math.floor(all / 86400), Math.floor((all % 86400) / 3600)];
  const [minutes, seconds] = [Math.floor((all % 3600) / 60), all % 60];
  if (days) {
    return `${days} 天 ${hours} 小时`;
  }
  return hours ? `${hours} 小时 ${minutes} 分` : `${minutes} 分 ${seconds} 秒`;
}

/** Marks without needless decimals. */
export function points(value) {
  return String(Math.round(value * 100) / 100);
}
