//! The data of a page, as the viewer's script reads it.

use crate::output::Scored;
use blocksift::{
    BlockKind, DecidedBy, Explanation, Features, Format, Label, LabeledBlock, Limit, LinkKind, Model, ReasonContext,
    Report, Verdict, text_hash,
};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Characters and links of a block that are shown. The hash covers the whole text.
const MAX_CHARS: usize = 6000;
const MAX_LINKS: usize = 40;
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
    limits: Vec<Limit>,
    verdict: Verdict,
    /// Texts of reasons, each once.
    reasons: Vec<String>,
    paths: Vec<String>,
    blocks: Vec<BlockData>,
}

#[derive(Serialize)]
struct BlockData {
    label: usize,
    /// What decided the label; left out if it is the most probable one.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<DecidedBy>,
    p: [f64; 3],
    text: String,
    /// Characters that are not shown.
    more: usize,
    path: usize,
    hidden: bool,
    kind: BlockKind,
    /// Spam spans in characters of the text, and their probabilities.
    spans: Vec<(usize, usize, f64)>,
    links: Vec<LinkData>,
    more_links: usize,
    score: f64,
    /// The number of a reason, and what it added to the score.
    why: Vec<(usize, f64)>,
    /// What everything else added.
    rest: f64,
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
        let blocks = report
            .blocks()
            .iter()
            .map(|block| {
                let context = context_of(block.index);
                let explanation = explainer.explain(block.index, block.label);
                let reasons = Reasons::new(&explanation, &context, explaining.top, &mut texts);
                BlockData::new(&report, block, reasons, &mut paths)
            })
            .collect();
        PageData {
            id,
            url,
            reasons: texts.names,
            paths: paths.names,
            blocks,
            format: report.format(),
            limits: report.limits_met().to_vec(),
            language: report.language().map(str::to_owned),
            encoding: report.encoding(),
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
            summary.doubtful += usize::from(DOUBTFUL.contains(&(block.p[0] as f32)));
            for (bins, p) in summary.bins.iter_mut().zip(block.p) {
                bins[((p * BINS as f64) as usize).min(BINS - 1)] += 1;
            }
        }
        summary
    }
}

/// Numbers for strings that are repeated.
#[derive(Default)]
struct Interner {
    names: Vec<String>,
    numbers: FxHashMap<String, usize>,
}

impl Interner {
    fn number(&mut self, name: &str) -> usize {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        self.numbers.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        self.names.len() - 1
    }
}

/// What led to a block's score: facts about the page, and the sum of everything else.
struct Reasons {
    score: f64,
    top: Vec<(usize, f64)>,
    rest: f64,
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
        let mut links = links(report, block.index);
        let more_links = links.len().saturating_sub(MAX_LINKS);
        links.truncate(MAX_LINKS);
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

fn links(report: &Report, block: usize) -> Vec<LinkData> {
    let cut = |text: &str| text.chars().take(300).collect::<String>();
    let page = report.page();
    page.block_links(&page.blocks()[block])
        .map(|l| LinkData { anchor: cut(l.anchor), target: cut(l.target), external: l.kind == LinkKind::External })
        .collect()
}

/// Rounds to four decimals, to keep the file small.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}
