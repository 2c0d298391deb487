// Routing by the URL's fragment, the bar, and the keys.

const bar = {
  url: undefined,

  start() {
    at('undo').addEventListener('click', () => this.undo());
    at('previous').addEventListener('click', () => turn(-1));
    at('next').addEventListener('click', () => turn(1));
    at('help').addEventListener('click', () => at('keys').showModal());
    at('download').addEventListener('click', event => this.download(event));
    at('load').addEventListener('click', () => at('file').click());
    at('file').addEventListener('change', () => this.load());
  },

  draw() {
    const n = store.count();
    at('undo').disabled = !store.undos.length;
    at('download').classList.toggle('off', !n);
    at('download').setAttribute('aria-disabled', String(!n));
    if (n && !this.url) at('download').href = '#download';
    const kept = store.isKept ? '' : ', lost when this page is closed';
    at('kept').textContent = n ? many(n, 'correction') + kept : '';
  },

  download(event) {
    if (!store.count()) {
      event.preventDefault();
      return;
    }
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = URL.createObjectURL(new Blob([store.csv()], { type: 'text/csv' }));
    at('download').href = this.url;
  },

  async load() {
    const [file] = at('file').files;
    if (!file) return;
    const { taken, skipped } = store.take(await file.text());
    at('file').value = '';
    route();
    const others = skipped ? `; ${many(skipped, 'row')} of the file match${skipped === 1 ? 'es' : ''} no block here` : '';
    at('kept').textContent = `${many(taken, 'correction')} loaded${others}`;
  },

  undo() {
    const step = store.undo();
    if (!step) return;
    if (step.page === view.number) view.changed(step.blocks);
    else index.draw();
    this.draw();
  },
};

function route() {
  const [, page, block] = /^#p(\d+)(?:b(\d+))?$/.exec(location.hash) || [];
  const only = collection.pages.length === 1 ? '0' : undefined;
  const number = page ?? only;
  const isPage = number !== undefined && collection.pages[number];
  at('page').hidden = !isPage;
  at('index').hidden = Boolean(isPage);
  document.querySelector('.pages').hidden = !isPage || collection.pages.length < 2;
  if (isPage) {
    view.show(Number(number), block === undefined ? undefined : Number(block));
    at('where').textContent = `page ${index.order.indexOf(Number(number)) + 1 || '–'} of ${collection.pages.length}`;
    document.title = pageName(collection.pages[number]) + ' – blocksift';
    at('blocks').focus({ preventScroll: true });
  } else {
    index.draw();
    document.title = 'blocksift';
  }
  bar.draw();
}

// Goes to the next or previous page in the index's order.
function turn(by) {
  const next = index.order[index.order.indexOf(view.number) + by];
  if (!at('page').hidden && next !== undefined) location.hash = '#p' + next;
}

const KEYS = {
  j: event => move(1, event.shiftKey),
  k: event => move(-1, event.shiftKey),
  arrowdown: event => move(1, event.shiftKey),
  arrowup: event => move(-1, event.shiftKey),
  home: () => view.edge(false),
  end: () => view.edge(true),
  0: () => view.label(undefined),
  1: () => view.label(0),
  2: () => view.label(1),
  3: () => view.label(2),
  u: () => bar.undo(),
  n: () => view.seek(1, i => view.isSpam(i)),
  p: () => view.seek(-1, i => view.isSpam(i)),
  d: event => view.seek(event.shiftKey ? -1 : 1, i => view.isDoubtful(i)),
  ']': () => turn(1),
  '[': () => turn(-1),
  '/': () => at(at('page').hidden ? 'find' : 'search').focus(),
  '?': () => at('keys').showModal(),
  escape: () => leave(),
};

const ON_INDEX = ['j', 'k', 'arrowdown', 'arrowup', 'u', '/', '?'];

function move(by, grows) {
  if (at('page').hidden) index.move(by);
  else view.move(by, grows);
}

// From several chosen blocks to one, to none, to the index.
function leave() {
  if (view.chosen.size > 1) view.choose(view.active);
  else if (view.chosen.size) view.clear();
  else if (collection.pages.length > 1) location.hash = '#';
}

function press(event) {
  if (event.altKey || event.metaKey || at('keys').open) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey) {
    if (key !== 'z') return;
    bar.undo();
    event.preventDefault();
    return;
  }
  if (event.target.matches('input, select')) {
    if (key !== 'escape') return;
    if (event.target.type === 'search') {
      event.target.value = '';
      event.target.dispatchEvent(new Event('input'));
    }
    event.target.blur();
    at('blocks').focus({ preventScroll: true });
    return;
  }
  const isKnown = at('page').hidden ? ON_INDEX.includes(key) : Object.hasOwn(KEYS, key);
  if (!isKnown) return;
  event.preventDefault();
  KEYS[key](event);
}

store.load();
bar.start();
index.start();
view.start();
addEventListener('keydown', press);
addEventListener('hashchange', route);
route();
