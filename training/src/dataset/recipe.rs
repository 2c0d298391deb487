//! The recipe: which variants of each page a model is trained and measured on.

use crate::Result;
use crate::corpus::corrections::Corrections;
use crate::corpus::{self, CorpusPage};
use crate::dataset::pages::{self, Altered, Base, LabelledPage, Origin};
use crate::dataset::pieces;
use crate::random::{seeded, times};
use crate::synth::collage::{self, Article};
use crate::synth::graft::{self, Graft, Host};
use crate::synth::hosts::HostLanguage;
use crate::synth::{
    Campaign, Library,
    layout_swap::{self, LayoutSwap},
};
use blocksift::Format;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// How many variants of each page are made.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// Spam grafts of a page as markup, on average.
    pub spam: f64,
    /// Look-alike grafts of a page as markup, on average.
    pub lookalikes: f64,
    /// Spam grafts of a flattened page, on average.
    pub text_spam: f64,
    /// Look-alike grafts of a flattened page, on average.
    pub text_lookalikes: f64,
    /// Fragments of a page (a few of its blocks) with something planted, on average: spam in half of them.
    pub fragments: f64,
    /// Doorway pages for each family.
    pub doorways: usize,
    /// Collages of an article, on average, see [`crate::synth::collage`].
    pub collages: f64,
    /// Disguised copies of each page with spam planted in its markup, see [`crate::synth::layout_swap`].
    pub disguises: f64,
    /// Host pages of each language, see [`crate::synth::hosts`].
    pub hosts: usize,
    /// Labels that people set on single blocks.
    pub corrections: Arc<Corrections>,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            seed: 1,
            spam: 1.0,
            lookalikes: 0.7,
            text_spam: 1.0,
            text_lookalikes: 0.5,
            fragments: 0.8,
            doorways: 20,
            collages: 1.5,
            disguises: 1.0,
            hosts: 5,
            corrections: Arc::default(),
        }
    }
}

/// Grafts that are drawn until one is woven in.
const WOVEN_DRAWS: usize = 8;

/// Pages read at a time.
const BATCH: usize = 64;

/// Makes all variants of the pages of some corpora, and the doorways, in a fixed order.
///
/// # Errors
/// A corpus that cannot be read.
pub fn make(
    files: &[PathBuf],
    library: &Library,
    hosts: &[HostLanguage],
    recipe: &Recipe,
    mut progress: impl FnMut(usize),
) -> Result<Vec<LabelledPage>> {
    let mut all = Vec::new();
    let mut read = 0;
    let files = corpus::files(files)?;
    let donors = if recipe.collages > 0.0 { collage::donors(&files, recipe.seed)? } else { Vec::new() };
    for file in &files {
        corpus::read(file, BATCH, |batch| {
            read += batch.len();
            let made: Vec<Vec<LabelledPage>> =
                batch.par_iter().map(|page| variants(page, &donors, library, recipe)).collect();
            all.extend(made.into_iter().flatten());
            progress(read);
            Ok(())
        })?;
    }
    all.extend(of_hosts(hosts, library, recipe));
    for campaign in &library.campaigns {
        let mut rng = seeded(recipe.seed, &campaign.family);
        for number in 0..recipe.doorways {
            let source = CorpusPage { id: format!("doorway-{}-{number}", campaign.family), ..CorpusPage::default() };
            all.extend(pages::grafted(&source, &[], &graft::doorway(campaign, &mut rng), Format::Html));
        }
    }
    let disguised: Vec<Vec<LabelledPage>> = all.par_iter().map(|page| disguises(page, recipe)).collect();
    all.extend(disguised.into_iter().flatten());
    Ok(all)
}

/// Disguised copies, with draws of their own.
fn disguises(page: &LabelledPage, recipe: &Recipe) -> Vec<LabelledPage> {
    let Origin::Spam { family, template } = &page.origin else { return Vec::new() };
    let mut rng = seeded(recipe.seed, &format!("{} {family} {} disguised", page.id, template.seed_name()));
    let number = times(recipe.disguises, &mut rng);
    (0..number).filter_map(|_| layout_swapped(page, &mut rng)).collect()
}

