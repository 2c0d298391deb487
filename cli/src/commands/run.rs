//! A run: pages in, labelled blocks out, in the order of the inputs and with bounded memory.

use super::args::{decoded, sift};
use super::progress::Show;
use super::{Stop, complain, complain_of};
use crate::input::{self, Failure, Options, RawPage};
use crate::output::{Destination, Journal, Names, Output, Progress, Scored, Setup, Sink, name};
use blocksift::{Label, Sifter, VerdictKind};
use rayon::ThreadPool;
use rayon::prelude::*;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

/// Pages labelled at once: enough for all threads, few enough to keep memory low.
const BATCH_PAGES: usize = 64;
/// Bytes of pages past which no more join a batch.
const BATCH_BYTES: usize = 32 << 20;
/// Pages read ahead of those being labelled.
const AHEAD: usize = 16;

type Found = Result<RawPage, Failure>;

/// What is written to, and how far an earlier run had come with it.
pub(super) type Begun = (Box<dyn Destination>, Progress);

/// Opens a file before any work is done, anew or where an interrupted run left it; `None` if nothing is left to be done.
pub(super) fn open(names: Names, setup: Setup, resume: bool, quiet: bool) -> Result<Option<Begun>, Stop> {
    let say = |message: String| {
        if !quiet {
            complain(&message)
        }
    };
    let anew = |names: Names, setup| -> Result<Option<Begun>, Stop> {
        let whole = names.whole.clone();
        let output = Output::create(names, Journal::new(setup)).map_err(|e| Stop::file(&whole, e))?;
        Ok(Some((Box::new(output), Progress::default())))
    };
    if !resume {
        if names.journal.exists() {
            say(format!("{}: begun anew; --resume would have gone on with it", names.partial.display()));
        }
        return anew(names, setup);
    }
    let journal = Journal::read(&names.journal, &setup).map_err(|reason| Stop::file(&names.journal, reason))?;
    match journal {
        Some(journal) if journal.progress.finished => {
            name(&names).map_err(|e| Stop::file(&names.whole, e))?;
            Ok(None)
        }
        Some(journal) => {
            let (progress, partial) = (journal.progress.clone(), names.partial.clone());
            let reason = |e| format!("it cannot be gone on with: {e}; leave out --resume to begin anew");
            let output = Output::resume(names, journal).map_err(|e| Stop::file(&partial, reason(e)))?;
            Ok(Some((Box::new(output), progress)))
        }
        None if names.whole.exists() => {
            let whole = names.whole.display();
            say(format!("{whole}: nothing is left to resume; leave out --resume to write it anew"));
            Ok(None)
        }
        None => anew(names, setup),
    }
}

/// Where time went, in nanoseconds.
#[derive(Debug, Default)]
pub(super) struct Times {
    reading: AtomicU64,
    labelling: AtomicU64,
    writing: AtomicU64,
}

impl Times {
    /// Of reading, labelling and writing.
    pub(super) fn seconds(&self) -> (f64, f64, f64) {
        let of = |time: &AtomicU64| time.load(Relaxed) as f64 / 1e9;
        (of(&self.reading), of(&self.labelling), of(&self.writing))
    }
}

fn timed<T>(time: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    time.fetch_add(u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX), Relaxed);
    done
}

/// Reads on a thread of its own, after so many records that are done already. It is not waited for: when the output is
/// closed, a read that still waits for standard input ends with the process.
pub(super) fn read_ahead(inputs: Vec<PathBuf>, options: Options, done: u64, times: Arc<Times>) -> Receiver<Found> {
    let (sender, receiver) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut pages = input::pages(inputs, options).skip(usize::try_from(done).unwrap_or(usize::MAX));
            while let Some(page) = timed(&times.reading, || pages.next()) {
                if sender.send(page).is_err() {
                    break;
                }
            }
        }));
        if read.is_err() {
            let reason = "blocksift failed on reading them, which is a bug; please report it".to_owned();
            let _ = sender.send(Err(Failure { input: "the inputs".to_owned(), reason }));
        }
    });
    receiver
}

/// One run under way.
pub(super) struct Run {
    pub(super) sifter: Sifter,
    pub(super) sink: Box<dyn Sink>,
    pub(super) only: Option<Label>,
    pub(super) threads: ThreadPool,
    pub(super) output: Box<dyn Destination>,
    pub(super) progress: Progress,
    pub(super) show: Show,
    pub(super) times: Arc<Times>,
    /// Bytes given to the output, before it packs them.
    pub(super) written: u64,
}

