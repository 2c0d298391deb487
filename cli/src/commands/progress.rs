//! How a run shows how far it is, and what it says at its end.

use super::complain;
use crate::input::Tally;
use crate::output::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often it is shown how far a run is; a run that is shorter shows no bar.
const EVERY: Duration = Duration::from_secs(1);
/// Pages from which on a run says at its end what it did without being asked.
const MANY: u64 = 1000;

/// Where it is shown how far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Nowhere,
    /// A line a second.
    Lines,
    /// A bar that is drawn over.
    Terminal,
}

/// Shows how far a run is.
pub(super) struct Show {
    place: Place,
    bar: Option<ProgressBar>,
    tally: Arc<Tally>,
    /// Bytes of all inputs.
    total: Option<u64>,
    started: Instant,
    shown: Option<Instant>,
    /// Pages and bytes of the inputs that an earlier run had done.
    before: (u64, u64),
}

impl Show {
    pub(super) fn new(place: Place, tally: Arc<Tally>, total: Option<u64>, pages_before: u64) -> Self {
        let before = (pages_before, 0);
        Self { place, bar: None, tally, total, started: Instant::now(), shown: None, before }
    }

    /// Called once what an earlier run had done was passed over.
    pub(super) fn caught_up(&mut self) {
        self.before.1 = self.tally.bytes();
    }

    pub(super) fn elapsed(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Says something beside the bar.
    pub(super) fn aside(&self, say: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    pub(super) fn show(&mut self, progress: &Progress, last: bool) {
        let since = self.shown.map_or(self.started, |at| at);
        // The first line comes at once: it says that the work has begun.
        let first = self.place == Place::Lines && self.shown.is_none();
        if self.place == Place::Nowhere || !(last || first || since.elapsed() >= EVERY) {
            return;
        }
        self.shown = Some(Instant::now());
        match self.place {
            Place::Terminal if last => self.bar.take().into_iter().for_each(|bar| bar.finish_and_clear()),
            Place::Terminal => {
                let (total, text) = (self.total, self.line(progress, false));
                let bar = self.bar.get_or_insert_with(|| bar(total));
                bar.set_message(text);
                bar.set_position(self.tally.bytes());
            }
            _ => {
                let _ = writeln!(std::io::stderr(), "blocksift: {}", self.line(progress, last));
            }
        }
    }

    fn line(&self, progress: &Progress, last: bool) -> String {
        let (elapsed, bytes) = (self.elapsed().max(1e-3), self.tally.bytes());
        let mut line = format!("{} pages, {}", grouped(progress.pages), size(bytes));
        let rate = progress.pages.saturating_sub(self.before.0) as f64 / elapsed;
        line += &format!(", {rate:.0} pages/s, {:.1} % flagged", 100.0 * flagged(progress));
        let done = bytes.saturating_sub(self.before.1);
        if let Some(total) = self.total.filter(|total| !last && *total > bytes && done > 0) {
            let left = (elapsed * (total - bytes) as f64 / done as f64) as u64;
            line += &format!(", {}:{:02} left", left / 60, left % 60);
        }
        if progress.failed > 0 {
            line += &format!(", {} failed", grouped(progress.failed));
        }
        line
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{bar:12} {wide_msg}"),
        None => (ProgressBar::new_spinner(), "{spinner} {wide_msg}"),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    ProgressStyle::with_template(template).into_iter().for_each(|style| bar.set_style(style));
    bar
}

fn flagged(progress: &Progress) -> f64 {
    (progress.injected + progress.doorway) as f64 / progress.pages.max(1) as f64
}

/// What a run did; written by `--summary`, and shortened for people.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    /// Whether the run came to its end.
    pub(super) complete: bool,
    pub(super) pages: u64,
    /// Inputs and records that no page could be made of.
    pub(super) failed: u64,
    /// Records of archives that are no pages.
    pub(super) skipped: u64,
    pub(super) verdicts: Verdicts,
    pub(super) blocks: u64,
    pub(super) spam_blocks: u64,
    /// Bytes of the inputs as they are stored.
    pub(super) input_bytes: u64,
    pub(super) page_bytes: u64,
    /// Pages that an interrupted run had done; all counts but the time include them.
    pub(super) pages_before: u64,
    pub(super) seconds: f64,
    pub(super) pages_per_second: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct Verdicts {
    clean: u64,
    injected: u64,
    doorway: u64,
}

impl Summary {
    pub(super) fn new(progress: &Progress, show: &Show, complete: bool) -> Self {
        let seconds = show.elapsed();
        let fresh = progress.pages.saturating_sub(show.before.0);
        Self {
            complete,
            pages: progress.pages,
            failed: progress.failed,
            skipped: show.tally.skipped(),
            verdicts: Verdicts { clean: progress.clean, injected: progress.injected, doorway: progress.doorway },
            blocks: progress.blocks,
            spam_blocks: progress.spam_blocks,
            input_bytes: show.tally.bytes(),
            page_bytes: progress.page_bytes,
            pages_before: show.before.0,
            seconds: (seconds * 1000.0).round() / 1000.0,
            pages_per_second: (10.0 * fresh as f64 / seconds.max(1e-3)).round() / 10.0,
        }
    }

    /// Whether there is enough to be told to those who did not ask.
    pub(super) fn is_long(&self) -> bool {
        self.pages + self.failed + self.skipped >= MANY
    }

    /// Tells it on standard error.
    pub(super) fn tell(&self) {
        let Verdicts { clean, injected, doorway } = self.verdicts;
        complain(&format!(
            "{} pages in {:.1} s: {} clean, {} injected, {} doorways; {} failed, {} records skipped",
            grouped(self.pages),
            self.seconds,
            grouped(clean),
            grouped(injected),
            grouped(doorway),
            grouped(self.failed),
            grouped(self.skipped)
        ));
    }
}

/// A number with its thousands parted.
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

/// Bytes in the unit that fits.
pub(super) fn size(bytes: u64) -> String {
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
    fn numbers_are_for_people() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([12, 3_400_000, 5_600_000_000].map(size), ["0.0 KB", "3.4 MB", "5.60 GB"]);
    }
}
