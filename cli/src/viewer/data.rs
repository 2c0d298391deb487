//! What the visual report knows of a page, as its script reads it.

use crate::output::{Scored, doc_of};
use blocksift::{
    BlockKind, Contribution, Explainer, Explanation, Features, Format, Label, LabeledBlock, Limit, LinkKind, Model,
    Report, Verdict, text_hash,
};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Characters of a block that are shown, and links; the hash is of the whole text.
const MOST_CHARS: usize = 6000;
const MOST_LINKS: usize = 40;
/// Bins of a histogram of probabilities.
const BINS: usize = 10;
/// Between these probabilities of content a block is doubtful.
const DOUBT: std::ops::RangeInclusive<f32> = 0.25..=0.75;

/// What blocks are explained with.
pub(crate) struct Why<'a> {
    pub(crate) model: &'a Model,
    /// Features shown of each block.
    pub(crate) top: usize,
}

/// A page of the report.
#[derive(Serialize)]
pub(crate) struct PageData {
    id: String,
    url: Option<String>,
    language: Option<String>,
    format: Format,
    encoding: &'static str,
    limits: Vec<Limit>,
    verdict: Verdict,
    /// Names of features, and what they are.
    features: Vec<(String, &'static str)>,
    paths: Vec<String>,
    blocks: Vec<BlockData>,
}

#[derive(Serialize)]
struct BlockData {
    label: usize,
    p: [f64; 3],
    text: String,
    /// Characters that are not shown.
    more: usize,
    path: usize,
    hidden: bool,
    kind: BlockKind,
    /// Spans of spam in characters of the text, and their probabilities.
    spans: Vec<(usize, usize, f64)>,
    links: Vec<LinkData>,
    more_links: usize,
    score: f64,
    /// Number of a feature, its value, what it added.
    why: Vec<(usize, f64, f64)>,
    /// Where the score starts, and what all other features added together.
    bias: f64,
    rest: f64,
    hash: String,
}

#[derive(Serialize)]
struct LinkData {
    anchor: String,
    target: String,
    external: bool,
}

/// What the index shows of a page.
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
    pub(super) fn new(page: Scored, why: &Why<'_>) -> Self {
        let Scored { id, url, report, .. } = page;
        let rows = Features::of(report.page());
        let explainer = why.model.explainer(&rows);
        let (mut features, mut paths) = (Names::default(), Names::default());
        let blocks = report
            .blocks()
            .iter()
            .map(|block| {
                let reasons = Reasons::of(&explainer, block, why.top, &mut features);
                BlockData::new(&report, block, reasons, &mut paths)
            })
            .collect();
        let features = features.0.into_iter().map(|name| (name.clone(), doc_of(&name))).collect();
        PageData {
            id,
            url,
            features,
            paths: paths.0,
            blocks,
            format: report.format(),
            limits: report.limits_met().to_vec(),
            language: report.language().map(str::to_owned),
            encoding: report.encoding(),
            verdict: report.verdict().clone(),
        }
    }

    /// What a report is told from others by.
    pub(super) fn hashed(&self) -> impl Iterator<Item = &str> {
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
            summary.doubtful += usize::from(DOUBT.contains(&(block.p[0] as f32)));
            for (bins, p) in summary.bins.iter_mut().zip(block.p) {
                bins[((p * BINS as f64) as usize).min(BINS - 1)] += 1;
            }
        }
        summary
    }
}

/// Texts that occur often, by number.
#[derive(Default)]
struct Names(Vec<String>, FxHashMap<String, usize>);

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(known) = self.1.get(name) {
            return *known;
        }
        self.1.insert(name.to_owned(), self.0.len());
        self.0.push(name.to_owned());
        self.0.len() - 1
    }
}

struct Reasons {
    score: f64,
    top: Vec<(usize, f64, f64)>,
    bias: f64,
    rest: f64,
}

impl Reasons {
    fn of(explainer: &Explainer<'_>, block: &LabeledBlock, most: usize, names: &mut Names) -> Self {
        let Explanation { contributions: mut all, score, .. } = explainer.explain(block.index, block.label);
        let bias = all.iter().position(|c| c.feature == "bias").map_or(0.0, |i| all.remove(i).contribution);
        let (top, rest) = all.split_at(most.min(all.len()));
        let shown = |c: &Contribution| (names.number(&c.feature), rounded(c.value), rounded(c.contribution));
        let rest = rounded(rest.iter().map(|c| c.contribution).sum());
        Reasons { score: rounded(score), top: top.iter().map(shown).collect(), bias: rounded(bias), rest }
    }
}

impl BlockData {
    fn new(report: &Report, block: &LabeledBlock, why: Reasons, paths: &mut Names) -> Self {
        let p = block.probabilities;
        let length = block.end - block.start;
        let spans = block
            .spam_spans
            .iter()
            .map(|s| (s.start - block.start, (s.end - block.start).min(MOST_CHARS), rounded(s.probability)));
        let mut links = links(report, block.index);
        let more_links = links.len().saturating_sub(MOST_LINKS);
        links.truncate(MOST_LINKS);
        BlockData {
            label: Label::ALL.iter().position(|l| *l == block.label).unwrap_or(0),
            p: [p.content, p.navigation, p.spam].map(rounded),
            text: block.text.chars().take(MOST_CHARS).collect(),
            more: length.saturating_sub(MOST_CHARS),
            path: paths.number(&block.path),
            hidden: block.hidden,
            kind: block.kind,
            spans: spans.filter(|(start, end, _)| start < end).collect(),
            links,
            more_links,
            score: why.score,
            why: why.top,
            bias: why.bias,
            rest: why.rest,
            hash: text_hash(&block.text),
        }
    }
}

fn links(report: &Report, block: usize) -> Vec<LinkData> {
    let cut = |text: &str| text.chars().take(300).collect::<String>();
    let page = report.page();
    page.block_links(&page.blocks()[block])
        .map(|l| LinkData { anchor: cut(l.anchor), target: cut(l.target), external: l.kind == LinkKind::External })
        .collect()
}

/// Enough digits to look at.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}
