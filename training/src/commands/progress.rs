//! Shows on standard error how far a run is and how long it will still take.

use blocksift_training::Progress;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often `--progress` prints a line where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);

/// Steps of the bar.
const BAR_LENGTH: u64 = 1000;

/// Seconds of work from which on a run's own speed counts as much as the measured rates.
const TRUSTED_AFTER: f64 = 10.0;

/// Whether and how progress is shown.
#[derive(Args, Clone, Copy)]
pub(super) struct ProgressArgs {
    /// Print a line every few seconds where standard error is not a terminal, not only one per step
    #[arg(long, conflicts_with = "quiet")]
    progress: bool,
    /// Print nothing on standard error except warnings and errors
    #[arg(long, short)]
    quiet: bool,
}

/// Where progress is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Display {
    Nowhere,
    /// A line per step.
    Steps,
    /// A line per step, and one every few seconds.
    Lines,
    /// A bar, redrawn.
    Bar,
}

/// Follows a run. Steps are planned in seconds of work by measured rates; the time left is corrected by how long the
/// steps before really took.
pub(super) struct Meter {
    display: Display,
    bar: Option<ProgressBar>,
    started: Instant,
    shown: Instant,
    step: String,
    /// Expected seconds: of the steps that are done, of the current step, and of all steps after it.
    done: f64,
    current: f64,
    after: f64,
    /// Share of the current step that is done.
    share: f64,
}

impl ProgressArgs {
    /// Starts to follow a run that is expected to take so many seconds, and says so.
    pub(super) fn start(self, seconds: f64) -> Meter {
        let display = match () {
            () if self.quiet => Display::Nowhere,
            () if std::io::stderr().is_terminal() => Display::Bar,
            () if self.progress => Display::Lines,
            () => Display::Steps,
        };
        let now = Instant::now();
        let (bar, step) = (None, String::new());
        let mut meter =
            Meter { display, bar, started: now, shown: now, step, done: 0.0, current: 0.0, after: seconds, share: 0.0 };
        meter.say(&format!("about {} expected", time(seconds)));
        meter
    }
}

impl Meter {
    /// Says something that is not a warning.
    pub(super) fn say(&mut self, text: &str) {
        if self.display != Display::Nowhere {
            self.warn(text);
        }
    }

    /// Says something even if `--quiet` is given.
    pub(super) fn warn(&mut self, text: &str) {
        let print = || {
            let _ = writeln!(std::io::stderr(), "blocksift-train: {text}");
        };
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Ends the display and says what was done.
    pub(super) fn finish(mut self, text: &str) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let elapsed = time(self.started.elapsed().as_secs_f64());
        self.say(&format!("{text}, in {elapsed}"));
    }

    /// Expected seconds left, by the rates and by the speed of the run so far.
    fn left(&self) -> f64 {
        let worked = self.done + self.share * self.current;
        let speed = (self.started.elapsed().as_secs_f64() + TRUSTED_AFTER) / (worked + TRUSTED_AFTER);
        (self.after + (1.0 - self.share) * self.current) * speed
    }

    fn line(&self) -> String {
        format!("{}, about {} left", self.step, time(self.left()))
    }

    fn show(&mut self, is_new_step: bool) {
        match self.display {
            Display::Nowhere => {}
            Display::Steps | Display::Lines => {
                let is_due = self.display == Display::Lines && self.shown.elapsed() >= EVERY;
                if is_new_step || is_due {
                    self.shown = Instant::now();
                    let line = self.line();
                    self.say(&line);
                }
            }
            Display::Bar => {
                let line = self.line();
                let (elapsed, left) = (self.started.elapsed().as_secs_f64(), self.left());
                let bar = self.bar.get_or_insert_with(bar);
                bar.set_message(line);
                bar.set_position((BAR_LENGTH as f64 * elapsed / (elapsed + left).max(1e-9)) as u64);
            }
        }
    }
}

impl Progress for Meter {
    fn begin(&mut self, step: &str, seconds: f64) {
        self.done += self.current;
        self.after = (self.after - seconds).max(0.0);
        (self.current, self.share) = (seconds, 0.0);
        step.clone_into(&mut self.step);
        self.show(true);
    }

    fn advance(&mut self, share: f64) {
        self.share = share.clamp(0.0, 1.0);
        self.show(false);
    }

    fn expect(&mut self, seconds: f64) {
        self.after = seconds;
    }

    fn note(&mut self, text: &str) {
        self.say(text);
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(BAR_LENGTH);
    bar.set_draw_target(ProgressDrawTarget::stderr());
    // The time left counts down although a step tells nothing.
    ProgressStyle::with_template("{bar:20} {elapsed} {wide_msg}").into_iter().for_each(|style| bar.set_style(style));
    bar.enable_steady_tick(Duration::from_secs(1));
    bar
}

/// A duration for people.
fn time(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match seconds {
        0..60 => format!("{} s", seconds.max(1)),
        60..3600 => format!("{}:{:02} min", seconds / 60, seconds % 60),
        _ => format!("{}:{:02} h", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_for_people() {
        assert_eq!([0.2, 59.0, 61.0, 3725.0].map(time), ["1 s", "59 s", "1:01 min", "1:02 h"]);
    }

    #[test]
    fn a_run_that_is_slower_than_expected_takes_longer_to_its_end() {
        let mut meter = ProgressArgs { progress: false, quiet: true }.start(300.0);
        meter.begin("first", 100.0);
        meter.begin("second", 100.0);
        assert!((meter.done, meter.current, meter.after) == (100.0, 100.0, 100.0));
        let fast = meter.left();
        meter.started -= Duration::from_secs(400);
        assert!(meter.left() > 3.0 * fast, "{fast} and {}", meter.left());
    }
}
