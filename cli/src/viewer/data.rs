//! The data of a page, as the viewer's script reads it.

use crate::output::Scored;
use blocksift::{
    BlockKind, DecidedBy, Explanation, Features, Format, Label, LabeledBlock, Limit, LinkKind, Model, ReasonContext,
    Report, Site, Verdict, text_hash,
};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::rc::Rc;

/// Characters and links of a block that are shown. The hash covers the whole text.
const MAX_CHARS: usize = 6000;
const MAX_LINKS: usize = 40;
/// Reasons of all blocks of a page, for any page and for each byte.
const FREE_REASONS: usize = 1 << 14;
const REASONS_PER_BYTE: f32 = 0.25;
/// Bins of a histogram of probabilities.
const BINS: usize = 10;
/// Content probabilities of doubtful blocks.
const DOUBTFUL: std::ops::RangeInclusive<f32> = 0.25..=0.75;

/// How to explain labels.
pub(crate) struct Explaining<'a> {
    pub(crate) model: &'a Model,
    /// Number of features per block.
    pub(crate) top: usize,
}

/// A page of the viewer.
#[derive(Serialize)]
pub(crate) struct PageData {
    id: String,
    url: Option<String>,
    language: Option<String>,
    format: Format,
    encoding: &'static str,
    site: Option<Site>,
    limits: Vec<Limit>,
    verdict: Verdict,
    /// Texts of reasons, each once.
    reasons: Vec<Box<str>>,
    paths: Vec<Box<str>>,
    blocks: Vec<BlockData>,
}

#[derive(Serialize)]
struct BlockData {
    label: usize,
    /// What decided the label; left out if it is the most probable one.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<DecidedBy>,
    p: [f32; 3],
    text: String,
    /// Characters that are not shown.
    more: usize,
    path: u32,
    hidden: bool,
    kind: BlockKind,
    /// Spam spans in characters of the text, and their probabilities.
    spans: Vec<(usize, usize, f32)>,
    links: Vec<LinkData>,
    more_links: usize,
    score: f32,
    /// The number of a reason, and what it added to the score.
    why: Vec<(u32, f32)>,
    /// What everything else added.
    rest: f32,
    hash: String,
}

#[derive(Serialize)]
struct LinkData {
    anchor: String,
    target: String,
    external: bool,
}

/// A page in the index.
#[derive(Serialize)]
pub(crate) struct Summary {
    id: String,
    url: Option<String>,
    language: Option<String>,
    format: Format,
    verdict: Verdict,
    /// Blocks of each label.
    blocks: [usize; 3],
    doubtful: usize,
    /// Blocks by probability of each label.
    bins: [[usize; BINS]; 3],
}

impl PageData {
    pub(crate) fn new(page: Scored, explaining: &Explaining<'_>) -> Self {
        let Scored { id, url, report, .. } = page;
        let rows = Features::of(report.page());
        let explainer = explaining.model.explainer(&rows);
        let (mut texts, mut paths) = (Interner::default(), Interner::default());
        let context_of = ReasonContext::of_page(report.page(), &rows);
        let all = FREE_REASONS + (report.page().read_bytes() as f32 * REASONS_PER_BYTE) as usize;
        let top = explaining.top.min(all / report.blocks().len().max(1));
        let blocks = report
            .blocks()
            .iter()
            .map(|block| {
                let context = context_of(block.index);
                let explanation = explainer.explain(block.index, block.label);
                let reasons = Reasons::new(&explanation, &context, top, &mut texts);
                BlockData::new(&report, block, reasons, &mut paths)
            })
            .collect();
        PageData {
            id,
            url,
            reasons: texts.into_names(),
            paths: paths.into_names(),
            blocks,
            format: report.format(),
            limits: report.limits_met().to_vec(),
            language: report.language().map(str::to_owned),
            encoding: report.encoding(),
            site: report.site().cloned(),
            verdict: report.verdict().clone(),
        }
    }

