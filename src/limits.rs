//! Limits on what one page may cost, and the names of those that a page met.

use serde::{Deserialize, Serialize};

/// Limits on what one page may cost. A page that exceeds one is labeled from what was read before the limit, and
/// [`Report::limits_met`](crate::Report::limits_met) names it. No limit is a clock: the same page meets the same limits
/// on every machine.
///
/// ```
/// use blocksift::{Hints, Limit, Limits, Sifter};
/// let sifter = Sifter::default().with_limits(Limits::default().with_blocks(2));
/// let report = sifter.sift(b"<p>One</p><p>Two</p><p>Three</p>", &Hints::default());
/// assert_eq!((report.blocks().len(), report.limits_met()), (2, &[Limit::Blocks][..]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of input that are read (default 16 MiB).
    pub bytes: usize,
    /// Nesting depth of elements (default 512, as in browsers). html5ever takes time quadratic in it.
    pub depth: usize,
    /// Nodes of the parse tree (default 1,000,000).
    pub nodes: usize,
    /// Blocks per page (default 200,000), and no more than may be written out in [`Limits::memory_per_byte`] bytes per byte
    /// of the page and [`Limits::FREE_OUTPUT`].
    pub blocks: usize,
    /// Links per block (default 20,000). The text of further links is kept.
    pub links: usize,
    /// Attributes per tag (default 512). html5ever takes time quadratic in them.
    pub attributes: usize,
    /// Steps per byte of the page (default 24), for the parse and again for segmentation;
    /// [`Limits::FREE_STEPS`] are always allowed. A step looks at one open element, one formatting element to reopen,
    /// or one ancestor.
    pub steps_per_byte: usize,
    /// Bytes of memory per byte of the page (default 20), estimated from the numbers of nodes, attributes and blocks;
    /// [`Limits::FREE_MEMORY`] is always allowed.
    pub memory_per_byte: usize,
    /// Whether markup that nothing reads is dropped before it is parsed (default true). Benches and tests switch it off,
    /// since it also spares html5ever the work that other markup can still cause.
    #[doc(hidden)]
    pub prefilter: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            depth: 512,
            nodes: 1_000_000,
            blocks: 200_000,
            links: 20_000,
            attributes: 512,
            steps_per_byte: 24,
            memory_per_byte: 20,
            prefilter: true,
        }
    }
}

/// Writes the setters of [`Limits`].
macro_rules! setters {
    ($($setter:ident $field:ident)*) => {
        $(
            #[doc = concat!("Sets [`Limits::", stringify!($field), "`].")]
            #[must_use]
            pub fn $setter(mut self, $field: usize) -> Self {
                self.$field = $field;
                self
            }
        )*
    };
}

impl Limits {
    /// Steps that any page may take.
    pub const FREE_STEPS: usize = 4_000_000;
    /// Bytes of memory that any page may take.
    pub const FREE_MEMORY: usize = 16 << 20;

    /// Bytes of output that any page may take in any format.
    pub const FREE_OUTPUT: usize = 64 << 10;

    setters! {
        with_bytes bytes
        with_depth depth
        with_nodes nodes
        with_blocks blocks
        with_links links
        with_attributes attributes
        with_steps_per_byte steps_per_byte
        with_memory_per_byte memory_per_byte
    }

    /// Sets whether the prefilter runs.
    #[doc(hidden)]
    #[must_use]
    pub fn with_prefilter(mut self, prefilter: bool) -> Self {
        self.prefilter = prefilter;
        self
    }

    /// Only the limits that cannot be lifted: depth and attributes, since html5ever is quadratic in both, and bytes,
    /// since offsets are 32 bits wide.
    #[must_use]
    pub fn loose() -> Self {
        let max = usize::MAX;
        Self {
            bytes: 1 << 30,
            nodes: max,
            blocks: max,
            links: max,
            steps_per_byte: max,
            memory_per_byte: max,
            ..Self::default()
        }
    }

    /// Steps that a page of `bytes` bytes may take.
    pub(crate) fn steps_for(&self, bytes: usize) -> usize {
        self.steps_per_byte.saturating_mul(bytes).max(Self::FREE_STEPS)
    }

    /// Bytes of output that the blocks of a page of `bytes` bytes may take. The page's metadata takes what remains of
    /// [`Limits::FREE_OUTPUT`].
    pub(crate) fn output_for(&self, bytes: usize) -> usize {
        self.memory_per_byte.saturating_mul(bytes).saturating_add(Self::FREE_OUTPUT / 2)
    }

    /// Bytes of memory that the tree or the blocks of a page of `bytes` bytes may take. Up to four copies of the text
    /// exist besides.
    pub(crate) fn memory_for(&self, bytes: usize) -> usize {
        self.memory_per_byte
            .saturating_sub(4)
            .saturating_mul(bytes)
            .max(Self::FREE_MEMORY.saturating_sub(bytes.saturating_mul(4)))
    }
}

/// A limit that a page met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Limit {
    /// More bytes than [`Limits::bytes`].
    Bytes,
    /// Elements nested deeper than [`Limits::depth`].
    Depth,
    /// More nodes than [`Limits::nodes`].
    Nodes,
    /// More blocks than [`Limits::blocks`], or blocks so small that they would take too much output.
    Blocks,
    /// More links in a block than [`Limits::links`], or links whose targets, written out, would take too much memory.
    Links,
    /// More attributes on a tag than [`Limits::attributes`].
    Attributes,
    /// More steps than [`Limits::steps_per_byte`] allows.
    Steps,
    /// More memory than [`Limits::memory_per_byte`] allows.
    Memory,
}
