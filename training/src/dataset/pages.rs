//! Labelled pages: clean ones labelled from their gold, grafts labelled from the marks in them.

use crate::corpus::CorpusPage;
use crate::corpus::align::content_blocks;
use crate::corpus::words::{Bag, Counting, Word, bag, count, size, words};
use crate::dataset::flatten::{carry, flatten};
use crate::evaluate::metrics::{f1, prf};
use crate::synth::graft::{Graft, MARK_CONTENT, MARK_END, MARK_NAVIGATION, MARK_SPAM, strip_marks};
use crate::synth::template::GraftTemplate;
use blocksift::{BlockKind, Features, Format, Label, Limits, Page, Probabilities};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Where a labelled page came from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// A page of a corpus as it is.
    Clean,
    /// A page with spam planted in it, or a doorway.
    Spam {
        /// Family of the campaign.
        family: String,
        /// How it was planted.
        template: GraftTemplate,
    },
    /// A page with a clean look-alike planted in it.
    Lookalike {
        /// Family of the look-alike.
        family: String,
    },
}

impl Origin {
    /// The family of what was planted; empty for clean pages.
    pub fn family(&self) -> &str {
        match self {
            Origin::Clean => "",
            Origin::Spam { family, .. } | Origin::Lookalike { family } => family,
        }
    }
}

/// How a training copy was altered; what was, is never measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Altered {
    /// It was not.
    No,
    /// Blocks of it were cut into pieces, see [`crate::dataset::pieces`]; only the pieces have labels. It tells spam from the rest.
    Cut,
    /// It was restyled and put among parts of others, see [`crate::synth::collage`]. It tells content from navigation.
    Collage,
    /// Its planted spam took over columns of its host, see [`crate::synth::layout_swap`]; only that has labels. It tells spam from
    /// the rest.
    Disguised,
}

/// A page with features and labels.
#[derive(Debug, Clone)]
pub struct LabelledPage {
    /// Name of the page it was made from.
    pub id: String,
    /// Its address; empty if unknown.
    pub url: String,
    /// What pages are kept together by.
    pub group: String,
    /// Article, forum and so on; empty if unknown.
    pub page_type: String,
    /// Language of the page; empty if unknown.
    pub language: String,
    /// Clean, or with something planted.
    pub origin: Origin,
    /// One row a block.
    pub features: Features,
    /// One label a block; `None` where it is not known.
    pub labels: Vec<Option<Label>>,
    /// Whether the page was made up, see [`crate::synth::hosts`].
    pub synthetic: bool,
    /// How it was altered for training.
    pub altered: Altered,
    /// Groups of the other pages that parts of it came from.
    pub borrowed: Vec<String>,
    /// What was parsed, where it is needed once more: of clean pages, and of those with spam woven into a block.
    pub page: Option<Arc<Page>>,
    /// Blocks whose labels a person set, see [`crate::corpus::corrections`]; only for pages as they came.
    pub corrected: Vec<usize>,
    /// Whether a block was planted.
    pub planted: Vec<bool>,
    /// Each block's words, CJK by character.
    pub words: Vec<Vec<Word>>,
    /// Each block's words as `\w+`; only for clean pages.
    pub run_words: Vec<Vec<Word>>,
    /// Each block's text, cut; only for clean pages.
    pub texts: Vec<String>,
    /// Gold content by `\w+` and by character, if the page has gold.
    pub gold: Option<(Bag, Bag)>,
    /// Gold spam by character.
    pub gold_spam: Bag,
}

impl LabelledPage {
    /// Whether spam was woven into a block of it.
    pub fn is_woven(&self) -> bool {
        self.altered == Altered::No && self.page.is_some() && matches!(self.origin, Origin::Spam { .. })
    }

    /// F1, precision and recall of `\w+` words that labels have, and F1 by character. `None` without gold.
    pub fn content_score(&self, labels: &[Label]) -> Option<[f64; 4]> {
        let (gold, gold_chars) = self.gold.as_ref()?;
        let of = |words: &[Vec<Word>]| {
            count(words.iter().zip(labels).filter(|(_, l)| **l == Label::Content).flat_map(|(w, _)| w.iter().copied()))
        };
        let (p, r, f) = prf(&of(&self.run_words), gold);
        let fc = prf(&of(&self.words), gold_chars).2;
        Some([f, p, r, fc])
    }

