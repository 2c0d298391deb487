//! Variants of kinds that were added later: one link, few links, a brand's name, hijacked pages.
//!
//! They have draws of their own, so that the other variants do not depend on them.

use super::flatten::{carry, flatten};
use super::page::LabeledPage;
use super::planted::{HostBlocks, planted};
use super::variants::{HostPage, Maker, pick, text_host};
use crate::corpus::CorpusPage;
use crate::corpus::address::Address;
use crate::corpus::gold::AlignedPage;
use crate::corpus::words::count;
use crate::random::{seeded, times};
use crate::synth::graft::{self, Graft, MainContent, strip_marks};
use blocksift::{Format, Label, Limits, Page};
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

impl Maker<'_> {
    /// The page with spam or a look-alike of a further kind in it, as markup and flattened.
    pub(super) fn further_variants(&self, host: &HostPage<'_>, aligned: &AlignedPage) -> Vec<LabeledPage> {
        let mut rng = seeded(self.recipe.seed, &format!("{} further", host.source.id));
        let language = host.host.language;
        let mut made = Vec::new();
        for _ in 0..times(self.recipe.further_spam, &mut rng) {
            let campaign = pick(self.library, language, &mut rng);
            made.extend(host.with(&graft::plant_further(&host.host, campaign, &mut rng), &mut rng));
        }
        for _ in 0..times(self.recipe.further_lookalikes, &mut rng) {
            if let Some(lookalike) = self.library.lookalikes.choose(&mut rng) {
                made.extend(host.with(&graft::plant_further_lookalike(&host.host, lookalike, &mut rng), &mut rng));
            }
        }
        let number = times(self.recipe.further_text_spam, &mut rng);
        if number > 0 {
            let (flat, blocks) = text_host(aligned);
            for _ in 0..number {
                let graft = graft::plant_text_further(&flat.text, pick(self.library, language, &mut rng), &mut rng);
                made.extend(planted(host.source, &Address::Known, &blocks, &graft, Format::Text));
            }
        }
        made
    }

    /// Hijacked copies of the page, each as markup and flattened.
    pub(super) fn hijacked_variants(&self, host: &HostPage<'_>, aligned: &AlignedPage) -> Vec<LabeledPage> {
        let mut rng = seeded(self.recipe.seed, &format!("{} hijacked", host.source.id));
        let number = times(self.recipe.hijacked, &mut rng);
        if number == 0 || host.source.input.is_some() {
            return Vec::new();
        }
        let Some(main) = graft::main_content(&host.host, &aligned.page, &aligned.labels) else { return Vec::new() };
        let copies = (0..number).filter_map(|_| self.hijacked(host, aligned, &main, &mut rng));
        copies.flatten().collect()
    }

    fn hijacked(
        &self,
        host: &HostPage<'_>,
        aligned: &AlignedPage,
        main: &MainContent,
        rng: &mut ChaCha8Rng,
    ) -> Option<[LabeledPage; 2]> {
        let graft = graft::hijacked(&host.host, main, pick(self.library, host.host.language, rng), rng);
        let blocks = HostBlocks::without(&aligned.page, &aligned.labels, &main.replaced);
        let address = Address::draw(rng);
        let made = planted(host.source, &address, &blocks, &graft, Format::Html)?;
        let text = flattened(host.source, &address, &graft, &made);
        Some([made, text])
    }
}

/// A page with something planted in it, flattened to text with its labels.
fn flattened(source: &CorpusPage, address: &Address, graft: &Graft, made: &LabeledPage) -> LabeledPage {
    let page = address.page(&strip_marks(&graft.html), source.url.as_deref());
    let flat = flatten(&page, &made.labels);
    let page = Page::from_text(&flat.text, source.url.as_deref(), &Limits::default());
    let labels = carry(&flat, &page);
    let is_spam: Vec<bool> = labels.iter().map(|label| *label == Some(Label::Spam)).collect();
    let mut text = LabeledPage::new(source, &page, labels, made.origin.clone());
    let spam = text.words.iter().zip(&is_spam).filter(|(_, is_spam)| **is_spam);
    text.gold_spam = count(spam.flat_map(|(words, _)| words.iter().cloned()));
    text.planted = is_spam;
    text
}

