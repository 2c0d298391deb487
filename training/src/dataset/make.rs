//! Makes all labeled pages of a run by the recipe.

use super::folds::fold_of;
use super::page::{Alteration, LabeledPage, Origin};
use super::planted::{HostBlocks, planted};
use super::recipe::Recipe;
use super::variants::Maker;
use crate::corpus::address::Address;
use crate::corpus::{self, CorpusPage};
use crate::error::{Error, Result};
use crate::progress::{Progress, on_all_threads};
use crate::random::{seeded, times};
use crate::synth::Library;
use crate::synth::collage;
use crate::synth::graft;
use crate::synth::hosts::{self, HostLanguage};
use crate::synth::layout_swap::{self, LayoutSwap};
use blocksift::Format;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// Pages read at a time.
const BATCH: usize = 64;

/// Seconds of work per corpus page on one core, from its line to its last variant. Measured, like the numbers below,
/// as CPU time of a release build on an AMD EPYC; a run corrects them as it goes.
const SECONDS_PER_PAGE: f64 = 0.025;

/// The same if nothing is planted.
const SECONDS_PER_PLAIN_PAGE: f64 = 0.012;

/// Seconds of work per generated page, variants included.
const SECONDS_PER_GENERATED_PAGE: f64 = 0.004;

/// Seconds of work per doorway.
const SECONDS_PER_DOORWAY: f64 = 0.0007;

/// Labeled pages per corpus page with the default recipe, of both formats: an estimate for the progress bar.
const VARIANTS_PER_PAGE: f64 = 14.3;

/// What pages are made from.
#[derive(Clone, Copy)]
pub struct Ingredients<'a> {
    /// Campaigns and look-alikes to plant; nothing is planted without campaigns.
    pub library: &'a Library,
    /// Languages to generate pages in.
    pub languages: &'a [HostLanguage],
    /// How many variants are made.
    pub recipe: &'a Recipe,
    /// Corpora without gold on whose pages nothing is spam. Pages of half of their sites are made; see [`is_kept_back`].
    pub negatives: &'a [PathBuf],
}

/// Seed of the division of sites into those that teach and those that are kept back.
const KEPT_BACK_SEED: u64 = 19;

/// Whether the pages of a site without gold are kept back: thresholds are chosen on them, and nothing is fitted to them.
pub fn is_kept_back(group: &str) -> bool {
    fold_of(group, 2, KEPT_BACK_SEED) == 1
}

/// Makes all variants of the pages of some corpora, then generated pages, doorways and layout-swapped copies, in an
/// order that does not depend on threads.
///
/// # Errors
/// A corpus cannot be read, there are no pages, or two pages have the same id.
pub fn make(paths: &[PathBuf], from: Ingredients<'_>, progress: &mut dyn Progress) -> Result<Vec<LabeledPage>> {
    let labeled = corpus::files(paths)?.into_iter().map(|file| (file, false));
    let negatives = match from.negatives {
        [] => Vec::new(),
        folders => corpus::files(folders)?,
    };
    let files: Vec<(PathBuf, bool)> = labeled.chain(negatives.into_iter().map(|file| (file, true))).collect();
    let mut all = of_corpora(&files, from, progress)?;
    if all.is_empty() {
        let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Error::Data(format!("{}: no pages in the corpora", names.join(", "))));
    }
    progress.begin("generate pages", from.seconds_for_generated_pages());
    all.extend(of_languages(from));
    all.extend(doorways(from));
    let copies: Vec<Vec<LabeledPage>> = all.par_iter().map(|page| layout_swaps(page, from.recipe)).collect();
    all.extend(copies.into_iter().flatten());
    Ok(all)
}

impl Ingredients<'_> {
    /// Seconds that [`make`] is expected to take for so many corpus pages.
    pub fn expected_seconds(&self, pages: usize) -> f64 {
        self.seconds_for(pages) + self.seconds_for_generated_pages()
    }

    /// Number of labeled pages that [`make`] is expected to give for so many corpus pages.
    pub fn expected_pages(&self, pages: usize) -> usize {
        let per_page = if self.library.campaigns.is_empty() { 2.0 + self.recipe.collages } else { VARIANTS_PER_PAGE };
        ((pages + self.languages.len() * self.recipe.hosts) as f64 * per_page) as usize + self.doorways()
    }

    fn seconds_for(&self, pages: usize) -> f64 {
        let per_page = if self.library.campaigns.is_empty() { SECONDS_PER_PLAIN_PAGE } else { SECONDS_PER_PAGE };
        on_all_threads(pages as f64 * per_page)
    }

    fn seconds_for_generated_pages(&self) -> f64 {
        let generated = self.languages.len() * self.recipe.hosts;
        on_all_threads(generated as f64 * SECONDS_PER_GENERATED_PAGE + self.doorways() as f64 * SECONDS_PER_DOORWAY)
    }

    fn doorways(&self) -> usize {
        self.library.campaigns.len() * self.recipe.doorways
    }
}