    /// The best F1 that the most probable blocks have, however many are taken: what remains between it and the F1 of
    /// an answer is lost by taking too many or too few. `None` without gold.
    pub fn best_f1(&self, probabilities: &[Probabilities]) -> Option<f64> {
        let (gold, _) = self.gold.as_ref()?;
        let of = |i: usize| probabilities[i].content;
        let mut order: Vec<usize> = (0..probabilities.len()).collect();
        order.sort_unstable_by(|a, b| of(*b).total_cmp(&of(*a)).then(a.cmp(b)));
        let mut left = gold.clone();
        let (mut both, mut taken, gold) = (0, 0, size(gold));
        let mut best = f1(0, 0, gold);
        for i in order {
            for word in &self.run_words[i] {
                taken += 1;
                if let Some(n) = left.get_mut(word).filter(|n| **n > 0) {
                    *n -= 1;
                    both += 1;
                }
            }
            best = best.max(f1(both, taken, gold));
        }
        Some(best)
    }
}

/// A page's markup with its gold labels, from which variants are made.
pub struct Base {
    /// The page.
    pub page: Page,
    /// Labels of its blocks by its gold, and by the corrections to it.
    pub labels: Vec<Option<Label>>,
    /// Blocks whose labels a person set.
    pub corrected: Vec<usize>,
}

impl Base {
    /// Parses a corpus page and aligns its gold.
    pub fn new(source: &CorpusPage) -> Base {
        let limits = Limits::default();
        let page = if source.input.as_deref() == Some("text") {
            Page::from_text(&source.html, source.url.as_deref(), &limits)
        } else {
            Page::from_html(&source.html, source.url.as_deref(), &limits)
        };
        let labels = match &source.content {
            None => vec![None; page.blocks().len()],
            Some(gold) => content_blocks(&page, gold)
                .into_iter()
                .map(|c| Some(if c { Label::Content } else { Label::Navigation }))
                .collect(),
        };
        let mut labels = labels;
        headline(&page, &mut labels);
        doubtful_tail(&page, &mut labels);
        Base { page, labels, corrected: Vec::new() }
    }
}

/// Takes the labels off what goes on after the gold in a template that was gold so far: some gold stops within a list
/// or a thread, and what follows it there is no example of navigation. The same of all blocks where the gold is empty,
/// which says that a page could not be judged rather than that it has no content.
fn doubtful_tail(page: &Page, labels: &mut [Option<Label>]) {
    let is_gold = |l: &Option<Label>| *l == Some(Label::Content);
    let Some(last) = labels.iter().rposition(is_gold) else {
        labels.fill(None);
        return;
    };
    let mut by_path: FxHashMap<String, (usize, usize)> = FxHashMap::default();
    let paths: Vec<String> = page.blocks().iter().map(|b| template(&page.path(b))).collect();
    for (path, label) in paths[..=last].iter().zip(labels.iter()) {
        let seen = by_path.entry(path.clone()).or_default();
        seen.0 += usize::from(is_gold(label));
        seen.1 += 1;
    }
    for (path, label) in paths.iter().zip(labels.iter_mut()).skip(last + 1) {
        if by_path.get(path).is_some_and(|(gold, all)| *gold >= 3 && *gold * 10 >= *all * 7) {
            *label = None;
        }
    }
}

/// The innermost five elements of a path.
fn template(path: &str) -> String {
    let parts: Vec<&str> = path.split(" > ").collect();
    parts[parts.len().saturating_sub(5)..].join(">")
}

