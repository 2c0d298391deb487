//! The progress of a run while it lasts, and its summary at the end.

use crate::exit::warn;
use crate::input::{Skip, Tally};
use crate::output::files::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often progress is shown. A shorter run shows no bar.
const INTERVAL: Duration = Duration::from_secs(1);
/// Pages from which a run prints its summary unasked.
const MANY: u64 = 1000;

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Display {
    Hidden,
    /// One line per second.
    Lines,
    /// A progress bar.
    Bar,
}

/// Shows the progress of a run.
pub(crate) struct Reporter {
    display: Display,
    bar: Option<ProgressBar>,
    tally: Arc<Tally>,
    /// Bytes of all inputs, if known.
    total: Option<u64>,
    started: Instant,
    shown: Option<Instant>,
    /// Pages of an interrupted run that is resumed, and the bytes of their inputs.
    resumed_pages: u64,
    resumed_bytes: u64,
}

impl Reporter {
    pub(crate) fn new(display: Display, tally: Arc<Tally>, total: Option<u64>, resumed_pages: u64) -> Self {
        let started = Instant::now();
        Self { display, bar: None, tally, total, started, shown: None, resumed_pages, resumed_bytes: 0 }
    }

    /// A reporter that shows no progress.
    pub(crate) fn hidden(tally: Arc<Tally>) -> Self {
        Self::new(Display::Hidden, tally, None, 0)
    }

    /// Notes that the records of the interrupted run were skipped.
    pub(crate) fn caught_up(&mut self) {
        self.resumed_bytes = self.tally.bytes_done();
    }

    /// Seconds since the run started.
    pub(crate) fn elapsed(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Prints something without tearing the bar.
    pub(crate) fn suspend(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Names the files that were skipped since the last call, if that was asked for.
    pub(crate) fn name_skipped(&self) {
        let names = self.tally.take_names();
        if !names.is_empty() {
            self.suspend(|| names.iter().for_each(|(skip, name)| warn(&format!("{name}: skipped: {}", skip.reason()))));
        }
    }

    /// Shows the progress if an update is due.
    pub(crate) fn update(&mut self, progress: &Progress, is_last: bool) {
        let is_due = self.shown.unwrap_or(self.started).elapsed() >= INTERVAL;
        // The first line comes at once, to show that the work has begun.
        let is_first_line = self.display == Display::Lines && self.shown.is_none();
        if self.display == Display::Hidden || !(is_last || is_first_line || is_due) {
            return;
        }
        self.shown = Some(Instant::now());
        match self.display {
            Display::Bar if is_last => self.bar.take().into_iter().for_each(|bar| bar.finish_and_clear()),
            Display::Bar => {
                let (total, text) = (self.total, self.line(progress, false));
                let bar = self.bar.get_or_insert_with(|| new_bar(total));
                bar.set_message(text);
                bar.set_position(self.tally.bytes_done());
            }
            _ => {
                let _ = writeln!(std::io::stderr(), "blocksift: {}", self.line(progress, is_last));
            }
        }
    }

    fn line(&self, progress: &Progress, is_last: bool) -> String {
        let (elapsed, bytes) = (self.elapsed().max(1e-3), self.tally.bytes_done());
        let rate = progress.pages.saturating_sub(self.resumed_pages) as f64 / elapsed;
        let flagged = (progress.injected + progress.doorway) as f64 / progress.pages.max(1) as f64;
        let mut line = format!("{}, {}", pages(progress.pages), size(bytes));
        line += &format!(", {rate:.0} pages/s, {:.1}% flagged", 100.0 * flagged);
        let done = bytes.saturating_sub(self.resumed_bytes);
        if let Some(total) = self.total.filter(|total| !is_last && *total > bytes && done > 0) {
            let left = (elapsed * (total - bytes) as f64 / done as f64) as u64;
            line += &format!(", {}:{:02} left", left / 60, left % 60);
        }
        if progress.failed > 0 {
            line += &format!(", {} failed", grouped(progress.failed));
        }
        line
    }
}

fn new_bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{bar:12} {wide_msg}"),
        None => (ProgressBar::new_spinner(), "{spinner} {wide_msg}"),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    ProgressStyle::with_template(template).into_iter().for_each(|style| bar.set_style(style));
    bar
}

/// What a run did, as written by `--summary`.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    /// Whether the run reached the end of its inputs.
    pub(crate) complete: bool,
    pub(crate) pages: u64,
    /// Inputs and records that could not be read as pages.
    pub(crate) failed: u64,
    /// Files and records that are not pages.
    pub(crate) skipped: u64,
    skipped_by_reason: BTreeMap<Skip, u64>,
    verdicts: Verdicts,
    pub(crate) blocks: u64,
    spam_blocks: u64,
    /// Bytes of the inputs as stored.
    pub(crate) input_bytes: u64,
    page_bytes: u64,
    /// Pages of an interrupted run. All other counts include them.
    pages_before: u64,
    seconds: f64,
    pages_per_second: f64,
}

#[derive(Debug, Serialize)]
struct Verdicts {
    clean: u64,
    injected: u64,
    doorway: u64,
}

impl Summary {
    pub(crate) fn new(progress: &Progress, reporter: &Reporter, complete: bool) -> Self {
        let seconds = reporter.elapsed();
        let new_pages = progress.pages.saturating_sub(reporter.resumed_pages);
        let skipped_by_reason = reporter.tally.skips();
        Self {
            complete,
            pages: progress.pages,
            failed: progress.failed,
            skipped: skipped_by_reason.values().sum(),
            skipped_by_reason,
            verdicts: Verdicts { clean: progress.clean, injected: progress.injected, doorway: progress.doorway },
            blocks: progress.blocks,
            spam_blocks: progress.spam_blocks,
            input_bytes: reporter.tally.bytes(),
            page_bytes: progress.page_bytes,
            pages_before: reporter.resumed_pages,
            seconds: (seconds * 1000.0).round() / 1000.0,
            pages_per_second: (10.0 * new_pages as f64 / seconds.max(1e-3)).round() / 10.0,
        }
    }

    /// Whether the run is long enough for its summary to be printed unasked.
    pub(crate) fn is_long(&self) -> bool {
        self.pages + self.failed + self.skipped >= MANY
    }

    /// Whether files were skipped, which the user should know.
    pub(crate) fn has_skipped_files(&self) -> bool {
        self.skipped_by_reason.keys().any(|skip| *skip != Skip::NonPageRecord)
    }

    /// Prints the summary on standard error.
    pub(crate) fn print(&self) {
        let Verdicts { clean, injected, doorway } = self.verdicts;
        let mut line = format!("{} in {:.1} s: ", pages(self.pages), self.seconds);
        line += &format!("{} clean, {} injected, {} doorway", grouped(clean), grouped(injected), grouped(doorway));
        line += &format!("; {} failed, {}", grouped(self.failed), self.skipped());
        warn(&line);
    }

    /// Counts what was skipped, by reason.
    pub(crate) fn skipped(&self) -> String {
        let reasons: Vec<String> =
            self.skipped_by_reason.iter().map(|(skip, n)| skip.count(*n, &grouped(*n))).collect();
        match reasons.is_empty() {
            true => "0 skipped".to_owned(),
            false => format!("{} skipped ({})", grouped(self.skipped), reasons.join(", ")),
        }
    }
}

fn pages(n: u64) -> String {
    format!("{} page{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with separators between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Bytes in a readable unit.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([12, 3_400_000, 5_600_000_000].map(size), ["0.0 KB", "3.4 MB", "5.60 GB"]);
        assert_eq!([1, 2000].map(pages), ["1 page", "2,000 pages"]);
    }
}
