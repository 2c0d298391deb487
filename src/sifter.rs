//! The pipeline: bytes to text, blocks, features, probabilities, labels and a report.

use crate::decode::{Decoded, decode};
use crate::error::{ErrorKind, Result};
use crate::features::Features;
use crate::label::Label;
use crate::limits::{Limit, Limits};
use crate::model::{DEFAULT_PRIOR, Explanation, Model, OperatingPoint, Thresholds, decide_page};
use crate::page::{Format, Page};
use crate::report::{LabeledBlock, Parts, Report, spam_spans};
use std::sync::Arc;

/// What is known about a page besides its bytes. Every hint is optional.
///
/// ```
/// use blocksift::{Format, Hints};
/// let hints = Hints::default().with_url("https://example.org/a.html").with_format(Format::Html);
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Hints<'a> {
    /// The page's URL, used to tell internal from external links.
    pub url: Option<&'a str>,
    /// HTTP `Content-Type`: names the charset, and says whether the page is markup or text.
    pub content_type: Option<&'a str>,
    /// Markup or flattened text; detected if not given.
    pub format: Option<Format>,
}

impl<'a> Hints<'a> {
    /// Sets the page's URL. Takes a `&str` or an `Option<&str>`.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<Option<&'a str>>) -> Self {
        self.url = url.into();
        self
    }

    /// Sets the HTTP `Content-Type`. Takes a `&str` or an `Option<&str>`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<Option<&'a str>>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Sets the format. Takes a [`Format`] or an `Option<Format>`.
    #[must_use]
    pub fn with_format(mut self, format: impl Into<Option<Format>>) -> Self {
        self.format = format.into();
        self
    }
}

/// Labels pages. `Send`, `Sync`, and cheap to clone and share.
///
/// ```
/// use blocksift::{Hints, Label, Sifter};
///
/// let sifter = Sifter::default();
/// let html = include_bytes!("../examples/pages/hacked-news.html");
/// let report = sifter.sift(html, &Hints::default().with_url("https://www.example.org/news/1.html"));
/// for block in report.blocks() {
///     println!("{} {:.2} {}", block.label, block.probabilities.of(block.label), block.text);
/// }
/// assert!(report.with_label(Label::Content).count() > 3);
/// ```
#[derive(Debug, Clone)]
pub struct Sifter {
    model: ModelRef,
    thresholds: Thresholds,
    /// Index of the model's operating point that holds where the thresholds are not set.
    operating_point: usize,
    limits: Limits,
    prior: f32,
}

#[derive(Debug, Clone)]
enum ModelRef {
    Embedded,
    Custom(Arc<Model>),
}

/// A page that was split into blocks but not labeled.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Segmented {
    /// The page.
    pub page: Page,
    /// Encoding that the bytes were decoded with.
    pub encoding: &'static str,
}

impl Default for Sifter {
    /// A sifter with the embedded model.
    fn default() -> Self {
        Self {
            model: ModelRef::Embedded,
            thresholds: Thresholds::default(),
            operating_point: 0,
            limits: Limits::default(),
            prior: DEFAULT_PRIOR,
        }
    }
}