/// Labels the headline as content, where it stands before the gold: it belongs to the article, though most gold
/// begins after it.
fn headline(page: &Page, labels: &mut [Option<Label>]) {
    let blocks = page.blocks();
    let title: std::collections::HashSet<u64> = blocks
        .iter()
        .filter(|b| b.kind() == BlockKind::Title)
        .flat_map(|b| words(page.block_text(b), Counting::Characters))
        .collect();
    let Some(first) = labels.iter().position(|l| *l == Some(Label::Content)) else { return };
    let content: usize = (0..blocks.len())
        .filter(|i| labels[*i] == Some(Label::Content))
        .map(|i| words(page.block_text(&blocks[i]), Counting::Characters).len())
        .sum();
    for i in first.saturating_sub(12)..first {
        let own = words(page.block_text(&blocks[i]), Counting::Characters);
        let common = own.iter().filter(|w| title.contains(w)).count();
        let path = page.path(&blocks[i]);
        if (3..60).contains(&own.len())
            && content >= 10 * own.len()
            && common * 10 >= own.len() * 7
            && (path.contains("> h1") || path.contains("> h2"))
        {
            labels[i] = Some(Label::Content);
            break;
        }
    }
}

/// The clean page, as markup.
pub fn clean(source: &CorpusPage, base: &Base) -> LabelledPage {
    let made = build(source, &base.page, base.labels.clone(), Origin::Clean, Bag::default());
    LabelledPage { corrected: base.corrected.clone(), ..made }
}

/// The clean page, flattened.
pub fn clean_text(source: &CorpusPage, base: &Base) -> LabelledPage {
    let flat = flatten(&base.page, &base.labels);
    let page = Page::from_text(&flat.text, source.url.as_deref(), &Limits::default());
    let labels = carry(&flat, &page);
    // Blocks of flattened text are other ones: those that hold a corrected block's lines and nothing else.
    let is_corrected = |block: usize| base.corrected.binary_search(&block).is_ok();
    let marks: Vec<Option<Label>> =
        (0..base.labels.len()).map(|i| if is_corrected(i) { base.labels[i] } else { None }).collect();
    let corrected = carry(&flatten(&base.page, &marks), &page);
    let corrected = (0..labels.len()).filter(|i| corrected[*i].is_some() && corrected[*i] == labels[*i]).collect();
    LabelledPage { corrected, ..build(source, &page, labels, Origin::Clean, Bag::default()) }
}

pub(crate) fn build(
    source: &CorpusPage,
    page: &Page,
    labels: Vec<Option<Label>>,
    origin: Origin,
    gold_spam: Bag,
) -> LabelledPage {
    let texts = || page.blocks().iter().map(|b| page.block_text(b));
    let is_clean = origin == Origin::Clean;
    let gold = source.content.as_deref().filter(|_| is_clean);
    LabelledPage {
        id: source.id.clone(),
        url: source.url.clone().unwrap_or_default(),
        group: source.group(),
        page_type: source.page_type.clone().unwrap_or_default(),
        language: source.lang.clone().unwrap_or_default(),
        origin,
        features: Features::of(page),
        synthetic: false,
        altered: Altered::No,
        borrowed: Vec::new(),
        page: is_clean.then(|| Arc::new(page.clone())),
        corrected: Vec::new(),
        planted: vec![false; labels.len()],
        labels,
        words: texts().map(|t| words(t, Counting::Characters)).collect(),
        run_words: if is_clean { texts().map(|t| words(t, Counting::Runs)).collect() } else { Vec::new() },
        texts: if is_clean { texts().map(|t| t.chars().take(100).collect()).collect() } else { Vec::new() },
        gold: gold.map(|g| (bag(g, Counting::Runs), bag(g, Counting::Characters))),
        gold_spam,
    }
}

/// A page of a corpus that names its spam as text (as `spam-real` does).
pub fn with_gold_spam(source: &CorpusPage) -> LabelledPage {
    let base = Base::new(source);
    let spam = source.spam.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
    let gold_spam = bag(&spam, Counting::Characters);
    let labels = vec![None; base.page.blocks().len()];
    let mut page = build(source, &base.page, labels, Origin::Clean, gold_spam);
    page.group.clone_from(&page.id);
    page
}

