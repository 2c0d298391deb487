//! Evasion: every way of planting spam, forced on every family, so that a hole is seen at a glance.

use crate::corpus::CorpusPage;
use crate::evaluate::{fit_pages, spam_score};
use crate::fit::Settings;
use crate::graft::{self, Campaign, Encoding, Hiding, Host, LinkPattern, Named, Place, Shape, Weights, Wrapper};
use crate::metrics::SpamScore;
use crate::pages::{self, Base, LabelledPage, Origin};
use crate::{Error, Result};
use blocksift::internals::DecisionRule as Thresholds;
use blocksift::internals::Stack;
use blocksift::{Format, Label};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One way of planting, forced on a campaign.
struct Way {
    name: String,
    force: Box<dyn Fn(&mut Campaign) + Send + Sync>,
}

/// The matrix: for each family what was found of its spam by each way of planting it.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// Names of the ways, `dimension:member`.
    pub ways: Vec<String>,
    /// One score a way for each family.
    pub families: BTreeMap<String, Vec<SpamScore>>,
}

/// All members of a dimension that are ever drawn.
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

fn ways() -> Vec<Way> {
    // Shapes have places and wrappers of their own, so that these are forced on lists.
    let list = |campaign: &mut Campaign| campaign.shapes = Weights::only(Shape::List);
    let mut ways: Vec<Way> = ways_of::<Shape>(|c, w| c.shapes = w).collect();
    let of_lists = ways_of::<Place>(|c, w| c.places = w)
        .chain(ways_of::<Hiding>(|c, w| c.hiding = w))
        .chain(ways_of::<Wrapper>(|c, w| c.wrappers = w))
        .chain(ways_of::<LinkPattern>(|c, w| c.links = w))
        .chain(ways_of::<Encoding>(|c, w| c.encodings = w));
    ways.extend(of_lists.map(|way| Way {
        name: way.name,
        force: Box::new(move |campaign| {
            list(campaign);
            (way.force)(campaign);
        }),
    }));
    ways
}

/// Scores a matrix with a finished model.
pub fn with_stack(
    hosts: &[CorpusPage],
    campaigns: &[Campaign],
    stack: &Stack,
    thresholds: &Thresholds,
    each: usize,
    seed: u64,
) -> Matrix {
    let mut matrix = Matrix { ways: ways().into_iter().map(|w| w.name).collect(), ..Matrix::default() };
    let hosts: Vec<(&CorpusPage, HostBlocks)> = hosts.par_iter().map(|host| (host, blocks_of(host))).collect();
    for campaign in campaigns {
        let row = row(&hosts, campaign, stack, thresholds, each, seed);
        matrix.families.insert(campaign.family.clone(), row);
    }
    matrix
}

/// Scores a matrix with stacks that saw neither the family nor the host pages, families left out in groups.
///
/// # Errors
/// Too few pages or rows of a label.
#[expect(clippy::too_many_arguments, reason = "what is measured, with what, and how")]
pub fn unseen(
    pages: &[LabelledPage],
    hosts: &[CorpusPage],
    campaigns: &[Campaign],
    groups: usize,
    settings: &Settings,
    thresholds: &Thresholds,
    each: usize,
    mut progress: impl FnMut(usize),
) -> Result<Matrix> {
    if campaigns.is_empty() || hosts.is_empty() {
        return Err(Error::Data("there are no campaigns or no host pages to plant them in".into()));
    }
    let own: BTreeSet<&str> = hosts.iter().map(|h| h.id.as_str()).collect();
    let groups = groups.clamp(1, campaigns.len());
    let mut matrix = Matrix::default();
    for group in 0..groups {
        let left_out: Vec<Campaign> = campaigns.iter().skip(group).step_by(groups).cloned().collect();
        let is_seen = |p: &&LabelledPage| {
            let of_family =
                matches!(&p.origin, Origin::Spam { family, .. } if left_out.iter().any(|c| c.family == *family));
            !of_family && !own.contains(p.id.as_str())
        };
        let train: Vec<&LabelledPage> = crate::table::of_format(pages, Format::Html).filter(is_seen).collect();
        let stack = fit_pages(&train, Format::Html, settings)?;
        let part = with_stack(hosts, &left_out, &stack, thresholds, each, settings.seed);
        matrix.ways = part.ways;
        matrix.families.extend(part.families);
        progress(group + 1);
    }
    Ok(matrix)
}

/// What [`pages::grafted`] knows a host's blocks by.
type HostBlocks = Vec<(u64, Option<Label>)>;

fn blocks_of(host: &CorpusPage) -> HostBlocks {
    let base = Base::new(host);
    pages::host_blocks(&base.page, &base.labels)
}

fn row(
    hosts: &[(&CorpusPage, HostBlocks)],
    campaign: &Campaign,
    stack: &Stack,
    thresholds: &Thresholds,
    each: usize,
    seed: u64,
) -> Vec<SpamScore> {
    let ways = ways();
    let name = campaign.family.bytes().fold(0u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b)));
    ways.par_iter()
        .enumerate()
        .map(|(number, way)| {
            let mut forced = campaign.clone();
            (way.force)(&mut forced);
            let mut rng = ChaCha8Rng::seed_from_u64(seed ^ name ^ ((number as u64) << 40));
            let mut score = SpamScore::default();
            for i in 0..each {
                let (source, own) = &hosts[(number * each + i) % hosts.len()];
                let host = Host { html: &source.html, url: source.url.as_deref(), language: source.lang.as_deref() };
                let graft = graft::plant(&host, &forced, &mut rng);
                if let Some(page) = pages::grafted(source, own, &graft, Format::Html) {
                    spam_score(&mut score, stack, &page, thresholds);
                }
            }
            score
        })
        .collect()
}

impl Matrix {
    /// The mean over the cells, and the cells below a share: family, way, share of the spam words found.
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

    /// As CSV: a family a row, a way a column, shares of the spam words found.
    ///
    /// # Errors
    /// It cannot be written.
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

    /// For people: means of the ways and of the families, the worst first, and the holes.
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
