//! What is said of a page: its blocks with labels, and the verdict on the whole.

mod clean;
mod family;
mod markdown;
mod spans;

pub use clean::markup_without;
pub use spans::{Cut, cut_blocks, spam_spans};

use crate::label::{Label, Probabilities};
use crate::limits::LimitMet;
use crate::model::Resemblance;
use crate::page::{BlockKind, Format, NONE, Page, Paths};
use crate::parse::Tag;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A labelled page.
#[derive(Debug, Clone)]
pub struct Report {
    /// Language of the page's prose, ISO 639-1 where there is a code, else ISO 639-3.
    pub language: Option<String>,
    /// Encoding that the bytes were decoded with.
    pub encoding: &'static str,
    /// The verdict on the page.
    pub verdict: Verdict,
    /// The blocks in document order.
    pub blocks: Vec<BlockReport>,
    pub(crate) page: Page,
}

/// A piece of a block that is spam while the rest of the block is not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpamSpan {
    /// First character in the page's text (Unicode scalar values).
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Probability that it is spam.
    pub probability: f32,
}

/// One labelled block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockReport {
    /// Place among the blocks, from 0.
    pub index: usize,
    /// The label.
    pub label: Label,
    /// The probabilities that it was decided from.
    #[serde(flatten)]
    pub probabilities: Probabilities,
    /// The text, white space folded except in `pre`.
    pub text: String,
    /// Path of the container, e.g. `html > body > div.main > p`; empty for plain text.
    pub path: String,
    /// Whether a reader does not see it.
    pub hidden: bool,
    /// Where in the document the text was written.
    pub kind: BlockKind,
    /// First character in the page's text (Unicode scalar values).
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Spam woven into the block, which is not spam as a whole.
    #[serde(default)]
    pub spam_spans: Vec<SpamSpan>,
}

impl BlockReport {
    /// What of its text is spam, if any of it is: all, or the spans.
    pub(crate) fn spam_text(&self) -> Option<String> {
        if self.label == Label::Spam {
            return Some(self.text.clone());
        }
        let of =
            |s: &SpamSpan| -> String { self.text.chars().skip(s.start - self.start).take(s.end - s.start).collect() };
        let spans: Vec<String> = self.spam_spans.iter().map(of).collect();
        (!spans.is_empty()).then(|| spans.join("\n"))
    }

    /// The text without the spans of spam.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let report = Sifter::default().sift_str("<p>One</p>", &Hints::default())?;
    /// assert_eq!(report.blocks[0].clean_text(), "One");
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn clean_text(&self) -> Cow<'_, str> {
        if self.spam_spans.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let is_spam = |at: usize| self.spam_spans.iter().any(|s| (s.start..s.end).contains(&at));
        let kept: String =
            self.text.chars().enumerate().filter(|(i, _)| !is_spam(self.start + i)).map(|(_, c)| c).collect();
        let words: Vec<&str> = kept.split(' ').filter(|w| !w.is_empty()).collect();
        Cow::Owned(words.join(" "))
    }
}

/// What a page is as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum VerdictKind {
    /// No block is spam.
    Clean,
    /// Spam was planted into a page of its own content or navigation.
    Injected,
    /// Most of the page's text is spam.
    Doorway,
}

/// Where on a page spam stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Place {
    /// Title, description or keywords.
    Head,
    /// Before the page's first content.
    Top,
    /// Between blocks of content.
    Middle,
    /// After the page's last content.
    Bottom,
    /// After the end of the document.
    AfterHtml,
    /// Where a reader does not see it (in addition to one of the others).
    Hidden,
}

