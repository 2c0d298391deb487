// Building blocks of the viewer. Untrusted text enters the document only as text nodes.

// An element with attributes, event listeners (on…), custom properties (--…) and children; strings become text nodes.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'class') element.className = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.startsWith('--')) element.style.setProperty(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== undefined && child !== null));
  return element;
}

// The letter of a label.
const chip = label => make('span', { class: 'chip l' + label, 'aria-hidden': 'true' }, LETTERS[label]);

const percent = share => (100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0) + '\u00a0%';

const many = (n, what) => n + ' ' + what + (n === 1 ? '' : 's');

const verdictChip = verdict => make('span', { class: 'verdict ' + verdict.kind }, verdict.kind);

function verdictText(verdict) {
  if (verdict.kind === 'clean') return 'no block is spam';
  const found = [];
  if (verdict.spam_blocks) found.push(many(verdict.spam_blocks, 'spam block'));
  if (verdict.spam_spans) found.push(many(verdict.spam_spans, 'spam span'));
  const like = family(verdict);
  return `${found.join(', ')}, ${percent(verdict.spam_share)} of the text (${verdict.locations.join(', ')})${like && ', similar to ' + like}`;
}

// The likely family of the spam, or nothing.
const family = ({ nearest_family: nearest }) => nearest && nearest.probability >= 0.5 ? nearest.family : '';

// What a page is called: archives give records ids that say nothing, so their URL is better.
const pageName = ({ id, url }) => (id.startsWith('urn:uuid:') && url) || id || '(no name)';

// The shares of the labels as one bar.
function shares(counts) {
  const all = counts[0] + counts[1] + counts[2] || 1;
  const parts = counts.map((n, label) => n && make('i', { class: 'l' + label, '--w': n / all }));
  const title = counts.map((n, label) => n + ' ' + LABELS[label]).join(', ');
  return make('span', { class: 'shares', title, role: 'img', 'aria-label': title }, ...parts.filter(Boolean));
}

// A histogram of blocks by the probability of a label. Heights are square roots, so that no bin dwarfs the others.
function histogram(label, bins) {
  const most = Math.sqrt(Math.max(...bins, 1));
  const bars = bins.map((n, i) => {
    const title = `${(i / 10).toFixed(1)}–${((i + 1) / 10).toFixed(1)}: ${many(n, 'block')}`;
    return make('i', { class: 'l' + label, '--h': Math.sqrt(n) / most, title });
  });
  const values = bins.map((n, i) => `${(i / 10).toFixed(1)}: ${n}`).join(', ');
  return make('figure', { class: 'histogram' },
    make('div', { class: 'bins', role: 'img', 'aria-label': `Blocks by probability of ${LABELS[label]}: ${values}` }, ...bars),
    make('div', { class: 'scale', 'aria-hidden': 'true' }, make('span', {}, '0'), make('span', {}, '0.5'), make('span', {}, '1')),
    make('figcaption', {}, chip(label), ' probability of ' + LABELS[label]));
}

// The text of a block with its spam spans marked. Their positions are in code points.
function marked(block, most = Infinity) {
  const chars = block.spans.length || block.text.length > most ? Array.from(block.text) : undefined;
  if (!chars) return [block.text];
  const end = Math.min(chars.length, most);
  const parts = [];
  let from = 0;
  for (const [start, stop, p] of block.spans) {
    if (start >= end) break;
    parts.push(chars.slice(from, start).join(''));
    const text = chars.slice(start, Math.min(stop, end)).join('');
    parts.push(make('mark', { class: 'l2', title: 'spam inside the block, ' + p.toFixed(2) }, text));
    from = Math.min(stop, end);
  }
  parts.push(chars.slice(from, end).join('') + (end < chars.length || block.more ? ' …' : ''));
  return parts;
}
