//! What is known about a labeled page: its blocks with labels, the verdict, and its content as text, Markdown or HTML.

mod block;
mod clean;
mod family;
mod markdown;
mod record;
mod spans;
mod verdict;

pub use block::{LabeledBlock, SpamSpan};
pub use record::ReportRecord;
pub(crate) use spans::spam_spans;
pub use spans::{Cut, cut_blocks};
pub use verdict::{SpamLocation, Verdict, VerdictKind};

use crate::label::{Label, Probabilities};
use crate::limits::{Limit, Limits};
use crate::metadata::Metadata;
use crate::model::{Decision, Model};
use crate::page::{Format, NONE, Page, Paths};
use crate::parse::Tag;
use std::borrow::Cow;

/// A labeled page.
///
/// A report always holds all of the page's blocks, so a block's [`index`](LabeledBlock::index) is its position in
/// [`Report::blocks`].
#[derive(Debug, Clone)]
pub struct Report {
    language: Option<String>,
    encoding: &'static str,
    pub(crate) verdict: Verdict,
    blocks: Vec<LabeledBlock>,
    page: Page,
    limits: Limits,
}

/// What a report is made of, besides the page and its blocks' labels.
pub(crate) struct Parts<'a> {
    pub(crate) decisions: &'a [Decision],
    pub(crate) probabilities: &'a [Probabilities],
    /// Spam spans with the indices of their blocks.
    pub(crate) spans: Vec<(usize, SpamSpan)>,
    /// Lengths of the blocks in words.
    pub(crate) units: &'a [f32],
    pub(crate) language: Option<String>,
    pub(crate) encoding: &'static str,
    pub(crate) limits: Limits,
    pub(crate) prior: f32,
    pub(crate) model: &'a Model,
}

impl Report {
    pub(crate) fn new(page: Page, parts: Parts<'_>) -> Report {
        let Parts { decisions, probabilities, spans, units, language, encoding, limits, prior, model } = parts;
        let mut paths = Paths::new(&page);
        let mut blocks: Vec<LabeledBlock> = page
            .blocks()
            .iter()
            .enumerate()
            .map(|(index, block)| LabeledBlock {
                index,
                label: decisions[index].label,
                decided_by: decisions[index].decided_by,
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
        let format = page.format();
        let probability = |max_spam: f32| model.page_probability(max_spam, format, prior);
        let verdict = Verdict::new(&page, &blocks, units, prior, probability);
        Report { language, encoding, verdict, blocks, page, limits }
    }

    /// The blocks in document order, each at its own index.
    #[must_use]
    pub fn blocks(&self) -> &[LabeledBlock] {
        &self.blocks
    }

    /// The blocks with one label.
    pub fn with_label(&self, label: Label) -> impl Iterator<Item = &LabeledBlock> {
        self.blocks.iter().filter(move |b| b.label == label)
    }

    /// The verdict on the page.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// Language of the page's prose: its ISO 639-1 code, or ISO 639-3 where there is none.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// What the page says about itself: title, authors, dates and the like.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        self.page.metadata()
    }

    /// Encoding that the bytes were decoded with.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The page that was labeled.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Whether the page was read as markup or as text.
    #[must_use]
    pub fn format(&self) -> Format {
        self.page.format()
    }

    /// Limits that were met while reading. The page was labeled from what was read before them.
    #[must_use]
    pub fn limits_met(&self) -> &[Limit] {
        self.page.limits_met()
    }

    /// The content as text, blocks separated by an empty line, without spam spans.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let html = include_bytes!("../../examples/pages/hacked-news.html");
    /// let report = Sifter::default().sift(html, &Hints::default());
    /// assert!(report.content_text().contains("ferry"));
    /// ```
    #[must_use]
    pub fn content_text(&self) -> String {
        self.text_of(Label::Content)
    }

    /// The blocks of one label as text, separated by an empty line, without spam spans.
    #[must_use]
    pub fn text_of(&self, label: Label) -> String {
        let texts: Vec<Cow<'_, str>> = self.with_label(label).map(LabeledBlock::clean_text).collect();
        texts.join("\n\n")
    }

    /// The content as Markdown. Headings, lists, quotes, tables and preformatted text keep their structure.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let html = include_bytes!("../../examples/pages/hacked-news.html");
    /// let report = Sifter::default().sift(html, &Hints::default());
    /// assert!(report.content_markdown().starts_with("# "));
    /// ```
    #[must_use]
    pub fn content_markdown(&self) -> String {
        self.markdown_of(Label::Content)
    }

    /// The blocks of one label as Markdown.
    #[must_use]
    pub fn markdown_of(&self, label: Label) -> String {
        markdown::render(self, label)
    }

    /// The page's own body markup without the blocks that have one of the `removed` labels and without spam spans.
    ///
    /// `markup` is the decoded page that this report was made from. Text outside all blocks is removed as well, as are
    /// elements without text other than images. Scripts disappear because they hold no text, but attributes and URLs
    /// stay as they are: sanitize the result before you publish it. The page is parsed within the limits that the report
    /// was made with; what lies beyond them is left out. A report on plain text gives an empty string.
    ///
    /// ```
    /// use blocksift::{Hints, Label, Sifter, Thresholds};
    /// let markup = "<ul><li><a href=/>Home</a></ul><p onclick=x>Three words here</p>";
    /// let all = Thresholds::default().with_threshold(Label::Content, 0.0)?;
    /// let report = Sifter::default().with_thresholds(all).sift_str(markup, &Hints::default());
    /// assert!(report.cleaned_html(markup, &[Label::Spam]).ends_with("<p onclick=\"x\">Three words here</p>"));
    /// assert_eq!(report.cleaned_html(markup, &Label::ALL), "");
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    #[must_use]
    pub fn cleaned_html(&self, markup: &str, removed: &[Label]) -> String {
        if self.format() == Format::Text {
            return String::new();
        }
        clean::markup_without(markup, &self.limits, &clean::removed_ranges(self, removed))
    }

    pub(crate) fn element_tag(&self, index: usize) -> Option<Tag> {
        match self.page.blocks[index].element {
            NONE => None,
            element => Some(self.page.elements[element as usize].tag),
        }
    }
}