fn layout_swapped(page: &LabelledPage, rng: &mut ChaCha8Rng) -> Option<LabelledPage> {
    if page.altered != Altered::No || page.features.format() != Format::Html {
        return None;
    }
    let LayoutSwap { features, labels } = layout_swap::swap(&page.features, &page.labels, rng)?;
    Some(LabelledPage { features, labels, altered: Altered::Disguised, page: None, ..page.clone() })
}

/// The variants of the host pages of all languages.
fn of_hosts(hosts: &[HostLanguage], library: &Library, recipe: &Recipe) -> Vec<LabelledPage> {
    let numbers: Vec<(&HostLanguage, usize)> =
        hosts.iter().flat_map(|host| (0..recipe.hosts).map(move |number| (host, number))).collect();
    let made = |(host, number): &(&HostLanguage, usize)| {
        let source = crate::synth::hosts::make(host, *number, recipe.seed);
        let mut pages = variants(&source, &[], library, recipe);
        pages.iter_mut().for_each(|page| page.synthetic = true);
        pages
    };
    let made: Vec<Vec<LabelledPage>> = numbers.par_iter().map(made).collect();
    made.into_iter().flatten().collect()
}

fn variants(source: &CorpusPage, donors: &[CorpusPage], library: &Library, recipe: &Recipe) -> Vec<LabelledPage> {
    let mut rng = seeded(recipe.seed, &source.id);
    let mut base = Base::new(source);
    recipe.corrections.apply(&source.id, &mut base);
    let mut made = vec![pages::clean(source, &base), pages::clean_text(source, &base)];
    made.extend(collages(source, &base, donors, recipe));
    if library.campaigns.is_empty() {
        return made;
    }
    let own = pages::host_blocks(&base.page, &base.labels);
    let host = Host { html: &source.html, url: source.url.as_deref(), language: source.lang.as_deref() };
    for _ in 0..times(recipe.spam, &mut rng) {
        let campaign = pick(library, source.lang.as_deref(), &mut rng);
        let graft = graft::plant(&host, campaign, &mut rng);
        made.extend(pages::grafted(source, &own, &graft, Format::Html));
    }
    for _ in 0..times(recipe.lookalikes, &mut rng) {
        if let Some(lookalike) = library.lookalikes.choose(&mut rng) {
            let graft = graft::plant_lookalike(&host, lookalike, &mut rng);
            made.extend(pages::grafted(source, &own, &graft, Format::Html));
        }
    }
    for _ in 0..times(recipe.fragments, &mut rng) {
        made.extend(fragment(source, &base, library, &mut rng));
    }
    made.extend(text_variants(source, &base, library, recipe, &mut rng));
    made.extend(cut_variants(source, &made, &host, &own, library, recipe));
    made
}

/// Collages of an article. They have draws of their own, so that grafts stay as they are.
fn collages(source: &CorpusPage, base: &Base, donors: &[CorpusPage], recipe: &Recipe) -> Vec<LabelledPage> {
    if !collage::is_host(source) {
        return Vec::new();
    }
    let mut rng = seeded(recipe.seed, &format!("{} collages", source.id));
    let number = times(recipe.collages, &mut rng);
    let article = Article { source, page: &base.page, labels: &base.labels };
    let made = (0..number).filter_map(|_| collage::make(&article, donors, &mut rng));
    made.map(|collage| {
        let built = pages::build(source, &collage.page, collage.labels, Origin::Clean, Default::default());
        LabelledPage { altered: Altered::Collage, borrowed: collage.borrowed, page: None, gold: None, ..built }
    })
    .collect()
}

/// Cut copies of the clean page and of those with something woven in, as markup: into text nothing is woven that could be
/// told from it, and clean pieces alone would teach that there is no spam.
fn cut_variants(
    source: &CorpusPage,
    made: &[LabelledPage],
    host: &Host,
    own: &[(u64, Option<blocksift::Label>)],
    library: &Library,
    recipe: &Recipe,
) -> Vec<LabelledPage> {
    let mut rng = seeded(recipe.seed, &format!("{} pieces", source.id));
    let again = woven_again(source, own, host, library, &mut rng);
    let is_markup = |p: &&LabelledPage| p.features.format() == Format::Html;
    let woven = made.iter().filter(|p| p.is_woven()).filter(is_markup).chain(&again);
    let mut cut: Vec<LabelledPage> = woven.flat_map(|page| pieces::of_woven(source, page, &mut rng)).collect();
    cut.extend(made.first().and_then(|page| pieces::of_clean(source, page, &mut rng)));
    cut
}