#[cfg(test)]
mod tests {
    use super::super::Recipe;
    use super::super::page::Origin;
    use super::*;
    use crate::synth::Library;
    use crate::synth::template::Shape;

    const HTML: &str = "<html><head><title>Otters of the lower river</title></head><body><ul class=menu>\
        <li><a href=/walks>Guided walks on Sundays</a></li><li><a href=/join>Become a member</a></li></ul>\
        <div class=text><h1>Otters of the lower river</h1><p>Since the weir was opened, otters have been seen again below \
        the mill, most often in the hour before sunrise.</p><p>They leave prints in the mud of the left bank, where the \
        volunteers count them every week from April to October.</p></div>\
        <div id=footer>Nature society of the lower river, Mill Lane 2</div></body></html>";

    fn source() -> CorpusPage {
        let content = "Otters of the lower river\nSince the weir was opened, otters have been seen again below the mill, \
            most often in the hour before sunrise.\nThey leave prints in the mud of the left bank, where the volunteers \
            count them every week from April to October.";
        CorpusPage { id: "otters".into(), html: HTML.into(), content: Some(content.into()), ..CorpusPage::default() }
    }

    fn variants(recipe: &Recipe) -> Vec<LabeledPage> {
        let library = Library::embedded().unwrap_or_else(|error| panic!("{error}"));
        Maker { library: &library, donors: &[], recipe }.variants(&source())
    }

    fn shape(page: &LabeledPage) -> Option<Shape> {
        page.origin.template().map(|template| template.shape)
    }

    #[test]
    fn hijacked_pages_keep_the_labels_of_the_template_and_lose_all_content() {
        let made = variants(&Recipe { hijacked: 20.0, ..Recipe::default() });
        let hijacked: Vec<&LabeledPage> = made.iter().filter(|page| shape(page) == Some(Shape::Article)).collect();
        assert!(hijacked.len() > 30, "{}", hijacked.len());
        for page in hijacked {
            let number = |label| page.labels.iter().filter(|l| **l == Some(label)).count();
            assert_eq!(number(Label::Content), 0, "{:?}", page.labels);
            assert!(number(Label::Spam) >= 2 && number(Label::Navigation) >= 1, "{:?}", page.labels);
            assert!(!page.gold_spam.is_empty());
            // A block that the new content changed has no label.
            let unknown = page.labels.iter().filter(|label| label.is_none()).count();
            assert!(page.format() == Format::Text || unknown <= 1, "{:?}", page.labels);
        }
    }

    #[test]
    fn further_kinds_leave_the_other_variants_as_they_are() {
        let none = Recipe {
            further_spam: 0.0,
            further_lookalikes: 0.0,
            further_text_spam: 0.0,
            hijacked: 0.0,
            ..Recipe::default()
        };
        let before = variants(&none);
        let after = variants(&Recipe { further_spam: 8.0, further_lookalikes: 8.0, ..Recipe::default() });
        assert!(after.len() > before.len() + 10);
        for (old, new) in before.iter().zip(&after) {
            assert!(old.origin == new.origin && old.labels == new.labels && old.words == new.words);
        }
    }

    #[test]
    fn one_link_is_labeled_and_the_host_keeps_its_labels() {
        let made = variants(&Recipe { further_spam: 40.0, ..Recipe::default() });
        let single: Vec<&LabeledPage> = made.iter().filter(|page| shape(page) == Some(Shape::SingleLink)).collect();
        assert!(single.len() > 10);
        for page in single {
            let number = |label| page.labels.iter().filter(|l| **l == Some(label)).count();
            assert!(matches!(page.origin, Origin::Spam { .. }));
            assert!(number(Label::Spam) <= 2 && number(Label::Content) >= 2, "{:?}", page.labels);
        }
    }

    #[test]
    fn blocks_around_a_cloned_name_keep_their_labels() {
        let made = variants(&Recipe { further_spam: 200.0, ..Recipe::default() });
        let named: Vec<&LabeledPage> = made.iter().filter(|page| shape(page) == Some(Shape::Name)).collect();
        assert!(named.len() > 4);
        for page in named {
            assert_eq!(page.labels.last(), Some(&Some(Label::Navigation)), "{:?}", page.labels);
            assert!(page.labels.iter().filter(|l| **l == Some(Label::Content)).count() >= 2, "{:?}", page.labels);
        }
    }
}
