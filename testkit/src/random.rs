//! Random numbers that are the same on every machine.

/// Marsaglia's xorshift generator of 64 bits.
///
/// ```
/// use blocksift_testkit::random::Numbers;
///
/// let (mut one, mut other) = (Numbers::new(7), Numbers::new(7));
/// assert_eq!(one.next(), other.next());
/// assert!(one.below(10) < 10);
/// ```
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        // The generator stays at 0 for ever once there.
        Numbers(seed.max(1))
    }

    /// The next number.
    #[expect(clippy::should_implement_trait, reason = "an iterator that never ends invites loops that never end")]
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// The next number below `end`; 0 if `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // The high bits are the better mixed ones.
        (self.next() >> 33) as usize % end.max(1)
    }

    /// Bytes of any value.
    pub fn bytes(&mut self, size: usize) -> Vec<u8> {
        (0..size).map(|_| (self.next() >> 32) as u8).collect()
    }
}
