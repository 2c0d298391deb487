// The index: all pages with their verdicts, worst first.

const RANK = { doorway: 2, injected: 1, clean: 0 };
const ORDERS = {
  worst: (a, b) => RANK[b.verdict.kind] - RANK[a.verdict.kind] || b.verdict.spam_share - a.verdict.spam_share
    || b.verdict.max_spam_probability - a.verdict.max_spam_probability || a.number - b.number,
  doubt: (a, b) => b.doubtful - a.doubtful || a.number - b.number,
  given: (a, b) => a.number - b.number,
};

const index = {
  // Page numbers in the order shown.
  order: [],

  start() {
    collection.pages.forEach((page, number) => { page.number = number; });
    at('order').addEventListener('change', () => this.draw());
    at('find').addEventListener('input', () => this.draw());
    this.totals();
    this.draw();
  },

  totals() {
    const kinds = { clean: 0, injected: 0, doorway: 0 };
    const blocks = [0, 0, 0];
    const bins = [0, 1, 2].map(() => Array(10).fill(0));
    for (const page of collection.pages) {
      kinds[page.verdict.kind] += 1;
      page.blocks.forEach((n, label) => { blocks[label] += n; });
      page.bins.forEach((own, label) => own.forEach((n, i) => { bins[label][i] += n; }));
    }
    const card = (n, what, extra) => make('div', { class: 'card' }, make('b', {}, n.toLocaleString('en')), ' ', what, extra);
    at('totals').append(
      card(collection.pages.length, collection.pages.length === 1 ? 'page' : 'pages'),
      ...Object.entries(kinds).filter(([, n]) => n).map(([kind, n]) => card(n, '', make('span', { class: 'verdict ' + kind }, kind))),
      card(blocks[0] + blocks[1] + blocks[2], 'blocks', shares(blocks)));
    at('histograms').append(...bins.map((own, label) => histogram(label, own)));
  },

  draw() {
    const wanted = at('find').value.trim().toLowerCase();
    const isWanted = page => !wanted || (page.id + ' ' + (page.url || '')).toLowerCase().includes(wanted);
    const pages = collection.pages.filter(isWanted).sort(ORDERS[at('order').value]);
    this.order = pages.map(page => page.number);
    at('table').tBodies[0].replaceChildren(...pages.map(page => this.row(page)));
    at('found').textContent = wanted ? `${pages.length} of ${collection.pages.length}` : '';
  },

  row(page) {
    const { verdict } = page;
    const corrected = store.count(page.number);
    return make('tr', {},
      make('th', { scope: 'row' },
        make('a', { href: '#p' + page.number }, pageName(page)),
        page.url && page.url !== pageName(page) && make('span', { class: 'dim' }, page.url)),
      make('td', { class: 'kind' }, verdictChip(verdict), family(verdict) && make('span', { class: 'dim' }, family(verdict))),
      make('td', { class: 'n', title: verdictText(verdict) }, verdict.kind === 'clean' ? '–' : percent(verdict.spam_share)),
      make('td', {}, page.language || '–'),
      make('td', {}, shares(page.blocks), make('span', { class: 'n' }, String(page.blocks[0] + page.blocks[1] + page.blocks[2]))),
      make('td', { class: 'n', 'data-name': 'doubtful' }, String(page.doubtful)),
      make('td', { class: 'n', 'data-name': 'corrected' }, corrected ? String(corrected) : ''));
  },

  // Moves the focus between pages.
  move(by) {
    const links = [...at('table').tBodies[0].querySelectorAll('a')];
    const now = links.indexOf(document.activeElement);
    const next = now < 0 ? 0 : Math.min(Math.max(now + by, 0), links.length - 1);
    links[next]?.focus();
  },
};