impl Run {
    /// Labels all pages and writes their reports.
    pub(super) fn all(&mut self, pages: &Receiver<Found>) -> io::Result<()> {
        if self.progress.records == 0 {
            let head = self.sink.head()?;
            self.put(&head)?;
        }
        let mut first = true;
        while let Some(batch) = next_batch(pages) {
            if std::mem::take(&mut first) && self.progress.records > 0 {
                self.show.caught_up();
            }
            let (sifter, sink, only, times) = (&self.sifter, &*self.sink, self.only, &*self.times);
            let work = |page| timed(&times.labelling, || label(sifter, sink, only, page));
            let done: Vec<_> = self.threads.install(|| batch.into_par_iter().map(work).collect());
            let times = Arc::clone(&self.times);
            timed(&times.writing, || {
                done.into_iter().try_for_each(|page| self.write(page))?;
                self.output.flush()
            })?;
            self.show.show(&self.progress, false);
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        self.output.write_all(bytes)
    }

    fn write(&mut self, page: Result<Labelled, Failure>) -> io::Result<()> {
        match page {
            Ok(page) => {
                if self.progress.pages > 0 {
                    let between = self.sink.between().to_vec();
                    self.put(&between)?;
                }
                self.put(&page.bytes?)?;
                page.count.add_to(&mut self.progress);
            }
            Err(failure) => {
                self.show.aside(|| complain_of(&failure));
                self.progress.failed += 1;
            }
        }
        self.progress.records += 1;
        if self.output.record() { self.output.checkpoint(&self.progress) } else { Ok(()) }
    }
}

/// Waits for a page and takes along what else was read by then, so that a slow input is labelled page by page and a
/// fast one in batches.
fn next_batch(pages: &Receiver<Found>) -> Option<Vec<Found>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    let mut next = pages.recv().ok();
    while let Some(page) = next {
        bytes += page.as_ref().map_or(0, |p| p.body.len());
        batch.push(page);
        let full = batch.len() >= BATCH_PAGES || bytes >= BATCH_BYTES;
        next = if full { None } else { pages.try_recv().ok() };
    }
    (!batch.is_empty()).then_some(batch)
}

/// A page as it is written, and what is counted of it.
struct Labelled {
    bytes: io::Result<Vec<u8>>,
    count: Count,
}

struct Count {
    verdict: VerdictKind,
    blocks: u64,
    spam_blocks: u64,
    bytes: u64,
}

impl Count {
    fn add_to(&self, progress: &mut Progress) {
        progress.pages += 1;
        progress.page_bytes += self.bytes;
        progress.blocks += self.blocks;
        progress.spam_blocks += self.spam_blocks;
        match self.verdict {
            VerdictKind::Clean => progress.clean += 1,
            VerdictKind::Injected => progress.injected += 1,
            VerdictKind::Doorway => progress.doorway += 1,
        }
    }
}

/// What is said of a page that the library failed on.
pub(super) const FAULT: &str = "blocksift failed on this page, which is a bug; please report it";

/// Labels one page and writes it in the sink's format. A fault in the library costs the page, not the run.
fn label(sifter: &Sifter, sink: &dyn Sink, only: Option<Label>, page: Found) -> Result<Labelled, Failure> {
    let page = page?;
    let failure = |reason: String| Failure { input: page.id.clone(), reason };
    let labelled = catch_unwind(AssertUnwindSafe(|| sift(sifter, &page)));
    let report = labelled.map_err(|_| failure(FAULT.to_owned()))?;
    let count = Count {
        verdict: report.verdict().kind,
        blocks: report.blocks().len() as u64,
        spam_blocks: report.verdict().spam_blocks as u64,
        bytes: page.body.len() as u64,
    };
    let markup = if sink.wants_markup() { decoded(sifter, &page) } else { String::new() };
    let scored = Scored { id: page.id.clone(), url: page.url.clone(), report, only, markup };
    let bytes = catch_unwind(AssertUnwindSafe(|| sink.page(scored))).map_err(|_| failure(FAULT.to_owned()))?;
    Ok(Labelled { bytes, count })
}
