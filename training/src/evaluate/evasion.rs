//! Evasion: each way of planting spam, forced on each family, so that a hole is seen at a glance.

use super::cross_validation::{Experiment, fit_pages, seconds_of_fit};
use super::metrics::SpamScore;
use super::prediction::{Prediction, add_spam};
use crate::corpus::CorpusPage;
use crate::corpus::address::Address;
use crate::corpus::gold::AlignedPage;
use crate::dataset::LabeledPage;
use crate::dataset::page::of_format;
use crate::dataset::planted::{HostBlocks, planted};
use crate::error::{Error, Result};
use crate::progress::Progress;
use crate::synth::Campaign;
use crate::synth::graft::{self, Host};
use crate::synth::template::{Encoding, Hiding, LinkPattern, Location, Named, Shape, Weights, Wrapper};
use blocksift::Format;
use blocksift::internals::DecisionRule;
use blocksift::internals::Stack;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One way of planting spam, forced on a campaign.
struct Way {
    name: String,
    force: Box<dyn Fn(&mut Campaign) + Send + Sync>,
}

/// The share of spam found, by family and by way of planting.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// Names of the ways, `dimension:member`.
    pub ways: Vec<String>,
    /// Scores of each family, one per way.
    pub families: BTreeMap<String, Vec<SpamScore>>,
}

/// What spam is planted in, and how often.
#[derive(Clone, Copy)]
pub struct Planting<'a> {
    /// Host pages.
    pub hosts: &'a [CorpusPage],
    /// Families.
    pub campaigns: &'a [Campaign],
    /// Pages per cell of the matrix.
    pub pages_per_cell: usize,
    /// Seed of everything that is drawn.
    pub seed: u64,
}

/// All ways of one dimension that have a default weight.
fn ways_of<T: Named + Send + Sync>(set: fn(&mut Campaign, Weights<T>)) -> impl Iterator<Item = Way> {
    let drawn = T::ALL.iter().filter(|(_, _, weight)| *weight > 0.0);
    drawn.map(move |(member, name, _)| {
        let member = *member;
        Way {
            name: format!("{}:{name}", T::WHAT),
            force: Box::new(move |campaign| set(campaign, Weights::only(member))),
        }
    })
}

/// All ways. Shapes other than lists choose places and wrappers of their own, so the ways of all other dimensions are
/// forced on lists.
fn ways() -> Vec<Way> {
    let mut ways: Vec<Way> = ways_of::<Shape>(|c, w| c.shapes = w).collect();
    let of_lists = ways_of::<Location>(|c, w| c.locations = w)
        .chain(ways_of::<Hiding>(|c, w| c.hiding = w))
        .chain(ways_of::<Wrapper>(|c, w| c.wrappers = w))
        .chain(ways_of::<LinkPattern>(|c, w| c.links = w))
        .chain(ways_of::<Encoding>(|c, w| c.encodings = w));
    ways.extend(of_lists.map(|way| Way {
        name: way.name,
        force: Box::new(move |campaign| {
            campaign.shapes = Weights::only(Shape::List);
            (way.force)(campaign);
        }),
    }));
    ways
}

/// Scores a matrix with one stack.
pub fn with_stack(planting: &Planting<'_>, stack: &Stack, thresholds: &DecisionRule) -> Matrix {
    let ways = ways();
    let hosts: Vec<(&CorpusPage, HostBlocks)> = planting.hosts.par_iter().map(|host| (host, blocks_of(host))).collect();
    let mut matrix = Matrix { ways: ways.iter().map(|way| way.name.clone()).collect(), ..Matrix::default() };
    for campaign in planting.campaigns {
        let cell = |(number, way): (usize, &Way)| {
            let pages = planted_pages(planting, &hosts, campaign, (number, way));
            pages.iter().fold(SpamScore::default(), |mut score, page| {
                let prediction = Prediction::new(stack, page, thresholds);
                add_spam(&mut score, page, &prediction.with_spans(thresholds.span));
                score
            })
        };
        let row = ways.par_iter().enumerate().map(cell).collect();
        matrix.families.insert(campaign.family.clone(), row);
    }
    matrix
}