/// A page with something woven into it: there are too few among what is drawn anyhow to learn from their pieces.
fn woven_again(
    source: &CorpusPage,
    own: &[(u64, Option<blocksift::Label>)],
    host: &Host,
    library: &Library,
    rng: &mut ChaCha8Rng,
) -> Option<LabelledPage> {
    let mut draw = || graft::plant(host, pick(library, source.lang.as_deref(), rng), rng);
    let graft = (0..WOVEN_DRAWS).map(|_| draw()).find(|graft| graft.template.is_inline)?;
    pages::grafted(source, own, &graft, Format::Html)
}

/// A few neighbouring blocks of a page as markup of their own, with something planted: what is left of a page in a
/// feed, a template or a cut.
fn fragment(source: &CorpusPage, base: &Base, library: &Library, rng: &mut ChaCha8Rng) -> Option<LabelledPage> {
    let blocks = base.page.blocks();
    let length = rng.random_range(0..8usize).min(blocks.len());
    let start = rng.random_range(0..=blocks.len() - length);
    let mut html = String::from("<div>");
    for (block, label) in blocks[start..start + length].iter().zip(&base.labels[start..]) {
        let tag = if *label == Some(blocksift::Label::Content) { "p" } else { "li" };
        let text = base.page.block_text(block).replace('&', "&amp;").replace('<', "&lt;");
        html.push_str(&format!("<{tag}>{text}</{tag}>\n"));
    }
    html.push_str("</div>\n");
    let url = source.url.as_deref().filter(|_| rng.random::<bool>());
    let cut = CorpusPage { html, url: url.map(str::to_owned), content: None, ..source.clone() };
    let page = blocksift::Page::from_html(&cut.html, url, &blocksift::Limits::default());
    let labels: Vec<Option<blocksift::Label>> = base.labels[start..start + length].to_vec();
    let own = if page.blocks().len() == length { pages::host_blocks(&page, &labels) } else { Vec::new() };
    let host = Host { html: &cut.html, url, language: source.lang.as_deref() };
    let graft = if rng.random::<bool>() {
        graft::plant(&host, pick(library, source.lang.as_deref(), rng), rng)
    } else {
        graft::plant_lookalike(&host, library.lookalikes.choose(rng)?, rng)
    };
    let mut made = pages::grafted(&cut, &own, &graft, Format::Html)?;
    made.group = source.group();
    Some(made)
}

fn text_variants(
    source: &CorpusPage,
    base: &Base,
    library: &Library,
    recipe: &Recipe,
    rng: &mut ChaCha8Rng,
) -> Vec<LabelledPage> {
    let flat = crate::dataset::flatten::flatten(&base.page, &base.labels);
    let page = blocksift::Page::from_text(&flat.text, None, &blocksift::Limits::default());
    let own = pages::host_blocks(&page, &crate::dataset::flatten::carry(&flat, &page));
    let mut grafts: Vec<Graft> = Vec::new();
    for _ in 0..times(recipe.text_spam, rng) {
        let campaign = pick(library, source.lang.as_deref(), rng);
        grafts.push(graft::plant_text(&flat.text, campaign, rng));
    }
    for _ in 0..times(recipe.text_lookalikes, rng) {
        if let Some(lookalike) = library.lookalikes.choose(rng) {
            grafts.push(graft::plant_text_lookalike(&flat.text, lookalike, rng));
        }
    }
    grafts.iter().filter_map(|g| pages::grafted(source, &own, g, Format::Text)).collect()
}

/// A campaign at random; on a page that is not English one of the page's own language half of the time, as hacked
/// Chinese pages carry Chinese spam.
fn pick<'a>(library: &'a Library, language: Option<&str>, rng: &mut ChaCha8Rng) -> &'a Campaign {
    let fitting: Vec<&Campaign> = library
        .campaigns
        .iter()
        .filter(|c| language.is_some_and(|l| l != "en" && c.languages.iter().any(|own| own == l)))
        .collect();
    if !fitting.is_empty() && rng.random::<bool>() {
        return fitting[rng.random_range(0..fitting.len())];
    }
    let all = &library.campaigns;
    &all[rng.random_range(0..all.len())]
}
