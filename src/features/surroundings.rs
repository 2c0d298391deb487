//! Which blocks surround each block, for the stages of a model that look at earlier predictions.

/// Ranges and groups of blocks, without anything else of the page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    /// For each block, the block ranges of the first three ancestors that add blocks. The last known is repeated.
    pub(crate) levels: Vec<[(u32, u32); 3]>,
    /// For each block, the number of its tag path.
    pub(crate) paths: Vec<u32>,
    /// For each block, the number of its container's template.
    pub(crate) templates: Vec<u32>,
}