/// The verdict on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verdict {
    /// Clean, injected or doorway.
    pub kind: VerdictKind,
    /// Share of the page's text (in words, or half characters of Chinese) that is spam, 0 to 1.
    pub spam_share: f32,
    /// Number of spam blocks.
    pub spam_blocks: usize,
    /// Number of spans of spam within other blocks.
    #[serde(default)]
    pub spam_spans: usize,
    /// Highest probability of spam of any block.
    pub most_spam: f32,
    /// Probability that the page carries injected spam, where one page in a thousand does: see [`page_probability`].
    #[serde(default)]
    pub probability: f32,
    /// Where the spam stands.
    pub places: Vec<Place>,
    /// The known family that the spam most resembles; `None` on a clean page, and by a model that knows none. Families
    /// that nobody has met yet resemble one or another too: see the probability.
    #[serde(default)]
    pub resembles: Option<Resemblance>,
}

/// Slope and offset by which the logit of a page's most probable spam becomes that of [`page_probability`], as markup
/// and as text. The model card says how they come about; a test holds them against its evaluation.
const OF_PAGE: [(f32, f32); 2] = [(1.384, -7.600), (1.161, -7.196)];

/// Probability that a page carries injected spam, where one page in a thousand does, as crawls of the open web find it.
/// `most_spam` is the highest probability of spam of any of its blocks or spans.
///
/// A block's probability says how often blocks like it are spam in training, where spam is not rare. Of a page there
/// are hundreds of blocks, each of which may be wrong, and hardly any page has spam: the page's probability is
/// calibrated on its own, on clean pages and on spam of families that a model had not seen (Platt 1999). Where spam is more
/// common, multiply the odds: at one page in ten, by 111.
///
/// ```
/// use blocksift::{Format, page_probability};
/// assert!(page_probability(0.5, Format::Html) < 0.01);
/// assert!(page_probability(0.999, Format::Html) > 0.8);
/// ```
pub fn page_probability(most_spam: f32, format: Format) -> f32 {
    let (slope, offset) = OF_PAGE[usize::from(format == Format::Text)];
    let p = f64::from(most_spam).clamp(1e-6, 1.0 - 1e-6);
    let logit = f64::from(slope) * (p / (1.0 - p)).ln() + f64::from(offset);
    (1.0 / (1.0 + (-logit).exp())) as f32
}

/// Share of spam from which on a page is a doorway.
const DOORWAY_SHARE: f32 = 0.5;

impl Report {
    pub(crate) fn new(
        page: Page,
        labels: &[Label],
        probabilities: &[Probabilities],
        spans: Vec<(usize, SpamSpan)>,
        units: &[f32],
        language: Option<String>,
        encoding: &'static str,
    ) -> Report {
        let mut paths = Paths::new(&page);
        let mut blocks: Vec<BlockReport> = page
            .blocks()
            .iter()
            .enumerate()
            .map(|(index, block)| BlockReport {
                index,
                label: labels[index],
                probabilities: probabilities[index],
                text: page.block_text(block).to_owned(),
                path: paths.of(block),
                hidden: block.visibility().is_hidden(),
                kind: block.kind(),
                start: block.chars().start,
                end: block.chars().end,
                spam_spans: Vec::new(),
            })
            .collect();
        for (block, span) in spans {
            blocks[block].spam_spans.push(span);
        }
        let verdict = verdict(&page, &blocks, units);
        Report { language, encoding, verdict, blocks, page }
    }

    /// The page that was labelled.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Whether the page came as markup or as text.
    pub fn format(&self) -> Format {
        self.page.format()
    }

    /// Bounds that were met while reading; the page was labelled from what was read before.
    pub fn limits_met(&self) -> &[LimitMet] {
        self.page.limits_met()
    }

    /// Blocks of one label.
    pub fn with_label(&self, label: Label) -> impl Iterator<Item = &BlockReport> {
        self.blocks.iter().filter(move |b| b.label == label)
    }

    /// The content's text, a block a line with an empty line between, without spam that was woven into blocks.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let html = include_bytes!("../examples/pages/hacked-news.html");
    /// let report = Sifter::default().sift(html, &Hints::default())?;
    /// assert!(!report.content_text().is_empty());
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn content_text(&self) -> String {
        let texts: Vec<Cow<'_, str>> = self.with_label(Label::Content).map(BlockReport::clean_text).collect();
        texts.join("\n\n")
    }