/// A page with something planted, labelled by the marks; the host's own blocks keep the host's labels. `None` if
/// the marks changed how the page falls into blocks, which is rare.
pub fn grafted(
    source: &CorpusPage,
    host: &[(u64, Option<Label>)],
    graft: &Graft,
    format: Format,
) -> Option<LabelledPage> {
    let limits = Limits::default();
    let url = source.url.as_deref();
    let read = |text: &str| match format {
        Format::Html => Page::from_html(text, url, &limits),
        Format::Text => Page::from_text(text, url, &limits),
    };
    let marked = read(&graft.html);
    let page = read(&strip_marks(&graft.html));
    let marks: Vec<Marks> =
        marked.blocks().iter().map(|b| Marks::read(marked.block_text(b))).filter(|m| m.any_text).collect();
    if marks.len() != page.blocks().len() {
        return None;
    }
    let mut place = 0;
    let planted: Vec<bool> = marks.iter().map(|m| m.label().is_some()).collect();
    let mut labels = Vec::with_capacity(marks.len());
    for (block, m) in page.blocks().iter().zip(&marks) {
        let from_host = || host_label(host, &mut place, page.block_text(block), m.spam > 0);
        labels.push(m.label().or_else(from_host).or(match block.kind() {
            kind if kind.is_body() => None,
            _ => Some(Label::Navigation),
        }));
    }
    let gold_spam = count(marks.iter().flat_map(|m| words(&m.spam_text, Counting::Characters)));
    let origin = if graft.is_spam {
        Origin::Spam { family: graft.family.clone(), template: graft.template }
    } else {
        Origin::Lookalike { family: graft.family.clone() }
    };
    let made = LabelledPage { planted, ..build(source, &page, labels, origin, gold_spam) };
    Some(LabelledPage { page: graft.template.is_inline.then(|| Arc::new(page)), ..made })
}

/// What `grafted` knows a host's blocks by: hash of the text, and label.
pub fn host_blocks(page: &Page, labels: &[Option<Label>]) -> Vec<(u64, Option<Label>)> {
    page.blocks()
        .iter()
        .zip(labels)
        .filter(|(b, _)| b.kind().is_body())
        .map(|(b, l)| (text_hash(page.block_text(b)), *l))
        .collect()
}

fn text_hash(text: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The label of the host's next block with this text. Planting only inserts, so blocks keep their order.
fn host_label(host: &[(u64, Option<Label>)], place: &mut usize, text: &str, woven: bool) -> Option<Label> {
    const REACH: usize = 40;
    let hash = text_hash(text);
    let ahead = host.get(*place..).unwrap_or_default();
    match ahead.iter().take(REACH).position(|(h, _)| *h == hash) {
        Some(found) => {
            *place += found + 1;
            ahead[found].1
        }
        // A block that spam was woven into is the host's next one with more text.
        None if woven => {
            *place += 1;
            ahead.first().and_then(|(_, l)| *l)
        }
        None => None,
    }
}

/// Characters of a block by mark.
#[derive(Default)]
struct Marks {
    any_text: bool,
    spam: usize,
    navigation: usize,
    content: usize,
    own: usize,
    spam_text: String,
}

impl Marks {
    fn read(text: &str) -> Marks {
        let mut m = Marks::default();
        let mut state = MARK_END;
        for c in text.chars() {
            match c {
                MARK_SPAM | MARK_NAVIGATION | MARK_CONTENT | MARK_END => {
                    state = c;
                    m.spam_text.push(' ');
                }
                _ => {
                    m.any_text |= !c.is_whitespace();
                    match state {
                        MARK_SPAM => {
                            m.spam += 1;
                            m.spam_text.push(c);
                        }
                        MARK_NAVIGATION => m.navigation += 1,
                        MARK_CONTENT => m.content += 1,
                        _ => m.own += usize::from(c.is_alphanumeric()),
                    }
                }
            }
        }
        m
    }

    fn label(&self) -> Option<Label> {
        let planted = self.spam + self.navigation + self.content;
        if planted == 0 || planted < self.own {
            return None;
        }
        [(self.spam, Label::Spam), (self.content, Label::Content), (self.navigation, Label::Navigation)]
            .into_iter()
            .max_by_key(|(n, _)| *n)
            .map(|(_, label)| label)
    }
}
