//! What a page costs, and the bounds on it.

use blocksift::Limit;

/// Time per byte, relative to an ordinary page's.
pub(crate) const MAX_TIME: f64 = 10.0;
/// Peak memory and output, relative to the page's size.
pub(crate) const MAX_MEMORY: f64 = 20.0;
pub(crate) const MAX_OUTPUT: f64 = 20.0;
/// Seconds and bytes that any page may use.
const FREE_SECONDS: f64 = 0.1;
const FREE_MEMORY: f64 = (16 << 20) as f64;
const FREE_OUTPUT: f64 = 64e3;

/// What one page cost.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Size of the page.
    pub(crate) bytes: usize,
    pub(crate) seconds: f64,
    /// Peak memory, in bytes.
    pub(crate) memory: usize,
    /// Bytes written.
    pub(crate) output: usize,
    /// Whether the process was killed or panicked.
    pub(crate) is_crash: bool,
}

impl Cost {
    pub(crate) fn nanoseconds_per_byte(&self) -> f64 {
        self.seconds * 1e9 / self.bytes.max(1) as f64
    }

    /// Time per byte, relative to an ordinary page's.
    pub(crate) fn time_ratio(&self, ordinary: &Cost) -> f64 {
        self.nanoseconds_per_byte() / ordinary.nanoseconds_per_byte().max(0.1)
    }

    /// Peak memory, relative to the page's size.
    pub(crate) fn memory_ratio(&self) -> f64 {
        self.memory as f64 / self.bytes.max(1) as f64
    }

    /// Bytes written, relative to the page's size.
    pub(crate) fn output_ratio(&self) -> f64 {
        self.output as f64 / self.bytes.max(1) as f64
    }

    pub(crate) fn is_slow(&self, ordinary: &Cost) -> bool {
        self.seconds > FREE_SECONDS && self.time_ratio(ordinary) > MAX_TIME
    }

    /// Whether the page exceeds any bound.
    pub(crate) fn exceeds(&self, ordinary: &Cost) -> bool {
        self.is_crash
            || self.is_slow(ordinary)
            || (self.memory as f64 > FREE_MEMORY && self.memory_ratio() > MAX_MEMORY)
            || (self.output as f64 > FREE_OUTPUT && self.output_ratio() > MAX_OUTPUT)
    }

    /// The lesser time of two runs: another process may have slowed one.
    pub(crate) fn min_time(self, other: Cost) -> Cost {
        Cost { seconds: self.seconds.min(other.seconds), memory: self.memory.min(other.memory), ..self }
    }
}

/// What the library did with a page.
pub(crate) struct LibraryRow {
    pub(crate) cost: Cost,
    pub(crate) unfiltered: Cost,
    /// Ordinary page, with and without the prefilter.
    pub(crate) ordinary: [Cost; 2],
    pub(crate) blocks: usize,
    pub(crate) met: Vec<Limit>,
}

impl LibraryRow {
    pub(crate) fn exceeds(&self) -> bool {
        self.cost.exceeds(&self.ordinary[0]) || self.unfiltered.exceeds(&self.ordinary[1])
    }
}

/// What one page cost everywhere.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) library: Option<LibraryRow>,
    /// One cost per selected format.
    pub(crate) formats: Vec<Cost>,
}

impl Row {
    pub(crate) fn new(name: String) -> Self {
        Self { name, library: None, formats: Vec::new() }
    }
}
