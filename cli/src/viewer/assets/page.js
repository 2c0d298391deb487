// One page: its blocks in document order, which of them are selected, and the details of the active one.

// Rows that are drawn at once. Pages with more blocks are drawn in pieces.
const PIECE = 1500;
// Characters of a text in its row. The panel shows all of it.
const ROW_CHARS = 400;
// Content probabilities of doubtful blocks.
const DOUBTFUL = [0.25, 0.75];

const view = {
  number: -1,
  data: undefined,
  rows: [],
  chosen: new Set(),
  active: -1,
  anchor: -1,
  drawing: 0,
  // The block to choose once its row is drawn.
  wanted: undefined,

  start() {
    const list = at('blocks');
    list.addEventListener('pointerdown', event => this.press(event));
    list.addEventListener('pointerover', event => this.drag(event));
    addEventListener('pointerup', () => list.classList.remove('dragging'));
    for (const id of ['show0', 'show1', 'show2', 'fixed', 'of', 'low', 'high', 'search']) {
      at(id).addEventListener('input', () => this.filter());
    }
  },

  show(number, block) {
    if (this.number !== number) {
      this.number = number;
      this.data = pageData(number);
      this.rows = [];
      this.chosen.clear();
      this.active = this.anchor = -1;
      this.lowest = Math.min(...this.data.paths.map(path => depth(path)), 99);
      at('blocks').replaceChildren();
      this.head();
      this.wanted = block ?? this.first();
      this.draw(++this.drawing, { path: undefined, box: undefined });
    } else if (block !== undefined) {
      this.wanted = block;
    }
    this.side();
    this.reach();
  },

  // Chooses the wanted block if its row is drawn.
  reach() {
    if (!this.rows[this.wanted]) return;
    this.choose(this.wanted);
    this.wanted = undefined;
  },

  // Whether a block has spam, by its corrected label or by a span.
  isSpam(i) {
    const block = this.data.blocks[i];
    return (store.of(this.number, i) ?? block.label) === 2 || block.spans.length > 0;
  },

  isDoubtful(i) {
    const p = this.data.blocks[i].p[0];
    return p >= DOUBTFUL[0] && p <= DOUBTFUL[1];
  },

  // The block that a page opens on: its first spam, else its first doubtful block, if any.
  first() {
    const numbers = this.data.blocks.map((_, i) => i);
    return numbers.find(i => this.isSpam(i)) ?? numbers.find(i => this.isDoubtful(i));
  },

  head() {
    const { data } = this;
    at('name').textContent = pageName(data);
    const limits = data.limits.length ? `truncated at limit: ${data.limits.join(', ')}` : '';
    const facts = [verdictText(data.verdict), data.language, data.format === 'html' ? 'HTML' : 'plain text', data.encoding, siteText(data.site), limits];
    at('facts').replaceChildren(verdictChip(data.verdict), ' ', facts.filter(Boolean).join(' · '),
      ...(data.url && data.url !== pageName(data) ? [make('span', { class: 'dim' }, data.url)] : []));
  },

  // Neighboring rows with the same parent are grouped under its path.
  draw(turn, group) {
    if (turn !== this.drawing) return;
    const { blocks } = this.data;
    const end = Math.min(this.rows.length + PIECE, blocks.length);
    for (let i = this.rows.length; i < end; i++) {
      const path = this.data.paths[blocks[i].path];
      const parent = path.includes(' > ') ? path.slice(0, path.lastIndexOf(' > ')) : path;
      if (parent !== group.path) {
        group.path = parent;
        group.box = this.group(parent);
        at('blocks').append(group.box);
      }
      const row = this.row(i, path);
      this.rows.push(row);
      group.box.append(row);
    }
    this.filter();
    this.reach();
    if (end < blocks.length) setTimeout(() => this.draw(turn, group));
  },

  group(path) {
    const indent = Math.min(Math.max(depth(path) - this.lowest + 1, 0), 14);
    const box = make('div', { class: 'group', role: 'group', 'aria-label': path || 'lines of text', '--indent': indent });
    if (path) box.append(make('div', { class: 'path', title: path, 'aria-hidden': 'true' }, path.split(' > ').slice(-3).join(' › ')));
    return box;
  },

  row(i, path) {
    const row = make('div', { class: 'row', role: 'option', id: 'b' + i, 'aria-selected': 'false' });
    row.block = i;
    this.dress(row, i, path);
    return row;
  },

  // Fills a row; repeated when its label changes.
  dress(row, i, path = this.data.paths[this.data.blocks[i].path]) {
    const block = this.data.blocks[i];
    const fixed = store.of(this.number, i);
    const label = fixed ?? block.label;
    row.className = `row l${label}${block.hidden ? ' hidden' : ''}${fixed === undefined ? '' : ' fixed'}`;
    row.style.setProperty('--p', fixed === undefined ? block.p[label] : 1);
    const marks = [];
    if (block.kind !== 'text') marks.push(block.kind);
    if (block.hidden) marks.push('hidden');
    if (block.spans.length) marks.push('spam inside');
    if (fixed !== undefined) marks.push(fixed === block.label ? 'confirmed' : 'was ' + LABELS[block.label]);
    row.setAttribute('aria-label', `${i}, ${LABELS[label]} ${block.p[label].toFixed(2)}, ${marks.join(', ')}: ${block.text.slice(0, 200)}`);
    const tag = path.slice(path.lastIndexOf(' > ') + 1).replace('> ', '');
    row.replaceChildren(
      make('span', { class: 'num' }, String(i)), chip(label),
      make('span', { class: 'prob' }, fixed === undefined ? block.p[label].toFixed(2) : '✓'),
      make('span', { class: 'tag', title: path }, tag),
      make('span', { class: 'text', dir: 'auto' }, ...marked(block, ROW_CHARS)),
      make('span', { class: 'marks' }, ...marks.map(mark => make('span', {}, mark))));
  },

  filter() {
    const { data } = this;
    const wanted = at('search').value.trim().toLowerCase();
    const of = Number(at('of').value);
    const [low, high] = [Number(at('low').value), Number(at('high').value || 1)];
    const onlyFixed = at('fixed').checked;
    const labels = [0, 1, 2].map(label => at('show' + label).checked);
    const counts = [0, 0, 0];
    let shown = 0;
    this.rows.forEach((row, i) => {
      const block = data.blocks[i];
      const fixed = store.of(this.number, i);
      const label = fixed ?? block.label;
      counts[label] += 1;
      const p = block.p[of < 0 ? label : of];
      const isShown = labels[label] && p >= low && p <= high && (!onlyFixed || fixed !== undefined)
        && (!wanted || block.text.toLowerCase().includes(wanted) || data.paths[block.path].toLowerCase().includes(wanted));
      row.hidden = !isShown;
      shown += isShown;
    });
    for (const group of at('blocks').children) group.hidden = !group.querySelector('.row:not([hidden])');
    counts.forEach((n, label) => { at('n' + label).textContent = n; });
    at('shown').textContent = shown === data.blocks.length ? '' : `${shown} of ${many(data.blocks.length, 'block')}`;
  },

  // Chooses a block, or all shown blocks from the anchor to it.
  choose(i, grows = false) {
    if (!this.rows[i]) return;
    if (!grows || this.anchor < 0) this.anchor = i;
    const [from, to] = [Math.min(this.anchor, i), Math.max(this.anchor, i)];
    const chosen = new Set();
    for (let b = from; b <= to; b++) if (!this.rows[b].hidden) chosen.add(b);
    for (const b of this.chosen) if (!chosen.has(b)) this.rows[b].setAttribute('aria-selected', 'false');
    for (const b of chosen) this.rows[b].setAttribute('aria-selected', 'true');
    this.rows[this.active]?.classList.remove('active');
    this.chosen = chosen;
    this.active = i;
    this.rows[i].classList.add('active');
    at('blocks').setAttribute('aria-activedescendant', 'b' + i);
    // The panel first: on narrow screens it takes space from the list.
    this.side();
    this.rows[i].scrollIntoView({ block: 'nearest' });
  },

  move(by, grows) {
    let i = this.active < 0 && by < 0 ? this.rows.length : this.active;
    do i += by; while (this.rows[i]?.hidden);
    if (this.rows[i]) this.choose(i, grows);
  },

  // Moves to the next or previous shown block that passes a test.
  seek(by, test) {
    let i = this.active < 0 && by < 0 ? this.rows.length : this.active;
    do i += by; while (this.rows[i] && (this.rows[i].hidden || !test(i)));
    if (this.rows[i]) this.choose(i);
  },

  // Ends the choice, so that the panel shows the whole page.
  clear() {
    for (const i of this.chosen) this.rows[i].setAttribute('aria-selected', 'false');
    this.rows[this.active]?.classList.remove('active');
    this.chosen = new Set();
    this.active = this.anchor = -1;
    at('blocks').removeAttribute('aria-activedescendant');
    this.side();
  },

  edge(isLast) {
    const shown = this.rows.filter(row => !row.hidden);
    const row = shown[isLast ? shown.length - 1 : 0];
    if (row) this.choose(row.block);
  },

  press(event) {
    const row = event.target.closest('.row');
    if (!row || event.button !== 0) return;
    at('blocks').classList.add('dragging');
    this.choose(row.block, event.shiftKey);
  },

  drag(event) {
    const row = event.target.closest('.row');
    if (!row || !(event.buttons & 1) || !at('blocks').classList.contains('dragging')) return;
    if (row.block !== this.active) this.choose(row.block, true);
  },

  // Labels the chosen blocks; without a label, removes their corrections.
  label(label) {
    const blocks = [...this.chosen].filter(i => label !== undefined || store.of(this.number, i) !== undefined);
    if (!blocks.length) return;
    store.set(this.number, blocks, label);
    this.changed(blocks);
  },

  changed(blocks) {
    for (const i of blocks) if (this.rows[i]) this.dress(this.rows[i], i);
    this.rows[this.active]?.classList.add('active');
    this.filter();
    this.side();
    bar.draw();
  },

  side() {
    at('side').replaceChildren(...(this.active < 0 ? this.overview() : this.details()));
  },

  overview() {
    const { bins } = collection.pages[this.number];
    return [make('h2', {}, many(this.data.blocks.length, 'block')), shares(collection.pages[this.number].blocks),
      make('p', { class: 'dim' }, 'Click a block to see why it got its label, or to correct it. Press ? for all keys.'),
      ...bins.map((own, label) => histogram(label, own))];
  },

  details() {
    const block = this.data.blocks[this.active];
    const fixed = store.of(this.number, this.active);
    const choice = this.chosen.size > 1 ? `${this.chosen.size} blocks` : 'block ' + this.active;
    return [
      make('h2', {}, choice),
      make('div', { class: 'choices', role: 'group', 'aria-label': 'Correct the label' }, ...LABELS.map((name, label) =>
        make('button', { type: 'button', class: 'l' + label, 'aria-pressed': String((fixed ?? block.label) === label), onclick: () => this.label(label) },
          chip(label), name, make('kbd', {}, String(label + 1)))),
      fixed === undefined ? null : make('button', { type: 'button', onclick: () => this.label(undefined) }, 'remove correction', make('kbd', {}, '0'))),
      make('table', { class: 'probs' }, ...LABELS.map((name, label) => make('tr', {},
        make('th', { scope: 'row' }, chip(label), name, label === block.label ? make('span', { class: 'dim' }, ' model') : null),
        make('td', {}, make('span', { class: 'meter' }, make('i', { class: 'l' + label, '--w': block.p[label] }))),
        make('td', { class: 'n' }, block.p[label].toFixed(3))))),
      block.decided_by ? make('p', { class: 'dim', 'data-name': 'decided-by' }, 'Decided by: ' + (DECIDED_BY[block.decided_by] ?? block.decided_by)) : null,
      make('p', { class: 'full', dir: 'auto' }, ...marked(block)),
      block.more ? make('p', { class: 'dim' }, `${block.more} more characters are not shown`) : null,
      make('p', { class: 'dim where' }, this.data.paths[block.path] || 'a line of text', block.hidden ? make('b', {}, ' · hidden from readers') : null),
      ...this.reasons(block), ...this.links(block),
    ].filter(Boolean);
  },

  // Bars to the right speak for the label, bars to the left against it.
  reasons(block) {
    if (!block.why.length) return [];
    const largest = Math.max(...block.why.map(([, added]) => Math.abs(added)), 1e-6);
    const bar = added => make('span', { class: 'signed' }, make('i', { class: added < 0 ? 'against' : 'for', '--w': Math.abs(added) / largest }));
    const sum = (name, added) => make('tr', { class: 'dim' }, make('th', { scope: 'row' }, name), make('td'), make('td', { class: 'n' }, signed(added)));
    return [make('h3', {}, 'Why ' + LABELS[block.label]),
      make('table', { class: 'why' },
        make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, 'reason'), make('td'), make('th', { scope: 'col', class: 'n' }, 'added'))),
        make('tbody', {}, ...block.why.map(([reason, added]) => make('tr', {},
          make('th', { scope: 'row', dir: 'auto' }, this.data.reasons[reason]),
          make('td', {}, bar(added)), make('td', { class: 'n' }, signed(added)))),
        sum('everything else', block.rest), sum('score', block.score)))];
  },

  // Targets are shown but not linked: they may be an intruder's.
  links(block) {
    if (!block.links.length) return [];
    const rows = block.links.map(link => make('li', {},
      make('span', { dir: 'auto' }, link.anchor || '(no text)'), ' ',
      make('code', { class: link.external ? 'external' : '' }, link.target)));
    const more = block.more_links ? make('p', { class: 'dim' }, many(block.more_links, 'more link')) : null;
    return [make('h3', {}, many(block.links.length + block.more_links, 'link')), make('ul', { class: 'links' }, ...rows), more];
  },
};

// What the site of a page was taken from.
const SITE_SOURCES = {
  hint: 'the URL given',
  canonical: 'the canonical link',
  open_graph: 'og:url',
  base: 'the base',
  hreflang: 'versions in other languages',
  feed: 'a feed',
  manifest: 'the manifest',
  icon: 'an icon',
  style_sheet: 'a style sheet',
  links: 'the links of header, navigation and footer',
};

// The site with its source and how sure it is.
const siteText = site => {
  if (!site) return 'unknown site';
  const from = SITE_SOURCES[site.source] ?? site.source;
  return `site ${site.domain} from ${from}${site.confidence < 1 ? ` (${Math.round(100 * site.confidence)} %)` : ''}`;
};

// What decided a label where its probability alone did not.
const DECIDED_BY = {
  'expected-f1': 'the expected F1 of the page’s content',
  'too-little-content': 'too little content on the page',
  'flagged-page': 'spam elsewhere on the page',
  headline: 'the content below this headline',
  group: 'the list or table around it',
  'duplicate-text': 'another content block with the same text',
  threshold: 'a threshold',
};

const depth = path => path ? path.split(' > ').length : 0;
const signed = added => (added < 0 ? '−' : '+') + Math.abs(added).toFixed(2);
