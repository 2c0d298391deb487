//! What pages cost as processes of the command: CPU time and peak memory beyond those of a page of one letter, and the
//! bytes written.

use crate::cost::Cost;
use blocksift_testkit::folder::Folder;
use blocksift_testkit::hostile::{self, Input};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use wait4::Wait4;

/// An output format.
pub(crate) struct OutputFormat {
    pub(crate) name: &'static str,
    /// What the size of pages is divided by.
    divisor: usize,
}

/// All formats of this build, and the viewer. The viewer explains each block, which takes some forty times as long as its
/// label, so its pages are smaller.
pub(crate) const FORMATS: &[OutputFormat] = &[
    OutputFormat { name: "jsonl", divisor: 1 },
    OutputFormat { name: "csv", divisor: 1 },
    OutputFormat { name: "text", divisor: 1 },
    OutputFormat { name: "markdown", divisor: 1 },
    OutputFormat { name: "html", divisor: 1 },
    OutputFormat { name: "dolma", divisor: 1 },
    #[cfg(feature = "parquet")]
    OutputFormat { name: "parquet", divisor: 1 },
    #[cfg(feature = "parquet")]
    OutputFormat { name: "parquet-blocks", divisor: 1 },
    OutputFormat { name: "viewer", divisor: 8 },
];

/// Stops a process that a page keeps busy: seconds of CPU time, KB of address space, and blocks of 512 bytes per file.
const ULIMIT: &str = "ulimit -t 60 && ulimit -v 8000000 && ulimit -f 4000000 && exec \"$0\" \"$@\"";

/// The argument that makes this program launch the command once and tell its cost. A process starts with the peak memory
/// of the one that starts it, which must therefore be a small one.
pub(crate) const LAUNCH: &str = "--launch";

/// Runs the command in the selected formats.
pub(crate) struct Processes<'a> {
    size: usize,
    pub(crate) formats: &'a [&'static OutputFormat],
    /// What a page of one letter costs in each format.
    least: Vec<Cost>,
    /// What an ordinary page costs in each format.
    pub(crate) ordinary: Vec<Cost>,
}

impl<'a> Processes<'a> {
    pub(crate) fn new(size: usize, formats: &'a [&'static OutputFormat]) -> Self {
        Self { size, formats, least: Vec::new(), ordinary: Vec::new() }
    }

    /// Measures a page of one letter, then an ordinary page.
    pub(crate) fn measure_ordinary(&mut self) {
        let fastest = |input: &Input, this: &Self| -> Vec<Cost> {
            let runs = (0..3).map(|_| this.costs(input));
            runs.reduce(|one, other| one.into_iter().zip(other).map(|(a, b)| a.min_time(b)).collect())
                .unwrap_or_default()
        };
        self.least = fastest(&Input::new("one letter", "html", |_| b"<p>x".to_vec()), self);
        self.ordinary = fastest(&Input::new("ordinary", "html", |size| hostile::ordinary(size, 7)), self);
    }

    /// Labels an input in every selected format, again where it is too slow.
    pub(crate) fn row(&self, input: &Input) -> Vec<Cost> {
        let mut costs = self.costs(input);
        if costs.iter().zip(&self.ordinary).any(|(cost, ordinary)| cost.is_slow(ordinary) && !cost.is_crash) {
            costs = costs.into_iter().zip(self.costs(input)).map(|(a, b)| a.min_time(b)).collect();
        }
        costs
    }

    fn costs(&self, input: &Input) -> Vec<Cost> {
        let folder = Folder::new();
        let mut costs = Vec::new();
        for (index, format) in self.formats.iter().enumerate() {
            let bytes = input.bytes(self.size / format.divisor);
            let page = folder.write("page", &bytes);
            let cost = run(format.name, &page, input.kind, &folder).unwrap_or_else(|error| {
                panic!("{} in {}: {error}", input.name, format.name);
            });
            let least = self.least.get(index).copied().unwrap_or_default();
            costs.push(Cost {
                bytes: bytes.len(),
                seconds: (cost.seconds - least.seconds).max(0.0),
                memory: cost.memory.saturating_sub(least.memory),
                output: cost.output.saturating_sub(least.output),
                ..cost
            });
        }
        costs
    }
}

/// Runs the command once on a file in a folder.
fn run(format: &str, page: &Path, kind: &str, folder: &Folder) -> io::Result<Cost> {
    let (stdout, output) = (folder.join("stdout"), folder.join("output"));
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(LAUNCH);
    match format {
        "viewer" => command.arg("view"),
        // Every block becomes content, so that every format writes it.
        _ => command.args(["score", "--quiet", "--threads", "1", "--format", format, "--threshold", "content=0"]),
    };
    command.args(["--input", kind, "--url", "https://a.example/b/c.html"]).arg(page);
    if matches!(format, "dolma" | "parquet" | "parquet-blocks") {
        command.arg("--output").arg(&output);
    }
    command.env_remove("BLOCKSIFT_CONFIG").env("RAYON_NUM_THREADS", "1");
    command.stdin(Stdio::null()).stdout(File::create(&stdout)?).stderr(Stdio::piped());
    let launched = command.output()?;
    let told = String::from_utf8_lossy(&launched.stderr).into_owned();
    let [microseconds, memory, code] = told.split(' ').filter_map(|n| n.parse().ok()).collect::<Vec<i64>>()[..] else {
        return Err(io::Error::other(told));
    };
    let written = size(&stdout)? + size(&output)?;
    remove(&output)?;
    Ok(Cost {
        bytes: 0,
        seconds: microseconds as f64 / 1e6,
        memory: usize::try_from(memory).unwrap_or_default(),
        output: usize::try_from(written).unwrap_or(usize::MAX),
        // 1 says that an input is no page, as where random bytes begin like gzip.
        is_crash: !(0..=1).contains(&code),
    })
}

/// Runs the command with the arguments after [`LAUNCH`], and tells on stderr what it cost: microseconds of CPU time, bytes
/// of peak memory, and its exit code, or -1 if it was killed.
pub(crate) fn launch(arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let mut command = Command::new("sh");
    command.args(["-c", ULIMIT, env!("CARGO_BIN_EXE_blocksift")]).args(arguments).stderr(Stdio::null());
    let ended = command.spawn()?.wait4()?;
    let seconds = ended.rusage.utime + ended.rusage.stime;
    eprint!("{} {} {}", seconds.as_micros(), ended.rusage.maxrss, ended.status.code().unwrap_or(-1));
    Ok(())
}

/// The bytes of a file, uncompressed, or of all files in a folder; 0 if there is none.
fn size(path: &Path) -> io::Result<u64> {
    if path.is_dir() {
        return std::fs::read_dir(path)?.map(|entry| size(&entry?.path())).sum();
    }
    if path.extension().is_some_and(|extension| extension == "gz") {
        return io::copy(&mut MultiGzDecoder::new(File::open(path)?), &mut io::sink());
    }
    Ok(path.metadata().map_or(0, |metadata| metadata.len()))
}

/// Removes what a run wrote, so that the next one finds nothing.
fn remove(path: &Path) -> io::Result<()> {
    match path {
        path if path.is_dir() => std::fs::remove_dir_all(path),
        path if path.exists() => std::fs::remove_file(path),
        _ => Ok(()),
    }
}
