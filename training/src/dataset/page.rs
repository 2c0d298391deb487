//! Labeled pages: where a page came from, its features and labels, and what scoring it needs.

use super::flatten::{carry, flatten};
use crate::corpus::CorpusPage;
use crate::corpus::address::{Address, AddressState};
use crate::corpus::gold::AlignedPage;
use crate::corpus::words::{Bag, Counting, Word, bag, words};
use crate::synth::template::GraftTemplate;
use blocksift::{Features, Format, Label, Limits, Page};
use std::sync::Arc;

/// Characters of a block's text that are kept to show it.
const EXCERPT_CHARS: usize = 100;

/// A page with features and labels. All lists have one item per block.
#[derive(Debug, Clone)]
pub struct LabeledPage {
    /// The page it was made from.
    pub source: Source,
    /// Whether it is clean or has something planted in it.
    pub origin: Origin,
    /// How it was altered for training.
    pub alteration: Alteration,
    /// The features.
    pub features: Features,
    /// The labels; `None` where the label is unknown.
    pub labels: Vec<Option<Label>>,
    /// Whether the block was planted.
    pub planted: Vec<bool>,
    /// Blocks whose labels a person set, in rising order; see [`crate::corpus::corrections`]. Empty for copies.
    pub corrected: Vec<usize>,
    /// The words of each block, each CJK character one word.
    pub words: Vec<Vec<Word>>,
    /// The words of the planted or annotated spam, each CJK character one word.
    pub gold_spam: Bag,
    /// What scoring content needs. `None` for pages with something planted.
    pub text: Option<CleanText>,
    /// The parsed page, kept where spans are scored or blocks are cut: for clean pages and inline injections.
    pub parsed: Option<Arc<Page>>,
}

/// The page that a labeled page was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub id: String,
    /// The corpus it is from; empty for generated pages.
    pub corpus: String,
    /// Its URL, if known.
    pub url: Option<String>,
    /// What was known of its URL when it was read.
    pub address: AddressState,
    /// The group that keeps pages together in cross-validation, see [`CorpusPage::group`].
    pub group: String,
    /// `article`, `forum` and so on, if known.
    pub page_type: Option<String>,
    /// ISO 639-1 code of its language, if known.
    pub language: Option<String>,
    /// Whether it was generated, see [`crate::synth::hosts`].
    pub is_synthetic: bool,
    /// Whether it has no gold, and teaches only what is no spam.
    pub is_negative: bool,
    /// Groups of other pages that parts of it came from.
    pub borrowed: Vec<String>,
}

/// What was planted in a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Nothing.
    Clean,
    /// Spam; or all of the page is, as with doorways.
    Spam {
        /// Family of the campaign.
        family: String,
        /// How it was planted.
        template: GraftTemplate,
    },
    /// A clean look-alike of spam.
    Lookalike {
        /// Family of the look-alike.
        family: String,
    },
}

/// How a training copy was altered. Altered pages are not measured on, but for false alarms of readdressed ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alteration {
    /// Not at all.
    None,
    /// Its address was taken for unknown or for another, see [`Address`].
    Readdressed,
    /// Some blocks were cut into pieces, see [`super::pieces`]. Only the pieces have labels. Trains the spam head.
    Cut,
    /// It was restyled and put among parts of other pages, see [`crate::synth::collage`]. Trains the content head.
    Collage,
    /// Layout columns of its planted spam were swapped for those of a block of its host, see [`crate::synth::layout_swap`]. Only
    /// the planted blocks have labels. Trains the spam head of the last stage.
    LayoutSwapped,
}

/// Words and excerpts of a clean page, one item per block, and its gold.
#[derive(Debug, Clone)]
pub struct CleanText {
    /// The words of each block as runs of `\w`.
    pub run_words: Vec<Vec<Word>>,
    /// The beginning of each block's text.
    pub excerpts: Vec<String>,
    /// The gold content, if the corpus has it.
    pub gold: Option<GoldContent>,
}

/// Words of a page's gold content.
#[derive(Debug, Clone)]
pub struct GoldContent {
    /// Runs of `\w`.
    pub runs: Bag,
    /// The same with each CJK character one word.
    pub characters: Bag,
}

impl Source {
    /// Describes a corpus page.
    pub fn of(page: &CorpusPage) -> Source {
        Source {
            id: page.id.clone(),
            corpus: page.corpus.clone(),
            url: page.url.clone(),
            address: AddressState::Known,
            group: page.group(),
            page_type: page.page_type.clone().filter(|t| !t.is_empty()),
            language: page.lang.clone().filter(|l| !l.is_empty()),
            is_synthetic: false,
            is_negative: page.is_negative,
            borrowed: Vec::new(),
        }
    }

    /// The groups that figures are given for: `corpus:wcxb-dev`, `type:wcxb-dev/article`, `lang:en`.
    pub fn figure_groups(&self) -> Vec<String> {
        let corpus = (!self.corpus.is_empty()).then(|| format!("corpus:{}", self.corpus));
        let page_type = self.page_type.as_ref().map(|t| format!("type:{}/{t}", self.corpus));
        let language = self.language.as_ref().map(|l| format!("lang:{l}"));
        [corpus, page_type, language].into_iter().flatten().collect()
    }
}

impl Origin {
    /// The family of what was planted; empty for clean pages.
    pub fn family(&self) -> &str {
        match self {
            Origin::Clean => "",
            Origin::Spam { family, .. } | Origin::Lookalike { family } => family,
        }
    }

