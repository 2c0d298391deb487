//! A scoring run: reads pages, labels them in parallel and writes them in input order, with bounded memory.

use crate::exit::{Error, warn};
use crate::input::{self, Digest, Failure, Found, Options};
use crate::output::files::{FileNames, Journal, Output, Progress, Setup, Stream, lock, rename_complete};
use crate::output::{OutputFormat, Scored};
use crate::progress::Reporter;
use crate::sift::{PANICKED, decode, sift};
use blocksift::{Label, Sifter, VerdictKind};
use rayon::ThreadPool;
use rayon::prelude::*;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

/// Pages labeled at once: enough for all threads, few enough to keep memory low.
const BATCH_PAGES: usize = 64;
/// Maximum size of a batch, in bytes.
const BATCH_BYTES: usize = 32 << 20;
/// Pages read ahead of those being labeled.
const AHEAD: usize = 16;

/// An open output, and how far an interrupted run got with it.
pub(crate) type Opened = (Box<dyn Output>, Progress);

/// Opens a file before any work is done, new or where an interrupted run stopped. `None` if nothing is left to do.
pub(crate) fn open(names: FileNames, setup: Setup, resume: bool, quiet: bool) -> Result<Option<Opened>, Error> {
    let inform = |message: String| {
        if !quiet {
            warn(&message)
        }
    };
    let create = |names: FileNames, setup| -> Result<Option<Opened>, Error> {
        let complete = names.complete.clone();
        let output = Stream::create(names, Journal::new(setup)).map_err(|e| Error::file_failure(&complete, e))?;
        Ok(Some((Box::new(output), Progress::default())))
    };
    if !resume {
        if names.journal.exists() {
            inform(format!("{}: restarting; use --resume to continue an interrupted run", names.partial.display()));
        }
        return create(names, setup);
    }
    let partial = names.partial.clone();
    let cannot = |e: io::Error| Error::file_failure(&partial, format!("cannot resume: {e}; omit --resume to restart"));
    // The journal is read under the lock, so that it is that of the file.
    let file = match lock(&mut OpenOptions::new(), &partial) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
        locked => Ok(locked.map_err(cannot)?),
    };
    let journal = Journal::read(&names.journal, &setup).map_err(|reason| Error::file(&names.journal, reason))?;
    match journal {
        Some(journal) if journal.progress.finished => {
            drop(file);
            rename_complete(&names, journal.progress.bytes).map_err(|e| Error::file_failure(&names.complete, e))?;
            Ok(None)
        }
        Some(journal) => {
            let progress = journal.progress.clone();
            let output = file.and_then(|file| Stream::resume(names, file, journal)).map_err(cannot)?;
            Ok(Some((Box::new(output), progress)))
        }
        None if names.complete.exists() => {
            inform(format!(
                "{} exists and there is no interrupted run to resume; nothing was done; omit --resume to write it again",
                names.complete.display()
            ));
            Ok(None)
        }
        None => {
            drop(file);
            create(names, setup)
        }
    }
}

/// Time spent, in nanoseconds.
#[derive(Debug, Default)]
pub(crate) struct Times {
    reading: AtomicU64,
    labeling: AtomicU64,
    writing: AtomicU64,
}

impl Times {
    /// Seconds of reading, labeling and writing.
    pub(crate) fn seconds(&self) -> (f64, f64, f64) {
        let seconds = |time: &AtomicU64| time.load(Relaxed) as f64 / 1e9;
        (seconds(&self.reading), seconds(&self.labeling), seconds(&self.writing))
    }
}

fn timed<T>(time: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    time.fetch_add(u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX), Relaxed);
    done
}

/// Reads pages on a separate thread, after skipping the records that an interrupted run did. The thread is not joined: a
/// read that still waits for standard input when the output is closed ends with the process. Fails if the records that
/// are skipped are not those of that run.
pub(crate) fn read_ahead(
    inputs: Vec<PathBuf>,
    options: Options,
    done: &Progress,
    times: Arc<Times>,
) -> Result<Receiver<Found>, String> {
    let mut pages = input::pages(inputs, options);
    let skipped = catch_unwind(AssertUnwindSafe(|| timed(&times.reading, || skip(&mut pages, done))));
    skipped.map_err(|_| UNREAD.to_owned())??;
    let (sender, receiver) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        let read = catch_unwind(AssertUnwindSafe(|| {
            while let Some(page) = timed(&times.reading, || pages.next()) {
                if sender.send(page).is_err() {
                    break;
                }
            }
        }));
        if read.is_err() {
            let _ = sender.send(Err(Failure { input: "the inputs".to_owned(), reason: UNREAD.to_owned() }));
        }
    });
    Ok(receiver)
}

const UNREAD: &str = "blocksift failed to read them, which is a bug; please report it";

