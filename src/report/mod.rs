//! What is known about a labeled page: its blocks with labels, the verdict, and its content as text, Markdown or HTML.

mod block;
mod clean;
mod family;
mod markdown;
mod original;
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
use crate::page::{Format, MIN_PATH, NONE, Page, Paths, Site};
use crate::parse::Tag;
use original::Original;
use std::borrow::Cow;

/// Bytes that the paths of all blocks may take for each byte of the page, and for any page. Many short blocks may share a
/// long path.
const PATHS_PER_BYTE: usize = 4;
const FREE_PATHS: usize = 64 << 10;

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
        let paths_left = page.bytes.saturating_mul(PATHS_PER_BYTE).saturating_add(FREE_PATHS);
        let mut paths_left = paths_left.min(page.spent.output_left);
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
                path: path_within(&mut paths_left, paths.of(block)),
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

    /// The site that the page belongs to, what that was taken from, and how sure it is. `None` if neither the caller nor
    /// the page tells; links to hosts are then neither internal nor external.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter, SiteSource};
    /// let html = "<meta property=og:url content=https://www.ferry.example/a><p>The ferry sails daily.";
    /// let site = |hints: &Hints<'_>| Sifter::default().sift_str(html, hints).site().cloned().unwrap();
    /// assert_eq!(site(&Hints::default()).source, SiteSource::OpenGraph);
    /// let hints = Hints::default().with_url("https://mirror.example/ferry.example/a");
    /// assert_eq!((site(&hints).domain.as_str(), site(&hints).source), ("mirror.example", SiteSource::Hint));
    /// ```
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        self.page.site()
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

    /// The content as Markdown. Headings, lists, tasks, quotes, tables, code, emphasis, deletions, line breaks and formulas
    /// keep their structure. Links that do not lead to `http`, `https`, `mailto` or `tel` become text.
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
        markdown::render(self, label, &[])
    }

    /// The blocks of one label as Markdown, with the images between and inside them that have an alternative text.
    ///
    /// `markup` is the decoded page that this report was made from. It is parsed again, since a report holds no images.
    ///
    /// ```
    /// use blocksift::{Hints, Label, Sifter, Thresholds};
    /// let markup = "<p>The ferry <img src=/ferry.jpg alt='A white ship'> in May";
    /// let all = Thresholds::default().with_threshold(Label::Content, 0.0)?;
    /// let hints = Hints::default().with_url("https://ferry.example/");
    /// let report = Sifter::default().with_thresholds(all).sift_str(markup, &hints);
    /// let markdown = report.markdown_with_images(Label::Content, markup);
    /// assert_eq!(markdown, "The ferry ![A white ship](https://ferry.example/ferry.jpg) in May\n");
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    #[must_use]
    pub fn markdown_with_images(&self, label: Label, markup: &str) -> String {
        match self.format() {
            Format::Html => markdown::render(self, label, &markdown::images_in(&self.original(markup))),
            Format::Text => self.markdown_of(label),
        }
    }

    /// The page's own body markup without the blocks that have one of the `removed` labels and without spam spans.
    ///
    /// `markup` is the decoded page that this report was made from. Text outside all blocks is removed as well, as are
    /// elements that lose all of their text.
    ///
    /// The result is safe to publish: it holds only elements and attributes that neither run nor load anything but
    /// images, and links only to `http`, `https`, `mailto` and `tel`. Relative links become absolute if the page's URL is
    /// known. Formulas become TeX between `\(` and `\)`. The page is parsed within the limits that the report was made
    /// with; what lies beyond them is left out, as is what would go past four times the page's size and 64 KiB. A report
    /// on plain text gives an empty string.
    ///
    /// ```
    /// use blocksift::{Hints, Label, Sifter, Thresholds};
    /// let markup = "<ul><li><a href=/>Home</a></ul><p onclick=x>Three words here</p>";
    /// let all = Thresholds::default().with_threshold(Label::Content, 0.0)?;
    /// let report = Sifter::default().with_thresholds(all).sift_str(markup, &Hints::default());
    /// assert!(report.cleaned_html(markup, &[Label::Spam]).ends_with("<p>Three words here</p>"));
    /// assert_eq!(report.cleaned_html(markup, &Label::ALL), "");
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    #[must_use]
    pub fn cleaned_html(&self, markup: &str, removed: &[Label]) -> String {
        if self.format() == Format::Text {
            return String::new();
        }
        clean::markup_without(&self.original(markup), &clean::removed_ranges(self, removed))
    }

    fn original<'a>(&'a self, markup: &'a str) -> Original<'a> {
        Original {
            markup,
            text: self.page.text(),
            base: self.page.base.as_ref(),
            limits: &self.limits,
            is_cut: !self.page.limits_met().is_empty(),
        }
    }

    pub(crate) fn element_tag(&self, index: usize) -> Option<Tag> {
        match self.page.blocks[index].element {
            NONE => None,
            element => Some(self.page.elements[element as usize].tag),
        }
    }
}

/// A path, or only its innermost part once `left` is used up.
fn path_within(left: &mut usize, path: String) -> String {
    if path.len() > *left && path.len() > MIN_PATH {
        let start = path.ceil_char_boundary(path.len() - MIN_PATH);
        return format!("…{}", &path[start..]);
    }
    *left = left.saturating_sub(path.len());
    path
}