    /// Whether spam was planted.
    pub fn is_spam(&self) -> bool {
        matches!(self, Origin::Spam { .. })
    }

    /// How spam was planted.
    pub fn template(&self) -> Option<&GraftTemplate> {
        match self {
            Origin::Spam { template, .. } => Some(template),
            _ => None,
        }
    }
}

impl LabeledPage {
    /// Computes the features of a page and describes it. Nothing is planted in the result, and it is unaltered.
    pub fn new(source: &CorpusPage, page: &Page, labels: Vec<Option<Label>>, origin: Origin) -> LabeledPage {
        let texts = || page.blocks().iter().map(|b| page.block_text(b));
        let is_clean = origin == Origin::Clean;
        let text = is_clean.then(|| CleanText {
            run_words: texts().map(|t| words(t, Counting::Runs)).collect(),
            excerpts: texts().map(|t| t.chars().take(EXCERPT_CHARS).collect()).collect(),
            gold: source.content.as_deref().map(GoldContent::new),
        });
        LabeledPage {
            source: Source::of(source),
            origin,
            alteration: Alteration::None,
            features: Features::of(page),
            planted: vec![false; labels.len()],
            labels,
            corrected: Vec::new(),
            words: texts().map(|t| words(t, Counting::Characters)).collect(),
            gold_spam: Bag::default(),
            text,
            parsed: is_clean.then(|| Arc::new(page.clone())),
        }
    }

    /// The clean page as markup.
    pub fn clean(source: &CorpusPage, aligned: &AlignedPage) -> LabeledPage {
        let made = LabeledPage::new(source, &aligned.page, aligned.labels.clone(), Origin::Clean);
        LabeledPage { corrected: aligned.corrected.clone(), ..made }
    }

    /// The clean page read with another address, if that leaves its blocks as they are.
    pub fn readdressed(source: &CorpusPage, aligned: &AlignedPage, address: &Address) -> Option<LabeledPage> {
        let page = address.page(&source.html, source.url.as_deref());
        if page.text() != aligned.page.text() || page.blocks().len() != aligned.page.blocks().len() {
            return None;
        }
        let mut made = LabeledPage::new(source, &page, aligned.labels.clone(), Origin::Clean);
        made.alteration = Alteration::Readdressed;
        made.source.address = address.state();
        (made.text, made.parsed) = (None, None);
        Some(made)
    }

    /// The clean page flattened to text.
    pub fn clean_text(source: &CorpusPage, aligned: &AlignedPage) -> LabeledPage {
        let flat = flatten(&aligned.page, &aligned.labels);
        let page = Page::from_text(&flat.text, source.url.as_deref(), &Limits::default());
        let labels = carry(&flat, &page);
        // Flattened text falls into other blocks: corrected are those that consist of a corrected block's lines.
        let is_corrected = |block: usize| aligned.corrected.binary_search(&block).is_ok();
        let corrections: Vec<Option<Label>> =
            (0..aligned.labels.len()).map(|i| aligned.labels[i].filter(|_| is_corrected(i))).collect();
        let carried = carry(&flatten(&aligned.page, &corrections), &page);
        let corrected = (0..labels.len()).filter(|i| carried[*i].is_some() && carried[*i] == labels[*i]).collect();
        LabeledPage { corrected, ..LabeledPage::new(source, &page, labels, Origin::Clean) }
    }

    /// A page of a corpus that gives its spam as text. Its blocks have no labels, and it is a group by itself.
    pub fn with_gold_spam(source: &CorpusPage) -> LabeledPage {
        let page = AlignedPage::new(source).page;
        let spam = source.spam.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
        let labels = vec![None; page.blocks().len()];
        let mut made = LabeledPage::new(source, &page, labels, Origin::Clean);
        made.gold_spam = bag(&spam, Counting::Characters);
        made.source.group.clone_from(&source.id);
        made
    }

    /// Markup or flattened text.
    pub fn format(&self) -> Format {
        self.features.format()
    }

    /// Whether the page is neither generated nor has anything planted in it. Copies of such pages count.
    pub fn is_real(&self) -> bool {
        self.origin == Origin::Clean && !self.source.is_synthetic
    }

    /// Whether spam was injected into a block of the host, and the page is unaltered.
    pub fn has_inline_spam(&self) -> bool {
        self.alteration == Alteration::None && self.origin.template().is_some_and(|template| template.is_inline)
    }

    /// The gold content, if there is any.
    pub fn gold(&self) -> Option<&GoldContent> {
        self.text.as_ref()?.gold.as_ref()
    }
}

impl GoldContent {
    fn new(gold: &str) -> GoldContent {
        GoldContent { runs: bag(gold, Counting::Runs), characters: bag(gold, Counting::Characters) }
    }
}

/// The pages of one format.
pub fn of_format(pages: &[LabeledPage], format: Format) -> impl Iterator<Item = &LabeledPage> {
    pages.iter().filter(move |p| p.format() == format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_block_is_corrected_in_the_flattened_page() {
        let html = "<title>t</title><p>One is here.</p><p>Two is here.</p><p>Three is here.</p>".to_owned();
        let mut aligned = AlignedPage::new(&CorpusPage { html, ..CorpusPage::default() });
        aligned.labels[3] = Some(Label::Content);
        aligned.corrected.push(3);
        let flat = LabeledPage::clean_text(&CorpusPage::default(), &aligned);
        assert_eq!(flat.labels.iter().flatten().count(), 1);
        assert_eq!(flat.corrected.len(), 1);
    }
}
