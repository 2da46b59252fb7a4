import { mount } from './player.js';

const place = document.getElementById('xuefa-exam');
place.replaceChildren();
place.addEventListener('xuefa-exam-title', event => {
  document.title = event.detail.title;
});
const { base, exam } = place.dataset;
mount(place, { base, exam, onClose: () => window.location.assign(base) });
