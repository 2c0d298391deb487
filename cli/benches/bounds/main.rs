//! Compares hostile pages with an ordinary one, in the library and in every output format: `cargo bench --bench bounds`.
//!
//! The library labels each page from its bytes, on one thread, with and without the prefilter. Then the command labels it
//! as a process, once in each format. A page may take 10 times the time per byte that an ordinary page takes the same
//! way, memory of 20 times its size, and output of 20 times its size; 0.1 s, 16 MiB and 64 KB are always allowed. The
//! bench fails if a page exceeds a bound.
//!
//! `BLOCKSIFT_BYTES` sets the size of the pages, `BLOCKSIFT_CASE` selects pages by a part of their name, and
//! `BLOCKSIFT_FORMAT` selects formats; `library` alone skips the processes. `-- --update FILE` writes the tables to a
//! Markdown file, between two marks. Parquet needs `--features blocksift-cli/parquet`.

#[cfg(unix)]
mod cost;
#[cfg(unix)]
mod library;
#[cfg(unix)]
mod process;
#[cfg(unix)]
mod tables;

use std::process::ExitCode;

#[global_allocator]
static COUNTED: blocksift_testkit::counted::Counted = blocksift_testkit::counted::Counted;

#[cfg(unix)]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(process::LAUNCH) {
        return process::launch(arguments).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    measure::all()
}

#[cfg(not(unix))]
fn main() -> ExitCode {
    println!("this bench measures processes, which it can do only on Unix");
    ExitCode::SUCCESS
}

#[cfg(unix)]
mod measure {
    use crate::cost::Row;
    use crate::library::Library;
    use crate::process::{FORMATS, Processes};
    use crate::tables::{self, Style};
    use blocksift_testkit::hostile;
    use rayon::prelude::*;
    use std::env::{args, var};
    use std::process::ExitCode;

    /// Size of pages for the library, and for processes.
    const LIBRARY_BYTES: usize = 8 << 20;
    const PROCESS_BYTES: usize = 2 << 20;
    /// What surrounds the tables in a Markdown file.
    const MARKS: [&str; 2] = ["<!-- tables of the bench -->\n", "<!-- end of the tables -->\n"];

    /// Measures the selected pages, prints the tables, and fails if a page exceeds a bound.
    pub(crate) fn all() -> ExitCode {
        let size = var("BLOCKSIFT_BYTES").ok().and_then(|n| n.parse().ok());
        let wanted_case = var("BLOCKSIFT_CASE").unwrap_or_default();
        let wanted_format = var("BLOCKSIFT_FORMAT").unwrap_or_default();
        let mut rows = Vec::new();
        if "library".contains(&wanted_format) {
            let library = Library::new(size.unwrap_or(LIBRARY_BYTES));
            let cases = hostile::cases().into_iter().filter(|case| case.name.contains(&wanted_case));
            rows.extend(cases.map(|case| Row { library: Some(library.row(&case)), ..Row::new(case.name) }));
        }
        let formats: Vec<_> = FORMATS.iter().filter(|format| format.name.contains(&wanted_format)).collect();
        let mut processes = Processes::new(size.unwrap_or(PROCESS_BYTES), &formats);
        if !formats.is_empty() {
            let inputs: Vec<_> =
                process_inputs().into_iter().filter(|input| input.name.contains(&wanted_case)).collect();
            processes.measure_ordinary();
            let measured: Vec<_> = inputs.par_iter().map(|input| (input.name.clone(), processes.row(input))).collect();
            for (name, costs) in measured {
                match rows.iter_mut().find(|row| row.name == name) {
                    Some(row) => row.formats = costs,
                    None => rows.push(Row { formats: costs, ..Row::new(name) }),
                }
            }
        }
        print!("{}", tables::tables(&rows, &processes, Style::Aligned));
        if let Some(file) = args().skip_while(|argument| argument != "--update").nth(1) {
            update(&file, &tables::tables(&rows, &processes, Style::Markdown));
        }
        let verdict = tables::verdict(&rows, &processes);
        print!("{}", verdict.as_ref().unwrap_or_else(|exceeding| exceeding));
        if verdict.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Replaces what stands between the marks of a Markdown file.
    fn update(file: &str, tables: &str) {
        let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let parts = text.split_once(MARKS[0]).and_then(|(before, rest)| Some((before, rest.split_once(MARKS[1])?.1)));
        let (before, after) = parts.unwrap_or_else(|| panic!("{file}: the marks {MARKS:?} are missing"));
        let updated = [before, MARKS[0], "\n", tables, MARKS[1], after].concat();
        std::fs::write(file, updated).unwrap_or_else(|error| panic!("{file}: {error}"));
    }

    /// The pages and the files that processes read.
    fn process_inputs() -> Vec<hostile::Input> {
        hostile::cases().into_iter().map(hostile::Input::from).chain(hostile::inputs()).collect()
    }
}
