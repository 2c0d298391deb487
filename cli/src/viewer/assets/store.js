// Corrections: stored in the browser under the viewer's id, undone, read from and written to CSV.
'use strict';

const LABELS = ['content', 'navigation', 'spam'];
const LETTERS = ['C', 'N', 'S'];
const at = id => document.getElementById(id);
const read = id => JSON.parse(at(id).textContent);

// The viewer's id, and what the index shows of each page.
const collection = read('all-pages');

// The data of the pages viewed last.
const opened = new Map();
function pageData(number) {
  let page = opened.get(number);
  if (page) return page;
  page = read('page-' + number);
  if (opened.size >= 8) opened.delete(opened.keys().next().value);
  opened.set(number, page);
  return page;
}

const store = {
  key: 'blocksift-corrections-' + collection.id,
  pages: new Map(), // page -> Map(block -> label)
  undos: [],
  isKept: true,

  load() {
    let saved = {};
    try {
      saved = JSON.parse(localStorage.getItem(this.key) || '{}');
    } catch {
      this.isKept = false;
    }
    for (const [name, blocks] of Object.entries(saved)) {
      const page = Number(name);
      if (!collection.pages[page]) continue;
      const labels = Object.entries(blocks).filter(([, label]) => LABELS[label]);
      this.pages.set(page, new Map(labels.map(([block, label]) => [Number(block), label])));
    }
  },

  save() {
    const all = {};
    for (const [page, blocks] of this.pages) if (blocks.size) all[page] = Object.fromEntries(blocks);
    try {
      localStorage.setItem(this.key, JSON.stringify(all));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  },

  of(page, block) {
    return this.pages.get(page)?.get(block);
  },

  put(page, block, label) {
    if (!this.pages.has(page)) this.pages.set(page, new Map());
    const blocks = this.pages.get(page);
    if (label === undefined) blocks.delete(block);
    else blocks.set(block, label);
  },

  set(page, blocks, label) {
    this.undos.push({ page, before: blocks.map(block => [block, this.of(page, block)]) });
    for (const block of blocks) this.put(page, block, label);
    this.save();
  },

  // Undoes the last step. Returns its page and blocks.
  undo() {
    const step = this.undos.pop();
    if (!step) return undefined;
    for (const [block, label] of step.before) this.put(step.page, block, label);
    this.save();
    return { page: step.page, blocks: step.before.map(([block]) => block) };
  },

  count(page) {
    if (page !== undefined) return this.pages.get(page)?.size ?? 0;
    return [...this.pages.values()].reduce((sum, blocks) => sum + blocks.size, 0);
  },

  // Adopts the rows of a CSV that match a block. Returns how many did and how many did not.
  take(csv) {
    const numbers = new Map(collection.pages.map(({ id }, number) => [id, number]));
    const [header = [], ...rows] = records(csv.replace(/^\ufeff/, ''));
    const column = name => header.indexOf(name);
    const wanted = new Map(); // page -> Map(block -> label)
    let skipped = 0;
    for (const row of rows) {
      const page = numbers.get(row[column('page')]?.replace(/^'/, ''));
      const block = Number(row[column('block')]);
      const label = LABELS.indexOf(row[column('label')]);
      const own = page === undefined ? undefined : pageData(page).blocks[block];
      if (!own || own.hash !== row[column('text_hash')] || label < 0) skipped += 1;
      else wanted.set(page, (wanted.get(page) ?? new Map()).set(block, label));
    }
    let taken = 0;
    for (const [page, blocks] of wanted) {
      this.undos.push({ page, before: [...blocks.keys()].map(block => [block, this.of(page, block)]) });
      for (const [block, label] of blocks) this.put(page, block, label);
      taken += blocks.size;
    }
    this.save();
    return { taken, skipped };
  },

  csv() {
    const rows = [['page', 'block', 'path', 'text_hash', 'label']];
    for (const page of [...this.pages.keys()].sort((a, b) => a - b)) {
      if (!this.count(page)) continue;
      const data = pageData(page);
      for (const [block, label] of [...this.pages.get(page)].sort((a, b) => a[0] - b[0])) {
        const { path, hash } = data.blocks[block];
        rows.push([data.id, String(block), data.paths[path], hash, LABELS[label]]);
      }
    }
    return rows.map(row => row.map(cell).join(',') + '\r\n').join('');
  },
};

// A cell that no spreadsheet runs. An apostrophe is put before formulas, and before apostrophes, so that removing one
// gives back the original.
function cell(text) {
  const isFormula = /^[\s\p{Cc}\p{Cf}\ufffd]*[=+\-@＝＋－＠]/u.test(text) || /^['\t\r\n]/.test(text);
  return '"' + (isFormula ? "'" : '') + text.replaceAll('"', '""') + '"';
}

// The rows of a CSV (RFC 4180).
function records(csv) {
  const rows = [[]];
  const cells = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;
  for (let match; cells.lastIndex < csv.length && (match = cells.exec(csv));) {
    const [, text, end] = match;
    rows.at(-1).push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    if (end !== ',' && cells.lastIndex < csv.length) rows.push([]);
  }
  return rows;
}