/// Scores a matrix with stacks that saw neither the family nor the host pages. Families are left out in groups.
///
/// # Errors
/// No campaigns, no host pages, or too few rows of a label.
pub fn unseen(
    planting: &Planting<'_>,
    experiment: &Experiment<'_>,
    groups: usize,
    progress: &mut dyn Progress,
) -> Result<Matrix> {
    if planting.campaigns.is_empty() || planting.hosts.is_empty() {
        return Err(Error::Data("there are no campaigns, or no host pages to plant them in".into()));
    }
    let hosts: BTreeSet<&str> = planting.hosts.iter().map(|h| h.id.as_str()).collect();
    let groups = groups.clamp(1, planting.campaigns.len());
    let mut matrix = Matrix::default();
    for group in 0..groups {
        let left_out: Vec<Campaign> = planting.campaigns.iter().skip(group).step_by(groups).cloned().collect();
        let is_seen = |p: &&LabeledPage| {
            let is_left_out = p.origin.is_spam() && left_out.iter().any(|c| c.family == p.origin.family());
            !is_left_out && !hosts.contains(p.source.id.as_str())
        };
        let train: Vec<&LabeledPage> = of_format(experiment.pages, Format::Html).filter(is_seen).collect();
        progress.begin(&format!("group {} of {groups}", group + 1), seconds_of_fit(train.len(), 0));
        let stack = fit_pages(&train, Format::Html, experiment.settings)?;
        let part = with_stack(&Planting { campaigns: &left_out, ..*planting }, &stack, experiment.thresholds);
        matrix.ways = part.ways;
        matrix.families.extend(part.families);
    }
    Ok(matrix)
}

fn blocks_of(host: &CorpusPage) -> HostBlocks {
    let aligned = AlignedPage::new(host);
    HostBlocks::new(&aligned.page, &aligned.labels)
}

/// Pages with spam of a family, planted in one way. Each way has hosts of its own.
fn planted_pages(
    planting: &Planting<'_>,
    hosts: &[(&CorpusPage, HostBlocks)],
    campaign: &Campaign,
    (number, way): (usize, &Way),
) -> Vec<LabeledPage> {
    let mut forced = campaign.clone();
    (way.force)(&mut forced);
    // Not the hash of `crate::hash`: another would change the published figures.
    let family = campaign.family.bytes().fold(0u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b)));
    let mut rng = ChaCha8Rng::seed_from_u64(planting.seed ^ family ^ ((number as u64) << 40));
    let mut plant = |i: usize| {
        let (source, blocks) = &hosts[(number * planting.pages_per_cell + i) % hosts.len()];
        let host = Host { html: &source.html, url: source.url.as_deref(), language: source.lang.as_deref() };
        planted(source, &Address::Known, blocks, &graft::plant(&host, &forced, &mut rng), Format::Html)
    };
    (0..planting.pages_per_cell).filter_map(&mut plant).collect()
}

impl Matrix {
    /// The mean over all cells, and the cells below a share as family, way and share of spam words found, worst first.
    pub fn holes(&self, below: f64) -> (f64, Vec<(&str, &str, f64)>) {
        let cells: Vec<(&str, &str, f64)> = self.cells().collect();
        let mean = cells.iter().map(|(.., r)| r).sum::<f64>() / cells.len().max(1) as f64;
        let mut holes: Vec<(&str, &str, f64)> = cells.into_iter().filter(|(.., r)| *r < below).collect();
        holes.sort_by(|a, b| a.2.total_cmp(&b.2));
        (mean, holes)
    }

    fn cells(&self) -> impl Iterator<Item = (&str, &str, f64)> {
        self.families.iter().flat_map(|(family, row)| {
            let scored = self.ways.iter().zip(row).filter(|(_, s)| s.gold > 0);
            scored.map(move |(way, s)| (family.as_str(), way.as_str(), s.recall()))
        })
    }

    /// Writes CSV: one row per family, one column per way, shares of spam words found.
    ///
    /// # Errors
    /// Writing fails.
    pub fn write_csv(&self, out: impl std::io::Write) -> std::result::Result<(), csv::Error> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(std::iter::once("family").chain(self.ways.iter().map(String::as_str)))?;
        for (family, row) in &self.families {
            let cell = |s: &SpamScore| if s.gold == 0 { String::new() } else { format!("{:.2}", s.recall()) };
            csv.write_record(std::iter::once(family.clone()).chain(row.iter().map(cell)))?;
        }
        csv.flush()?;
        Ok(())
    }

    /// A summary for people: means by way and by family, worst first, and the holes.
    pub fn summary(&self, below: f64) -> String {
        use std::fmt::Write;
        let (mean, holes) = self.holes(below);
        let cells = self.cells().count();
        let mut out = format!("{cells} cells, mean {mean:.4}, {} below {below}\n", holes.len());
        for (what, by_way) in [("way", true), ("family", false)] {
            let mut means: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
            for (family, way, recall) in self.cells() {
                means.entry(if by_way { way } else { family }).or_default().push(recall);
            }
            let mut means: Vec<(&str, f64)> =
                means.into_iter().map(|(k, v)| (k, v.iter().sum::<f64>() / v.len() as f64)).collect();
            means.sort_by(|a, b| a.1.total_cmp(&b.1));
            let _ = writeln!(out, "\nby {what}:");
            means.iter().for_each(|(name, mean)| {
                let _ = writeln!(out, "{mean:.4}  {name}");
            });
        }
        let _ = writeln!(out, "\ncells below {below}:");
        for (family, way, recall) in holes {
            let _ = writeln!(out, "{recall:.2}  {family}  {way}");
        }
        out
    }
}
