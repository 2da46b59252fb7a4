function jump(key) {
  const node = [...document.querySelectorAll('[data-key]')].find(own => own.dataset.key === key);
  node?.scrollIntoView({ block: 'center' });
  node?.querySelector('input, button')?.focus({ preventScroll: true });
}

function render({ model, el: host }) {
  const line = Line.of(model);
  const body = el('div');
  const root = el('section.xuefa-Widget.xuefa-Ending', { 'aria-label': '本课结束' }, el('h3', {}, '本课结束'), body, saveState(line));

  const show = () => {
    const left = model.get('left');
    const completed = model.get('completed');
    if (completed) {
      body.replaceChildren(el('p.xuefa-Done', {}, `✓ ${completed}已学完这一课。学习情况已经记录。`));
    } else if (left.length) {
      const links = left.map(part => button(part.label, () => jump(part.key)));
      body.replaceChildren(el('p', {}, '还有下面这些没有做，点一下就能跳过去：'), el('div.xuefa-Actions', {}, links));
    } else {
      const done = button('完成本课', () => void complete(done), '.xuefa-mod-main');
      body.replaceChildren(el('p', {}, '练习和案例都做完了。'), el('div.xuefa-Actions', {}, done));
    }
  };

  async function complete(done) {
    done.disabled = true;
    await line.post('complete', { place: placeOf(root) });
    show();
  }

  model.on('change:left', show);
  model.on('change:completed', show);
  keepKeys(root);
  show();
  host.append(root);
  return () => {
    model.off('change:left', show);
    model.off('change:completed', show);
  };
}

export default { initialize: ({ model }) => void Line.of(model), render };
