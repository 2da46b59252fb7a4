"use strict";(self.rspackChunkxuefa_lab=self.rspackChunkxuefa_lab||[]).push([[266],{21(e,a,n){var o=n(19),t=n.n(o),r=n(20),i=(n.n(r))()(t());i.push([e.id,`:root {
  --xuefa-ink: #1d2433;
  --xuefa-quiet: #5a6477;
  --xuefa-line: #d9dee7;
  --xuefa-ground: #f4f6fa;
  --xuefa-accent: #1f4e9e;
  --xuefa-accent-dark: #173c7a;
  --xuefa-tint: #eaf0fa;
  --xuefa-right: #1c7a43;
  --xuefa-waiting: #8a5a00;
  --xuefa-font: 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif;
}

.xuefa-Button {
  box-sizing: border-box;
  min-height: 44px;
  padding: 8px 22px;
  border: 1px solid var(--xuefa-accent);
  border-radius: 6px;
  background: #fff;
  color: var(--xuefa-accent);
  font: 600 18px/1.4 var(--xuefa-font);
  cursor: pointer;
}

.xuefa-Button:hover {
  background: var(--xuefa-tint);
}

.xuefa-Button.xuefa-mod-main {
  background: var(--xuefa-accent);
  color: #fff;
}

.xuefa-Button.xuefa-mod-main:hover {
  background: var(--xuefa-accent-dark);
}

.xuefa-Button.xuefa-mod-plain {
  border-color: transparent;
  background: none;
}

.xuefa-Button:focus-visible,
.xuefa-Lesson:focus-visible {
  outline: 3px solid #8fb3ee;
  outline-offset: 2px;
}

.xuefa-Quiet {
  color: var(--xuefa-quiet);
}
`,""]),n.d(a,{},{A:i})},24(e,a,n){var o=n(19),t=n.n(o),r=n(20),i=(n.n(r))()(t());i.push([e.id,`/* An official's tabs: large, and no way to make another. */
.xuefa-official .lm-TabBar-addButton,
.xuefa-official .jp-Notification-Status,
.xuefa-official .lm-DockPanel-tabBar .lm-TabBar-tabIcon {
  display: none;
}

.xuefa-official #jp-main-dock-panel {
  padding: 0;
}

.xuefa-official .lm-DockPanel-widget {
  border: 0;
}

.xuefa-official .lm-DockPanel-tabBar {
  --jp-private-horizontal-tab-width: 320px;
  min-height: 50px;
  max-height: 50px;
  border: 0;
  background: var(--xuefa-accent-dark);
}

.xuefa-official .lm-DockPanel-tabBar .lm-TabBar-content {
  align-items: stretch;
  border: 0;
}

.xuefa-official .lm-DockPanel-tabBar .lm-TabBar-tab {
  flex: 0 1 auto;
  align-items: center;
  box-sizing: border-box;
  min-width: 60px;
  max-width: 340px;
  min-height: 50px;
  max-height: 50px;
  padding: 0 18px;
  border: 0;
  background: transparent;
  color: #dbe6f8;
  font: 17px/50px var(--xuefa-font);
  transform: none;
}

.xuefa-official .lm-DockPanel-tabBar .lm-TabBar-tab:hover {
  background: var(--xuefa-accent);
}

.xuefa-official .lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current {
  background: #fff;
  color: var(--xuefa-accent);
  font-weight: 600;
}

.xuefa-official .lm-DockPanel-tabBar .lm-TabBar-tab::before,
.xuefa-official .lm-DockPanel-tabBar .lm-TabBar-tab::after {
  display: none;
}

.xuefa-official .lm-TabBar-tabLabel {
  overflow: hidden;
  text-overflow: ellipsis;
}

.xuefa-official .lm-TabBar-tab.lm-mod-closable > .lm-TabBar-tabCloseIcon {
  flex: none;
  width: 28px;
  height: 28px;
  margin-left: 8px;
}

@media (max-width: 600px) {
  .xuefa-official .lm-DockPanel-tabBar .lm-TabBar-tab {
    padding: 0 10px;
  }
}

.xuefa-Offline {
  position: fixed;
  top: 0;
  right: 0;
  left: 0;
  z-index: 20000;
  display: flex;
  flex-wrap: wrap;
  gap: 8px 24px;
  align-items: center;
  justify-content: center;
  padding: 10px 16px;
  background: #fff4dc;
  color: #5c3c00;
  font: 18px/1.6 var(--xuefa-font);
}

.xuefa-ExamTab {
  overflow: hidden;
  background: var(--xuefa-ground);
}

.xuefa-ExamTab:focus {
  outline: none;
}

.xuefa-ExamFailed {
  margin: 48px auto;
  padding: 0 24px;
  max-width: 720px;
  font: 20px/1.7 var(--xuefa-font);
}
`,""]),n.d(a,{},{A:i})},22(e,a,n){var o=n(19),t=n.n(o),r=n(20),i=(n.n(r))()(t());i.push([e.id,`.xuefa-Home {
  overflow-y: auto;
  background: var(--xuefa-ground);
  color: var(--xuefa-ink);
  font: 18px/1.7 var(--xuefa-font);
}

.xuefa-Home:focus {
  outline: none;
}

.xuefa-Home :is(h1, h2, h3, p, ol) {
  margin: 0;
}

.xuefa-Banner {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 24px;
  align-items: flex-end;
  justify-content: space-between;
  padding: 28px max(24px, calc((100% - 1160px) / 2));
  background: var(--xuefa-accent);
  color: #fff;
}

.xuefa-Banner h1 {
  font-size: 32px;
  line-height: 1.4;
  letter-spacing: 2px;
}

.xuefa-Page {
  max-width: 1160px;
  margin: 0 auto;
  padding: 8px 24px 64px;
}

.xuefa-Home h2 {
  margin: 28px 0 14px;
  padding-left: 12px;
  border-left: 6px solid var(--xuefa-accent);
  font-size: 23px;
  line-height: 1.3;
}

.xuefa-Home .xuefa-Notice {
  margin-top: 20px;
  padding: 12px 20px;
  border-left: 6px solid #b3261e;
  border-radius: 6px;
  background: #fff;
}

.xuefa-Home [hidden] {
  display: none;
}

.xuefa-Grid {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 500px), 1fr));
  gap: 20px;
  align-items: start;
}

.xuefa-Card {
  padding: 22px 26px;
  border: 1px solid var(--xuefa-line);
  border-radius: 8px;
  background: #fff;
}

.xuefa-Card h3 {
  font-size: 21px;
  line-height: 1.5;
}

.xuefa-Card .xuefa-Button {
  margin-top: 16px;
}

.xuefa-Course > .xuefa-Button {
  width: 100%;
}

.xuefa-Home .xuefa-Tag {
  width: fit-content;
  margin-bottom: 10px;
  padding: 1px 12px;
  border-radius: 4px;
  background: var(--xuefa-tint);
  color: var(--xuefa-accent);
  font-size: 16px;
}

.xuefa-Progress {
  display: flex;
  gap: 14px;
  align-items: center;
  margin-top: 12px;
  font-size: 16px;
}

.xuefa-Progress span {
  flex: none;
}

.xuefa-Bar {
  flex: 1;
  height: 10px;
  overflow: hidden;
  border-radius: 5px;
  background: var(--xuefa-line);
}

.xuefa-Bar div {
  height: 100%;
  background: var(--xuefa-right);
}

.xuefa-Lessons {
  margin-top: 16px !important;
  padding: 0;
  border-top: 1px solid var(--xuefa-line);
  list-style: none;
}

.xuefa-Lesson {
  display: flex;
  gap: 14px;
  align-items: baseline;
  width: 100%;
  min-height: 44px;
  padding: 9px 4px;
  border: 0;
  border-bottom: 1px solid var(--xuefa-line);
  background: none;
  color: inherit;
  font: 17px/1.6 var(--xuefa-font);
  text-align: left;
  cursor: pointer;
}

.xuefa-Lessons li:last-child .xuefa-Lesson {
  border-bottom: 0;
}

.xuefa-Lesson:hover {
  background: var(--xuefa-tint);
}

.xuefa-LessonTitle {
  flex: 1;
}

.xuefa-Lesson .xuefa-Quiet,
.xuefa-State {
  flex: none;
  font-size: 16px;
}

.xuefa-State {
  width: 3.2em;
  color: var(--xuefa-quiet);
  text-align: right;
}

.xuefa-mod-test .xuefa-LessonTitle {
  font-weight: 700;
}

.xuefa-mod-test .xuefa-State {
  width: auto;
  min-width: 3.2em;
}

.xuefa-State.xuefa-mod-begun {
  color: var(--xuefa-waiting);
}

.xuefa-State.xuefa-mod-done {
  color: var(--xuefa-right);
}

.xuefa-Line {
  display: flex;
  gap: 16px;
  align-items: center;
  justify-content: space-between;
  margin-bottom: 12px;
}

.xuefa-Line .xuefa-Button {
  flex: none;
  margin-top: 0;
}

@media (max-width: 600px) {
  .xuefa-Banner {
    padding: 18px 16px;
  }

  .xuefa-Banner h1 {
    font-size: 27px;
  }

  .xuefa-Page {
    padding: 0 12px 48px;
  }

  .xuefa-Card {
    padding: 18px 16px;
  }

  .xuefa-Line {
    flex-direction: column;
    align-items: stretch;
  }
}
`,""]),n.d(a,{},{A:i})},18(e,a,n){var o=n(19),t=n.n(o),r=n(20),i=n.n(r),p=n(21),f=n(22),u=n(23),x=n(24),d=i()(t());d.i(p.A),d.i(f.A),d.i(u.A),d.i(x.A),d.push([e.id,`
`,""]),n.d(a,{},{A:d})},23(e,a,n){var o=n(19),t=n.n(o),r=n(20),i=(n.n(r))()(t());i.push([e.id,`/* A lesson shows its texts and what its cells yield; never a cell. */
.xuefa-Lesson-panel
  :is(
    .jp-CodeCell .jp-Cell-inputWrapper,
    .jp-CodeCell .jp-Placeholder,
    .jp-InputPrompt,
    .jp-OutputPrompt,
    .jp-OutputArea-promptOverlay,
    .jp-Collapser,
    .jp-CellHeader,
    .jp-CellFooter,
    .jp-Notebook-footer,
    .jp-cell-toolbar,
    .jp-InternalAnchorLink,
    .jp-NotebookPanel-statusbar
  ),
.xuefa-Lesson-panel .jp-OutputArea-output:is(
    [data-mime-type='application/vnd.jupyter.error'],
    [data-mime-type='application/vnd.jupyter.stderr']
  ) {
  display: none !important;
}

.xuefa-Lesson-panel {
  --jp-content-font-family: var(--xuefa-font);
  --jp-ui-font-family: var(--xuefa-font);
  --jp-content-font-size1: 18px;
  --jp-ui-font-size1: 18px;
  --jp-widgets-font-size: 18px;
  --jp-widgets-inline-height: 44px;
  --jp-widgets-inline-width: 360px;
  --jp-content-line-height: 1.8;
  --jp-widgets-color: var(--xuefa-ink);
  --jp-content-font-color1: var(--xuefa-ink);
  --jp-cell-editor-active-border-color: transparent;
  background: var(--xuefa-ground);
}

.xuefa-Lesson-panel .jp-Notebook {
  padding: 0 !important;
  background: var(--xuefa-ground);
}

/* The part that scrolls has the margins, so that nothing is cut off before the edge. */
.xuefa-Lesson-panel .jp-WindowedPanel-outer {
  box-sizing: border-box;
  padding: 20px 12px 64px;
}

.xuefa-Lesson-panel .jp-WindowedPanel-viewport {
  box-sizing: border-box;
  max-width: 920px;
  margin: 0 auto;
  padding: 20px 40px 36px;
  border: 1px solid var(--xuefa-line);
  border-radius: 8px;
  background: #fff;
}

.xuefa-Lesson-panel .jp-Notebook .jp-Cell {
  margin: 0;
  padding: 4px 0;
  border: 0;
  background: none;
  overflow: visible;
}

.xuefa-Lesson-panel .jp-Notebook .jp-Cell :is(.jp-Cell-inputWrapper, .jp-Cell-outputWrapper) {
  margin: 0;
}

.xuefa-Lesson-panel .jp-Notebook .jp-MarkdownOutput {
  padding: 0;
  border: 0;
}

.xuefa-Lesson-panel .jp-Notebook .jp-Cell:is(:focus, :focus-visible),
.xuefa-Lesson-panel .jp-Notebook:is(:focus, :focus-visible) {
  outline: none;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon {
  padding-right: 0;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon h1 {
  margin: 24px 0 12px;
  font-size: 28px;
  font-weight: 700;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon h2 {
  margin: 28px 0 10px;
  padding-left: 12px;
  border-left: 6px solid var(--xuefa-accent);
  font-size: 22px;
  font-weight: 700;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon h3 {
  margin: 24px 0 8px;
  font-size: 20px;
  font-weight: 700;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon :is(p, ul, ol, blockquote, table) {
  margin: 0 0 12px;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon table {
  width: 100%;
  font-size: 17px;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon :is(td, th) {
  padding: 8px 12px;
  border: 1px solid var(--xuefa-line);
  text-align: left;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon th {
  background: var(--xuefa-ground);
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon tbody tr,
.xuefa-Lesson-panel .jp-RenderedHTMLCommon tbody tr:hover {
  background: none;
}

.xuefa-Lesson-panel .jp-RenderedHTMLCommon blockquote {
  padding: 8px 16px;
  border-left: 4px solid var(--xuefa-accent);
  background: var(--xuefa-ground);
  color: inherit;
}

.xuefa-Lesson-panel .jupyter-widgets.jupyter-button {
  align-self: flex-start;
  width: auto;
  min-width: 120px;
  min-height: 44px;
  padding: 0 22px;
  border: 1px solid var(--xuefa-accent);
  border-radius: 6px;
  background: var(--xuefa-accent);
  color: #fff;
  font-weight: 600;
}

.xuefa-Lesson-panel .jupyter-widgets :is(.widget-html-content, .jupyter-widget-html-content) {
  line-height: 1.8;
}

.xuefa-WayBack {
  box-sizing: border-box;
  min-height: 54px;
  padding: 4px max(12px, calc((100% - 920px) / 2 - 8px));
  border-bottom: 1px solid var(--xuefa-line);
  background: #fff;
}

.xuefa-Cover {
  position: absolute;
  inset: 0;
  z-index: 1000;
  display: flex;
  align-items: center;
  justify-content: center;
  padding: 24px;
  background: var(--xuefa-ground);
  color: var(--xuefa-ink);
  font: 20px/1.7 var(--xuefa-font);
  text-align: center;
}

.xuefa-Cover[hidden] {
  display: none;
}

.xuefa-CoverBox {
  max-width: 560px;
}

.xuefa-CoverBox p {
  margin: 0 0 20px;
}

.xuefa-Spinner {
  width: 44px;
  height: 44px;
  margin: 0 auto 20px;
  border: 5px solid var(--xuefa-line);
  border-top-color: var(--xuefa-accent);
  border-radius: 50%;
  animation: xuefa-turn 1s linear infinite;
}

@keyframes xuefa-turn {
  to {
    transform: rotate(360deg);
  }
}

@media (prefers-reduced-motion: reduce) {
  .xuefa-Spinner {
    animation: none;
  }
}

@media (max-width: 600px) {
  .xuefa-Lesson-panel .jp-WindowedPanel-outer {
    padding: 0 0 48px;
  }

  .xuefa-Lesson-panel .jp-WindowedPanel-viewport {
    padding: 8px 16px 28px;
    border-width: 0 0 1px;
    border-radius: 0;
  }
}
`,""]),n.d(a,{},{A:i})},20(e){e.exports=function(e){var a=[];return a.toString=function(){return this.map(function(a){var n="",o=void 0!==a[5];return a[4]&&(n+="@supports (".concat(a[4],") {")),a[2]&&(n+="@media ".concat(a[2]," {")),o&&(n+="@layer".concat(a[5].length>0?" ".concat(a[5]):""," {")),n+=e(a),o&&(n+="}"),a[2]&&(n+="}"),a[4]&&(n+="}"),n}).join("")},a.i=function(e,n,o,t,r){"string"==typeof e&&(e=[[null,e,void 0]]);var i={};if(o)for(var p=0;p<this.length;p++){var f=this[p][0];null!=f&&(i[f]=!0)}for(var u=0;u<e.length;u++){var x=[].concat(e[u]);o&&i[x[0]]||(void 0!==r&&(void 0===x[5]||(x[1]="@layer".concat(x[5].length>0?" ".concat(x[5]):""," {").concat(x[1],"}")),x[5]=r),n&&(x[2]&&(x[1]="@media ".concat(x[2]," {").concat(x[1],"}")),x[2]=n),t&&(x[4]?(x[1]="@supports (".concat(x[4],") {").concat(x[1],"}"),x[4]=t):x[4]="".concat(t)),a.push(x))}},a}},19(e){e.exports=function(e){return e[1]}},11(e,a,n){n.r(a);var o=n(12),t=n.n(o),r=n(13),i=n.n(r),p=n(14),f=n.n(p),u=n(15),x=n.n(u),d=n(16),l=n.n(d),s=n(17),c=n.n(s),m=n(18),g={};g.styleTagTransform=c(),g.setAttributes=x(),g.insert=f().bind(null,"head"),g.domAPI=i(),g.insertStyleElement=l(),t()(m.A,g);let b=m.A&&m.A.locals?m.A.locals:void 0;n.d(a,{},{default:b})},12(e){var a=[];function n(e){for(var n=-1,o=0;o<a.length;o++)if(a[o].identifier===e){n=o;break}return n}function o(e,o){for(var t={},r=[],i=0;i<e.length;i++){var p=e[i],f=o.base?p[0]+o.base:p[0],u=t[f]||0,x="".concat(f," ").concat(u);t[f]=u+1;var d=n(x),l={css:p[1],media:p[2],sourceMap:p[3],supports:p[4],layer:p[5]};if(-1!==d)a[d].references++,a[d].updater(l);else{var s=function(e,a){var n=a.domAPI(a);return n.update(e),function(a){a?(a.css!==e.css||a.media!==e.media||a.sourceMap!==e.sourceMap||a.supports!==e.supports||a.layer!==e.layer)&&n.update(e=a):n.remove()}}(l,o);o.byIndex=i,a.splice(i,0,{identifier:x,updater:s,references:1})}r.push(x)}return r}e.exports=function(e,t){var r=o(e=e||[],t=t||{});return function(e){e=e||[];for(var i=0;i<r.length;i++){var p=n(r[i]);a[p].references--}for(var f=o(e,t),u=0;u<r.length;u++){var x=n(r[u]);0===a[x].references&&(a[x].updater(),a.splice(x,1))}r=f}}},14(e){var a={};e.exports=function(e,n){var o=function(e){if(void 0===a[e]){var n=document.querySelector(e);if(window.HTMLIFrameElement&&n instanceof window.HTMLIFrameElement)try{n=n.contentDocument.head}catch(e){n=null}a[e]=n}return a[e]}(e);if(!o)throw Error("Couldn't find a style target. This probably means that the value for the 'insert' parameter is invalid.");o.appendChild(n)}},16(e){e.exports=function(e){var a=document.createElement("style");return e.setAttributes(a,e.attributes),e.insert(a,e.options),a}},15(e,a,n){e.exports=function(e){var a=n.nc;a&&e.setAttribute("nonce",a)}},13(e){e.exports=function(e){if("u"<typeof document)return{update:function(){},remove:function(){}};var a=e.insertStyleElement(e);return{update:function(n){var o,t,r;o="",n.supports&&(o+="@supports (".concat(n.supports,") {")),n.media&&(o+="@media ".concat(n.media," {")),(t=void 0!==n.layer)&&(o+="@layer".concat(n.layer.length>0?" ".concat(n.layer):""," {")),o+=n.css,t&&(o+="}"),n.media&&(o+="}"),n.supports&&(o+="}"),(r=n.sourceMap)&&"u">typeof btoa&&(o+="\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(unescape(encodeURIComponent(JSON.stringify(r))))," */")),e.styleTagTransform(o,a,e.options)},remove:function(){var e;null===(e=a).parentNode||e.parentNode.removeChild(e)}}}},17(e){e.exports=function(e,a){if(a.styleSheet)a.styleSheet.cssText=e;else{for(;a.firstChild;)a.removeChild(a.firstChild);a.appendChild(document.createTextNode(e))}}}}]);