/// Skips the records that an interrupted run did, and checks by their hash that they are the same.
fn skip(pages: &mut impl Iterator<Item = Found>, done: &Progress) -> Result<(), String> {
    let mut digest = Digest::default();
    for number in 0..done.records {
        let Some(found) = pages.next() else {
            return Err(format!("the inputs changed: they end after {number} of the {} records done", done.records));
        };
        digest = digest.then(Digest::of_record(&found));
    }
    if digest != done.digest {
        let records = done.records;
        return Err(format!("the inputs changed: their first {records} records are not those of the interrupted run"));
    }
    Ok(())
}

/// A run in progress.
pub(crate) struct Run {
    pub(crate) sifter: Sifter,
    pub(crate) format: Box<dyn OutputFormat>,
    pub(crate) only: Option<Label>,
    pub(crate) threads: ThreadPool,
    pub(crate) output: Box<dyn Output>,
    pub(crate) progress: Progress,
    pub(crate) reporter: Reporter,
    pub(crate) times: Arc<Times>,
    /// Bytes written, before compression.
    pub(crate) written: u64,
}

impl Run {
    /// Labels all pages and writes them.
    pub(crate) fn all(&mut self, pages: &Receiver<Found>) -> io::Result<()> {
        if self.progress.records == 0 {
            let header = self.format.header()?;
            self.put(&header)?;
        }
        let mut is_first = true;
        while let Some(batch) = next_batch(pages) {
            if std::mem::take(&mut is_first) && self.progress.records > 0 {
                self.reporter.caught_up();
            }
            let (sifter, format, only, times) = (&self.sifter, &*self.format, self.only, &*self.times);
            let is_resumable = self.output.is_resumable();
            let work = |page| {
                timed(&times.labeling, || {
                    let digest = is_resumable.then(|| Digest::of_record(&page));
                    (digest, label(sifter, format, only, page))
                })
            };
            let done: Vec<_> = self.threads.install(|| batch.into_par_iter().map(work).collect());
            let times = Arc::clone(&self.times);
            timed(&times.writing, || {
                done.into_iter().try_for_each(|(digest, page)| self.write(digest, page))?;
                self.output.flush()
            })?;
            self.reporter.name_skipped();
            self.reporter.update(&self.progress, false);
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        self.output.write_all(bytes)
    }

    fn write(&mut self, digest: Option<Digest>, page: Result<Labeled, Failure>) -> io::Result<()> {
        match page {
            Ok(page) => {
                if self.progress.pages > 0 {
                    self.put(self.format.separator())?;
                }
                self.put(&page.bytes?)?;
                page.count.add_to(&mut self.progress);
            }
            Err(failure) => {
                self.reporter.suspend(|| warn(&failure.to_string()));
                self.progress.failed += 1;
            }
        }
        self.progress.records += 1;
        self.progress.digest = digest.map_or(self.progress.digest, |digest| self.progress.digest.then(digest));
        if self.output.count_record() { self.output.checkpoint(&self.progress) } else { Ok(()) }
    }
}

/// Waits for a page and adds those that were read by then, so that a slow input is labeled page by page and a fast one in
/// batches.
fn next_batch(pages: &Receiver<Found>) -> Option<Vec<Found>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    let mut next = pages.recv().ok();
    while let Some(page) = next {
        bytes += page.as_ref().map_or(0, |p| p.body.len());
        batch.push(page);
        let is_full = batch.len() >= BATCH_PAGES || bytes >= BATCH_BYTES;
        next = if is_full { None } else { pages.try_recv().ok() };
    }
    (!batch.is_empty()).then_some(batch)
}

/// A page as it is written, and what is counted.
struct Labeled {
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

/// Labels one page and formats it. A panic in the library costs the page and not the run.
fn label(sifter: &Sifter, format: &dyn OutputFormat, only: Option<Label>, page: Found) -> Result<Labeled, Failure> {
    let page = page?;
    let failure = |reason: String| Failure { input: page.id.clone(), reason };
    let report = catch_unwind(AssertUnwindSafe(|| sift(sifter, &page)));
    let report = report.map_err(|_| failure(PANICKED.to_owned()))?;
    let count = Count {
        verdict: report.verdict().kind,
        blocks: report.blocks().len() as u64,
        spam_blocks: report.verdict().spam_blocks as u64,
        bytes: page.body.len() as u64,
    };
    let markup = if format.needs_markup() { decode(sifter, &page) } else { String::new() };
    let scored = Scored { id: page.id.clone(), url: page.url.clone(), report, only, markup };
    let bytes = catch_unwind(AssertUnwindSafe(|| format.page(scored))).map_err(|_| failure(PANICKED.to_owned()))?;
    Ok(Labeled { bytes, count })
}