    /// The strings that tell one set of pages from another.
    pub(super) fn identity(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id.as_str()).chain(self.blocks.iter().map(|b| b.hash.as_str()))
    }

    pub(super) fn summary(&self) -> Summary {
        let mut summary = Summary {
            id: self.id.clone(),
            url: self.url.clone(),
            language: self.language.clone(),
            format: self.format,
            verdict: self.verdict.clone(),
            blocks: [0; 3],
            doubtful: 0,
            bins: [[0; BINS]; 3],
        };
        for block in &self.blocks {
            summary.blocks[block.label] += 1;
            summary.doubtful += usize::from(DOUBTFUL.contains(&block.p[0]));
            for (bins, p) in summary.bins.iter_mut().zip(block.p) {
                bins[((p * BINS as f32) as usize).min(BINS - 1)] += 1;
            }
        }
        summary
    }
}

/// Numbers for strings that are repeated.
#[derive(Default)]
struct Interner {
    names: Vec<Rc<str>>,
    numbers: FxHashMap<Rc<str>, u32>,
}

impl Interner {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let (name, number): (Rc<str>, _) = (name.into(), self.names.len() as u32);
        self.numbers.insert(Rc::clone(&name), number);
        self.names.push(name);
        number
    }

    fn into_names(self) -> Vec<Box<str>> {
        self.names.iter().map(|name| (**name).into()).collect()
    }
}

/// What led to a block's score: facts about the page, and the sum of everything else.
struct Reasons {
    score: f32,
    top: Vec<(u32, f32)>,
    rest: f32,
}

impl Reasons {
    fn new(explanation: &Explanation, context: &ReasonContext, count: usize, texts: &mut Interner) -> Self {
        let reasons = explanation.reasons(context, count);
        let told: f32 = reasons.iter().map(|r| r.contribution).sum();
        Reasons {
            score: rounded(explanation.score),
            top: reasons.iter().map(|r| (texts.number(&r.text), rounded(r.contribution))).collect(),
            rest: rounded(explanation.score - told),
        }
    }
}

impl BlockData {
    fn new(report: &Report, block: &LabeledBlock, why: Reasons, paths: &mut Interner) -> Self {
        let p = block.probabilities;
        let length = block.end - block.start;
        let spans = block
            .spam_spans
            .iter()
            .map(|s| (s.start - block.start, (s.end - block.start).min(MAX_CHARS), rounded(s.probability)));
        let (links, more_links) = links(report, block.index);
        BlockData {
            label: Label::ALL.iter().position(|l| *l == block.label).unwrap_or(0),
            decided_by: Some(block.decided_by).filter(|by| *by != DecidedBy::Probability),
            p: [p.content, p.navigation, p.spam].map(rounded),
            text: block.text.chars().take(MAX_CHARS).collect(),
            more: length.saturating_sub(MAX_CHARS),
            path: paths.number(&block.path),
            hidden: block.hidden,
            kind: block.kind,
            spans: spans.filter(|(start, end, _)| start < end).collect(),
            links,
            more_links,
            score: why.score,
            why: why.top,
            rest: why.rest,
            hash: text_hash(&block.text),
        }
    }
}

/// The links of a block that are shown, and the number of others.
fn links(report: &Report, block: usize) -> (Vec<LinkData>, usize) {
    let cut = |text: &str| text.chars().take(300).collect::<String>();
    let page = report.page();
    let mut all = page.block_links(&page.blocks()[block]);
    let shown = all
        .by_ref()
        .take(MAX_LINKS)
        .map(|l| LinkData { anchor: cut(l.anchor), target: cut(l.target), external: l.kind == LinkKind::External })
        .collect();
    (shown, all.count())
}

/// Rounds to four decimals, to keep the file small.
fn rounded(value: f32) -> f32 {
    (value * 1e4).round() / 1e4
}