/// The variants of all pages of corpus files, each with whether its pages are negatives.
fn of_corpora(
    files: &[(PathBuf, bool)],
    from: Ingredients<'_>,
    progress: &mut dyn Progress,
) -> Result<Vec<LabeledPage>> {
    let total = files.iter().map(|(file, _)| corpus::count(file)).sum::<Result<usize>>()?;
    progress.begin("read pages", from.seconds_for(total));
    let recipe = from.recipe;
    let with_gold: Vec<PathBuf> =
        files.iter().filter(|(_, is_negative)| !is_negative).map(|(f, _)| f.clone()).collect();
    let donors = if recipe.collages > 0.0 { collage::donors(&with_gold, recipe.seed)? } else { Vec::new() };
    let maker = Maker { library: from.library, donors: &donors, recipe };
    let mut ids = Ids::default();
    let mut all = Vec::new();
    for (file, is_negative) in files {
        let mut number = 0;
        corpus::read(file, BATCH, |mut batch| {
            for page in &mut batch {
                number += 1;
                ids.insert(&page.id, file, number)?;
                page.is_negative = *is_negative;
            }
            batch.retain(|page| !page.is_negative || !is_kept_back(&page.group()));
            let made: Vec<Vec<LabeledPage>> = batch.par_iter().map(|page| maker.variants(page)).collect();
            all.extend(made.into_iter().flatten());
            progress.advance(ids.0.len() as f64 / total.max(1) as f64);
            Ok(())
        })?;
    }
    Ok(all)
}

/// Where each page's id was read.
#[derive(Default)]
struct Ids<'a>(FxHashMap<String, (&'a Path, usize)>);

impl<'a> Ids<'a> {
    fn insert(&mut self, id: &str, file: &'a Path, number: usize) -> Result<()> {
        match self.0.insert(id.to_owned(), (file, number)) {
            None => Ok(()),
            Some((other, first)) => Err(Error::Data(format!(
                "two pages have the id {id:?}: page {first} of {} and page {number} of {}; rename one",
                other.display(),
                file.display()
            ))),
        }
    }
}

/// The variants of the generated pages of all languages.
fn of_languages(from: Ingredients<'_>) -> Vec<LabeledPage> {
    let maker = Maker { library: from.library, donors: &[], recipe: from.recipe };
    let numbers: Vec<(&HostLanguage, usize)> =
        from.languages.iter().flat_map(|l| (0..from.recipe.hosts).map(move |number| (l, number))).collect();
    let made: Vec<Vec<LabeledPage>> = numbers
        .par_iter()
        .map(|(language, number)| {
            let mut pages = maker.variants(&hosts::make(language, *number, from.recipe.seed));
            pages.iter_mut().for_each(|page| page.source.is_synthetic = true);
            pages
        })
        .collect();
    made.into_iter().flatten().collect()
}

fn doorways(from: Ingredients<'_>) -> Vec<LabeledPage> {
    let mut made = Vec::new();
    for campaign in &from.library.campaigns {
        let mut rng = seeded(from.recipe.seed, &campaign.family);
        for number in 0..from.recipe.doorways {
            let id = format!("doorway-{}-{number}", campaign.family);
            let url = Some(format!("https://www.{id}.example/{number}.html"));
            let source = CorpusPage { id, url, ..CorpusPage::default() };
            let doorway = graft::doorway(campaign, &mut rng);
            made.extend(planted(&source, &Address::draw(&mut rng), &HostBlocks::default(), &doorway, Format::Html));
        }
    }
    made
}

/// Layout-swapped copies of a page with spam planted in its markup. They have draws of their own, so that the other
/// variants do not depend on their number.
fn layout_swaps(page: &LabeledPage, recipe: &Recipe) -> Vec<LabeledPage> {
    let Origin::Spam { family, template } = &page.origin else { return Vec::new() };
    // The name is that of release 0.1: a renamed alteration must not change the draws.
    let mut rng = seeded(recipe.seed, &format!("{} {family} {} disguised", page.source.id, template.seed_name()));
    let number = times(recipe.layout_swaps, &mut rng);
    (0..number).filter_map(|_| layout_swapped(page, &mut rng)).collect()
}

/// A layout-swapped copy. `None` for pages without spam, altered or flattened pages, and if nothing was swapped.
pub fn layout_swapped(page: &LabeledPage, rng: &mut ChaCha8Rng) -> Option<LabeledPage> {
    if !page.origin.is_spam() || page.alteration != Alteration::None || page.format() != Format::Html {
        return None;
    }
    let LayoutSwap { features, labels } = layout_swap::swap(&page.features, &page.labels, rng)?;
    let alteration = Alteration::LayoutSwapped;
    Some(LabeledPage { features, labels, alteration, parsed: None, ..page.clone() })
}
