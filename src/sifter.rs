//! The one way through: bytes, text, blocks, features, probabilities, labels, report.

use crate::decode::{Decoded, decode};
use crate::error::Result;
use crate::features::Features;
use crate::label::Label;
use crate::limits::Limits;
use crate::model::{Contribution, Model, Thresholds, decide_page};
use crate::page::{Format, Page};
use crate::report::spam_spans;
use crate::report::{BlockReport, Report};
use std::sync::Arc;

/// What is known of a page besides its bytes. All of it may be left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The page's address: tells internal links from external ones.
    pub url: Option<&'a str>,
    /// HTTP `Content-Type`: names the charset, and whether the page is markup or text.
    pub content_type: Option<&'a str>,
    /// Markup or flattened text; found out from the rest if not given.
    pub format: Option<Format>,
}

/// Labels pages. `Send`, `Sync` and cheap to clone and share.
///
/// ```
/// use blocksift::{Hints, Label, Sifter};
///
/// let sifter = Sifter::default();
/// let html = include_bytes!("../examples/pages/hacked-news.html");
/// let report = sifter.sift(html, &Hints { url: Some("https://www.example.org/news/1.html"), ..Hints::default() })?;
/// for block in &report.blocks {
///     println!("{} {:.2} {}", block.label, block.probabilities.of(block.label), block.text);
/// }
/// assert!(report.with_label(Label::Content).count() > 3);
/// # Ok::<(), blocksift::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sifter {
    model: ModelRef,
    thresholds: Thresholds,
    limits: Limits,
}

#[derive(Debug, Clone)]
enum ModelRef {
    Embedded,
    Own(Arc<Model>),
}

impl Default for Sifter {
    fn default() -> Self {
        Self { model: ModelRef::Embedded, thresholds: Thresholds::default(), limits: Limits::default() }
    }
}

impl Sifter {
    /// A sifter with a model of one's own.
    pub fn with_model(model: Model) -> Self {
        Self { model: ModelRef::Own(Arc::new(model)), ..Self::default() }
    }

    /// The same with other thresholds.
    #[must_use]
    pub fn thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// The same with other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The model that is used.
    pub fn model(&self) -> &Model {
        match &self.model {
            ModelRef::Embedded => Model::embedded(),
            ModelRef::Own(model) => model,
        }
    }

    /// Labels a page.
    ///
    /// # Errors
    /// None at present for any bytes; a later version may refuse what is no page at all.
    pub fn sift(&self, bytes: &[u8], hints: &Hints<'_>) -> Result<Report> {
        self.sift_watched(bytes, hints, &mut |_| {})
    }

    /// The same; `watch` is called with the name of each stage at its end. For benches: the stages may change.
    #[doc(hidden)]
    pub fn sift_watched(&self, bytes: &[u8], hints: &Hints<'_>, watch: Watch<'_>) -> Result<Report> {
        let (page, encoding) = self.read_watched(bytes, hints, watch);
        Ok(self.label(page, encoding, watch))
    }

    /// Splits a page into blocks without labelling them, and says which encoding it was decoded with.
    ///
    /// ```
    /// use blocksift::{Features, Hints, Sifter};
    /// let (page, encoding) = Sifter::default().read(b"<p>One</p><p>Two</p>", &Hints::default());
    /// assert_eq!((page.text(), encoding), ("One\nTwo", "UTF-8"));
    /// assert_eq!(Features::of(&page).rows().nrows(), 2);
    /// ```
    pub fn read(&self, bytes: &[u8], hints: &Hints<'_>) -> (Page, &'static str) {
        self.read_watched(bytes, hints, &mut |_| {})
    }

    /// Decodes a page as it is decoded to be labelled.
    pub fn decode<'a>(&self, bytes: &'a [u8], hints: &Hints<'_>) -> Decoded<'a> {
        let tld = hints.url.and_then(tld_of);
        decode(&bytes[..self.limits.bytes.min(bytes.len())], hints.content_type, tld.as_deref())
    }

    fn read_watched(&self, bytes: &[u8], hints: &Hints<'_>, watch: Watch<'_>) -> (Page, &'static str) {
        let bytes_limit = self.limits.bytes.min(bytes.len());
        let decoded = self.decode(bytes, hints);
        let format = hints.format.unwrap_or_else(|| format_of(&decoded.text, hints.content_type));
        watch("decode");
        let mut page = self.page(&decoded.text, format, hints.url, watch);
        if bytes_limit < bytes.len() && !page.limits_met.contains(&crate::LimitMet::Bytes) {
            page.limits_met.insert(0, crate::LimitMet::Bytes);
        }
        (page, decoded.encoding)
    }

