//! How long computations tell how far they are.

/// Follows a computation step by step.
///
/// ```
/// use blocksift_training::Progress;
///
/// struct Names(Vec<String>);
/// impl Progress for Names {
///     fn begin(&mut self, step: &str, _seconds: f64) {
///         self.0.push(step.to_owned());
///     }
/// }
/// let mut names = Names(Vec::new());
/// names.begin("read pages", 2.0);
/// names.advance(0.5);
/// assert_eq!(names.0, ["read pages"]);
/// ```
pub trait Progress {
    /// A step begins that is expected to take so many seconds; the step before it is done.
    fn begin(&mut self, step: &str, seconds: f64);

    /// This share of the current step is done, from 0 to 1.
    fn advance(&mut self, _share: f64) {}

    /// The steps from the next one on are now expected to take so many seconds in all.
    fn expect(&mut self, _seconds: f64) {}

    /// Tells the user something about the current step.
    fn note(&mut self, _text: &str) {}
}

/// Ignores everything.
impl Progress for () {
    fn begin(&mut self, _step: &str, _seconds: f64) {}
}

/// Seconds that work takes if it is spread over all threads.
pub(crate) fn on_all_threads(seconds: f64) -> f64 {
    seconds / rayon::current_num_threads() as f64
}