impl Sifter {
    /// A sifter with a model other than the embedded one.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self::default().with_model(model)
    }

    /// Replaces the model, and returns to its default operating point.
    #[must_use]
    pub fn with_model(mut self, model: Model) -> Self {
        self.model = ModelRef::Custom(Arc::new(model));
        self.operating_point = 0;
        self
    }

    /// Chooses one of the model's operating points by name. It sets the spam thresholds that
    /// [`Sifter::with_thresholds`] leaves open. Without this, the first of
    /// [`Model::operating_points`] holds.
    ///
    /// # Errors
    /// The model has no point of this name; the message lists those that it has.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let page = include_bytes!("../examples/pages/hacked-news.html");
    /// let report = Sifter::default().with_operating_point("strict")?.sift(page, &Hints::default());
    /// assert!(Sifter::default().with_operating_point("lax").is_err());
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn with_operating_point(mut self, name: &str) -> Result<Self> {
        let chosen = self.model().operating_point(name)?;
        let index = self.model().operating_points().iter().position(|point| point == chosen);
        self.operating_point = index.unwrap_or_default();
        Ok(self)
    }

    /// The operating point in use.
    #[must_use]
    pub fn operating_point(&self) -> &OperatingPoint {
        &self.model().operating_points()[self.operating_point]
    }

    /// Replaces the thresholds.
    #[must_use]
    pub fn with_thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// Replaces the limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the share of pages that is assumed to carry injected spam (0.001 by default). It shifts
    /// [`Verdict::probability_at_prior`](crate::Verdict::probability_at_prior) and nothing else.
    ///
    /// # Errors
    /// The share is not strictly between 0 and 1.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let page = include_bytes!("../examples/pages/hacked-news.html");
    /// let probability = |prior| -> blocksift::Result<f32> {
    ///     let report = Sifter::default().with_prior(prior)?.sift(page, &Hints::default());
    ///     Ok(report.verdict().probability_at_prior)
    /// };
    /// assert!(probability(0.001)? < probability(0.1)?);
    /// assert!(Sifter::default().with_prior(0.0).is_err());
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn with_prior(mut self, prior: f32) -> Result<Self> {
        if !(prior > 0.0 && prior < 1.0) {
            let message = format!("the prior must be greater than 0 and less than 1, not {prior}");
            return Err(ErrorKind::InvalidSetting(message).into());
        }
        self.prior = prior;
        Ok(self)
    }

    /// The model in use.
    #[must_use]
    pub fn model(&self) -> &Model {
        match &self.model {
            ModelRef::Embedded => Model::embedded(),
            ModelRef::Custom(model) => model,
        }
    }

    /// Labels a page. Any bytes give a report; the limits bound its cost.
    #[must_use]
    pub fn sift(&self, bytes: &[u8], hints: &Hints<'_>) -> Report {
        self.sift_watched(bytes, hints, &mut |_| {})
    }

    /// Like [`Sifter::sift`]; calls `watch` with the name of each stage when it ends. For benches: stages may change.
    #[doc(hidden)]
    pub fn sift_watched(&self, bytes: &[u8], hints: &Hints<'_>, watch: Watch<'_>) -> Report {
        let Segmented { page, encoding } = self.segment_watched(bytes, hints, watch);
        self.label(page, encoding, watch)
    }

    /// Labels text that is already decoded.
    #[must_use]
    pub fn sift_str(&self, text: &str, hints: &Hints<'_>) -> Report {
        let format = hints.format.unwrap_or_else(|| format_of(text, hints.content_type));
        let page = self.page(text, format, hints.url, &mut |_| {});
        self.label(page, "UTF-8", &mut |_| {})
    }

    /// Splits a page into blocks without labeling them.
    ///
    /// ```
    /// use blocksift::{Features, Hints, Sifter};
    /// let segmented = Sifter::default().segment(b"<p>One</p><p>Two</p>", &Hints::default());
    /// assert_eq!((segmented.page.text(), segmented.encoding), ("One\nTwo", "UTF-8"));
    /// assert_eq!(Features::of(&segmented.page).rows().nrows(), 2);
    /// ```
    #[must_use]
    pub fn segment(&self, bytes: &[u8], hints: &Hints<'_>) -> Segmented {
        self.segment_watched(bytes, hints, &mut |_| {})
    }

    /// Splits text that is already decoded into blocks.
    #[must_use]
    pub fn segment_str(&self, text: &str, hints: &Hints<'_>) -> Page {
        let format = hints.format.unwrap_or_else(|| format_of(text, hints.content_type));
        self.page(text, format, hints.url, &mut |_| {})
    }

    /// Decodes a page the way [`Sifter::sift`] does, up to the limit of bytes.
    #[must_use]
    pub fn decode<'a>(&self, bytes: &'a [u8], hints: &Hints<'_>) -> Decoded<'a> {
        let tld = hints.url.and_then(tld_of);
        decode(&bytes[..self.limits.bytes.min(bytes.len())], hints.content_type, tld.as_deref())
    }

    /// Why a block got its label: a score and what each feature added to it. See [`Model::explain`], and
    /// [`Model::explainer`] to explain many blocks of a page.
    #[must_use]
    pub fn explain(&self, report: &Report, block: usize) -> Explanation {
        self.explain_label(report, block, report.blocks().get(block).map_or(Label::Navigation, |b| b.label))
    }

    /// Like [`Sifter::explain`], for any label.
    #[must_use]
    pub fn explain_label(&self, report: &Report, block: usize, label: Label) -> Explanation {
        self.model().explain(&Features::of(report.page()), block, label)
    }

    fn segment_watched(&self, bytes: &[u8], hints: &Hints<'_>, watch: Watch<'_>) -> Segmented {
        let decoded = self.decode(bytes, hints);
        let format = hints.format.unwrap_or_else(|| format_of(&decoded.text, hints.content_type));
        watch("decode");
        let mut page = self.page(&decoded.text, format, hints.url, watch);
        if self.limits.bytes < bytes.len() && !page.limits_met.contains(&Limit::Bytes) {
            page.limits_met.insert(0, Limit::Bytes);
        }
        Segmented { page, encoding: decoded.encoding }
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
        let model = &self.model().parts;
        let rule = self.thresholds.resolve(self.operating_point(), model.decision);
        let decisions = decide_page(&probabilities, &features, &rule);
        let labels: Vec<Label> = decisions.iter().map(|decision| decision.label).collect();
        watch("decide");
        let (units, language) = (features.units().to_vec(), features.language());
        // Looking for spans computes features again. They are most of what a page takes in memory.
        drop(features);
        watch("language");
        let spans = spam_spans(&page, &probabilities, &labels, model.stack(page.format()), rule.span);
        watch("spans");
        let parts = Parts {
            decisions: &decisions,
            probabilities: &probabilities,
            spans,
            units: &units,
            language,
            encoding,
            limits: self.limits,
            prior: self.prior,
            model: self.model(),
        };
        let mut report = Report::new(page, parts);
        let spam: Vec<String> = report.blocks().iter().filter_map(LabeledBlock::spam_text).collect();
        let families = model.families.as_ref().filter(|_| !spam.is_empty());
        report.verdict.nearest_family = families.and_then(|f| f.resembles(&spam.join("\n")));
        watch("report");
        report
    }
}

/// Gets the name of each stage when it ends.
type Watch<'a> = &'a mut dyn FnMut(&'static str);

fn tld_of(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    url.host_str()?.rsplit('.').next().map(str::to_ascii_lowercase)
}

/// Markup if the content type says so or if tags appear near the start; text otherwise.
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

/// Whether a text holds at least two HTML tags: `<` and a letter, `/` or `!`, closed before the next `<`.
fn has_tags(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut found = 0;
    for at in memchr::memchr_iter(b'<', bytes) {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        if next.is_ascii_alphabetic() || next == b'/' || next == b'!' {
            let end = memchr::memchr2(b'<', b'>', &bytes[at + 1..]);
            let name = text[at + 1..].trim_start_matches(['/', '!', '-']);
            let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            let known = TAG_NAMES.iter().any(|n| name.eq_ignore_ascii_case(n));
            found += u32::from(known && end.is_some_and(|e| bytes[at + 1 + e] == b'>'));
            if found >= 2 {
                return true;
            }
        }
    }
    false
}

/// Names of tags that show that a text is markup.
const TAG_NAMES: [&str; 39] = [
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