    /// Labels text that is decoded already.
    ///
    /// # Errors
    /// As [`Sifter::sift`].
    pub fn sift_str(&self, text: &str, hints: &Hints<'_>) -> Result<Report> {
        let format = hints.format.unwrap_or_else(|| format_of(text, hints.content_type));
        let page = self.page(text, format, hints.url, &mut |_| {});
        Ok(self.label(page, "UTF-8", &mut |_| {}))
    }

    fn page(&self, text: &str, format: Format, url: Option<&str>, watch: Watch<'_>) -> Page {
        let page = match format {
            Format::Html => Page::from_html_watched(text, url, &self.limits, watch),
            Format::Text => Page::from_text(text, url, &self.limits),
        };
        watch("segment");
        page
    }

    fn label(&self, page: Page, encoding: &'static str, watch: Watch<'_>) -> Report {
        let features = Features::of(&page);
        watch("features");
        let probabilities = self.model().probabilities(&features);
        watch("model");
        let labels = decide_page(&probabilities, &features, &self.thresholds);
        watch("decide");
        let stack = self.model().stack(page.format());
        let spans = spam_spans(&page, &probabilities, &labels, stack, &self.thresholds);
        watch("spans");
        let language = features.language();
        watch("language");
        let mut report = Report::new(page, &labels, &probabilities, spans, features.units(), language, encoding);
        let spam: Vec<String> = report.blocks.iter().filter_map(BlockReport::spam_text).collect();
        let families = self.model().families.as_ref().filter(|_| !spam.is_empty());
        report.verdict.resembles = families.and_then(|f| f.resembles(&spam.join("\n")));
        watch("report");
        report
    }

    /// Why a block of a report got its label: the features' contributions, largest first, and the score that
    /// they sum to. See [`Model::explain`].
    pub fn explain(&self, report: &Report, block: usize) -> (Vec<Contribution>, f32) {
        self.explain_label(report, block, report.blocks[block].label)
    }

    /// The same for a label of choice.
    pub fn explain_label(&self, report: &Report, block: usize, label: Label) -> (Vec<Contribution>, f32) {
        self.model().explain(&Features::of(report.page()), block, label)
    }
}

/// Is told the name of each stage at its end.
type Watch<'a> = &'a mut dyn FnMut(&'static str);

fn tld_of(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    url.host_str()?.rsplit('.').next().map(str::to_ascii_lowercase)
}

/// Markup if the type says so or a tag that pages begin with stands near the start; text otherwise.
fn format_of(text: &str, content_type: Option<&str>) -> Format {
    let kind = content_type.map(str::to_ascii_lowercase).unwrap_or_default();
    if kind.starts_with("text/plain") {
        return Format::Text;
    }
    if kind.contains("html") || kind.contains("xml") {
        return Format::Html;
    }
    let head = &text[..text.floor_char_boundary(64 << 10)];
    if has_tags(head) { Format::Html } else { Format::Text }
}

/// Whether a text holds at least two tags of HTML: `<` and a letter, `/` or `!`, closed before the next `<`.
fn has_tags(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut found = 0;
    for at in memchr::memchr_iter(b'<', bytes) {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        if next.is_ascii_alphabetic() || next == b'/' || next == b'!' {
            let end = memchr::memchr2(b'<', b'>', &bytes[at + 1..]);
            let name = text[at + 1..].trim_start_matches(['/', '!', '-']);
            let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            let known = NAMES.iter().any(|n| name.eq_ignore_ascii_case(n));
            found += u32::from(known && end.is_some_and(|e| bytes[at + 1 + e] == b'>'));
            if found >= 2 {
                return true;
            }
        }
    }
    false
}

/// Tags that show that a text is markup.
const NAMES: [&str; 39] = [
    "html",
    "head",
    "body",
    "doctype",
    "meta",
    "title",
    "link",
    "div",
    "p",
    "a",
    "span",
    "ul",
    "ol",
    "li",
    "dl",
    "table",
    "tr",
    "td",
    "th",
    "br",
    "hr",
    "b",
    "strong",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "img",
    "script",
    "style",
    "section",
    "article",
    "header",
    "footer",
    "nav",
    "main",
    "pre",
    "blockquote",
];
