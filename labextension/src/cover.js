import { button, el } from './dom.js';

/** Lies over a lesson while it is not ready: a waiting screen, or a message with one button. */
export class Cover {
  constructor(host) {
    this.node = el('div.xuefa-Cover', { role: 'status' });
    host.append(this.node);
  }

  /** @param {{label: string, action: function}} [offer] what one may do instead of waiting */
  wait(text, offer) {
    this._show(el('div.xuefa-Spinner', { 'aria-hidden': 'true' }), text, offer);
  }

  tell(text, offer) {
    this._show(null, text, offer);
    this.node.querySelector('button').focus();
  }

  hide() {
    this.node.hidden = true;
    this.node.replaceChildren();
  }

  _show(sign, text, offer) {
    const press = offer ? button(offer.label, offer.action, '.xuefa-mod-main') : null;
    this.node.replaceChildren(el('div.xuefa-CoverBox', {}, ...[sign, el('p', {}, text), press].filter(Boolean)));
    this.node.hidden = false;
  }
}
