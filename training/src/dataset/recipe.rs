//! The recipe: how many variants of each page a model is trained and measured on.

use crate::corpus::corrections::Corrections;
use std::sync::Arc;

/// How many variants of each page are made. Where a mean is not an integer, the number is drawn for each page.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// Mean number of spam grafts per page as markup.
    pub spam: f64,
    /// Mean number of look-alike grafts per page as markup.
    pub lookalikes: f64,
    /// Mean number of spam grafts per flattened page.
    pub text_spam: f64,
    /// Mean number of look-alike grafts per flattened page.
    pub text_lookalikes: f64,
    /// Mean number of fragments per page: a few of its blocks with something planted, spam in half of them.
    pub fragments: f64,
    /// Mean number of further spam grafts per page as markup: the kinds that the draws of `spam` leave out, see
    /// [`crate::synth::graft::plant_further`]. With the default, single links are about 12 % of all grafts,
    /// and few links 6 %.
    pub further_spam: f64,
    /// Mean number of look-alikes per page that are planted in the same way.
    pub further_lookalikes: f64,
    /// Mean number of further spam grafts per flattened page.
    pub further_text_spam: f64,
    /// Mean number of hijacked copies per page: the template stands, and an article of a campaign has replaced the main
    /// content. Each is flattened as well.
    pub hijacked: f64,
    /// Doorway pages per family.
    pub doorways: usize,
    /// Mean number of collages per article, see [`crate::synth::collage`].
    pub collages: f64,
    /// Mean number of layout-swapped copies per page with spam planted in its markup, see
    /// [`crate::synth::layout_swap`].
    pub layout_swaps: f64,
    /// Generated pages per language, see [`crate::synth::hosts`].
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
            further_spam: 0.45,
            further_lookalikes: 0.2,
            further_text_spam: 0.25,
            hijacked: 0.15,
            doorways: 20,
            collages: 1.5,
            layout_swaps: 1.0,
            hosts: 5,
            corrections: Arc::default(),
        }
    }
}