    /// The content as Markdown: headings, lists, quotes, tables and preformatted text are kept as such.
    pub fn content_markdown(&self) -> String {
        crate::report::markdown::render(self)
    }

    pub(crate) fn element_tag(&self, index: usize) -> Option<Tag> {
        match self.page.blocks[index].element {
            NONE => None,
            e => Some(self.page.elements[e as usize].tag),
        }
    }
}

fn verdict(page: &Page, blocks: &[BlockReport], units: &[f32]) -> Verdict {
    let is_spam = |i: &usize| blocks[*i].label == Label::Spam;
    let is_content = |i: &usize| blocks[*i].label == Label::Content;
    let spam: Vec<usize> = (0..blocks.len()).filter(is_spam).collect();
    let woven: Vec<usize> = (0..blocks.len()).filter(|i| !blocks[*i].spam_spans.is_empty()).collect();
    let (first, last) = ((0..blocks.len()).find(is_content), (0..blocks.len()).rev().find(is_content));
    let all: f32 = units.iter().sum();
    let part = |b: &BlockReport| {
        let within: usize = b.spam_spans.iter().map(|s| s.end - s.start).sum();
        within as f32 / (b.end - b.start).max(1) as f32
    };
    let within: f32 = woven.iter().map(|i| units[*i] * part(&blocks[*i])).sum();
    let spam_share = if all > 0.0 { (spam.iter().fold(0.0, |sum, i| sum + units[*i]) + within) / all } else { 0.0 };
    let mut places: Vec<Place> = spam
        .iter()
        .chain(&woven)
        .flat_map(|i| {
            let block = &page.blocks()[*i];
            let place = if !block.kind().is_body() {
                Place::Head
            } else if block.is_after_html() {
                Place::AfterHtml
            } else if first.is_some_and(|f| *i < f) {
                Place::Top
            } else if last.is_some_and(|l| *i < l) {
                Place::Middle
            } else {
                Place::Bottom
            };
            [Some(place), blocks[*i].hidden.then_some(Place::Hidden)]
        })
        .flatten()
        .collect();
    places.sort_unstable();
    places.dedup();
    let kind = match spam.len() + woven.len() {
        0 => VerdictKind::Clean,
        _ if spam_share >= DOORWAY_SHARE => VerdictKind::Doorway,
        _ => VerdictKind::Injected,
    };
    let most_spam = blocks.iter().map(|b| b.probabilities.spam).fold(0.0, f32::max);
    let spans = || blocks.iter().flat_map(|b| &b.spam_spans);
    let most = spans().map(|s| s.probability).fold(most_spam, f32::max);
    Verdict {
        kind,
        spam_share,
        spam_blocks: spam.len(),
        spam_spans: spans().count(),
        most_spam,
        probability: page_probability(most, page.format()),
        places,
        resembles: None,
    }
}

/// One line of the JSONL output.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "blocksift report"))]
pub struct ReportLine {
    /// The page's id: the record's `id`, else the file's name.
    pub id: String,
    /// The page's address, if known.
    pub url: Option<String>,
    /// Language of the page's prose.
    pub language: Option<String>,
    /// Whether the page was read as markup or as text.
    pub format: Format,
    /// Encoding that the bytes were decoded with.
    pub encoding: String,
    /// The verdict on the page.
    pub verdict: Verdict,
    /// Bounds that were met while reading.
    pub limits_met: Vec<LimitMet>,
    /// The blocks in document order.
    pub blocks: Vec<BlockReport>,
}

impl ReportLine {
    /// The line for a report.
    pub fn new(id: String, url: Option<String>, report: Report) -> Self {
        ReportLine {
            id,
            url,
            language: report.language,
            format: report.page.format(),
            encoding: report.encoding.to_owned(),
            verdict: report.verdict,
            limits_met: report.page.limits_met().to_vec(),
            blocks: report.blocks,
        }
    }
}
