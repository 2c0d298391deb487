//! The tables that the bench prints, aligned for a terminal or as Markdown.

use crate::cost::{Cost, MAX_MEMORY, MAX_OUTPUT, MAX_TIME, Row};
use crate::process::Processes;
use std::process::ExitCode;

/// A table of texts; the first column is aligned to the left.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// How a cost is measured against its bound.
type Ratio = fn(&Cost, &Cost) -> f64;

const RATIOS: [(&str, Ratio); 3] = [
    ("time", |cost, ordinary| cost.time_ratio(ordinary)),
    ("memory", |cost, _| cost.memory_ratio()),
    ("output", |cost, _| cost.output_ratio()),
];

/// Prints the tables and the pages that exceed a bound.
pub(crate) fn print(rows: &[Row], processes: &Processes<'_>, is_markdown: bool) -> ExitCode {
    if let Some(library) = rows.iter().find_map(|row| row.library.as_ref()) {
        let [filtered, unfiltered] = library.ordinary.map(|cost| cost.nanoseconds_per_byte());
        let size = library.ordinary[0].bytes as f64 / 1e6;
        println!("An ordinary page of {size:.1} MB takes the library {filtered:.1} ns a byte, and {unfiltered:.1} ns");
        println!("without the prefilter, on one thread.\n");
    }
    if !processes.ordinary.is_empty() {
        formats(rows, processes).print(is_markdown);
    }
    pages(rows, processes).print(is_markdown);
    let exceeding = exceeding(rows, processes);
    if exceeding.is_empty() {
        println!("All pages are within {MAX_TIME} times the time per byte, {MAX_MEMORY} times the size in memory, and");
        println!("{MAX_OUTPUT} times the size in output.");
        return ExitCode::SUCCESS;
    }
    exceeding.iter().for_each(|page| println!("exceeding a bound: {page}"));
    ExitCode::FAILURE
}

/// One row per format: what an ordinary page costs, and the worst pages.
fn formats(rows: &[Row], processes: &Processes<'_>) -> Table {
    let header = ["format", "page, MB", "ordinary, ns/byte", "worst time", "worst memory", "worst output"];
    let mut table = Table::new(&header);
    for (index, (format, ordinary)) in processes.formats.iter().zip(&processes.ordinary).enumerate() {
        let worst = |ratio: Ratio| {
            let measured = rows.iter().filter_map(|row| Some((ratio(row.formats.get(index)?, ordinary), &row.name)));
            let worst = measured.max_by(|a, b| a.0.total_cmp(&b.0));
            worst.map_or_else(String::new, |(ratio, name)| format!("{ratio:.1} {name}"))
        };
        let mut row = vec![
            format.name.to_owned(),
            format!("{:.1}", ordinary.bytes as f64 / 1e6),
            format!("{:.1}", ordinary.nanoseconds_per_byte()),
        ];
        row.extend(RATIOS.map(|(_, ratio)| worst(ratio)));
        table.rows.push(row);
    }
    table
}

/// One row per page: what it costs in the library, and the formats in which it costs most.
fn pages(rows: &[Row], processes: &Processes<'_>) -> Table {
    let mut table = Table::new(&["page", "ns/byte", "x usual", "unfiltered", "x memory", "blocks", "limits met"]);
    table.header.extend(RATIOS.map(|(name, _)| format!("worst {name}")));
    for row in rows {
        let mut cells = vec![row.name.clone()];
        match &row.library {
            Some(library) => {
                let met: Vec<String> = library.met.iter().map(|limit| format!("{limit:?}").to_lowercase()).collect();
                cells.extend([
                    format!("{:.1}", library.cost.nanoseconds_per_byte()),
                    format!("{:.2}", library.cost.time_ratio(&library.ordinary[0])),
                    format!("{:.2}", library.unfiltered.time_ratio(&library.ordinary[1])),
                    format!("{:.2}", library.cost.memory_ratio().max(library.unfiltered.memory_ratio())),
                    library.blocks.to_string(),
                    met.join(" "),
                ]);
            }
            None => cells.extend(std::iter::repeat_n(String::new(), 6)),
        }
        cells.extend(RATIOS.map(|(_, ratio)| worst_format(row, processes, ratio)));
        table.rows.push(cells);
    }
    table
}

/// The highest ratio of a page and the format that has it.
fn worst_format(row: &Row, processes: &Processes<'_>, ratio: Ratio) -> String {
    let formats = processes.formats.iter().zip(&processes.ordinary).zip(&row.formats);
    let ratios = formats.map(|((format, ordinary), cost)| (ratio(cost, ordinary), format.name));
    let worst = ratios.max_by(|a, b| a.0.total_cmp(&b.0));
    worst.map_or_else(String::new, |(ratio, name)| format!("{ratio:.1} {name}"))
}

/// The pages that exceed a bound, with the format and the ratios.
fn exceeding(rows: &[Row], processes: &Processes<'_>) -> Vec<String> {
    let mut exceeding = Vec::new();
    for row in rows {
        if row.library.as_ref().is_some_and(|library| library.exceeds()) {
            exceeding.push(format!("{} in the library", row.name));
        }
        for ((format, ordinary), cost) in processes.formats.iter().zip(&processes.ordinary).zip(&row.formats) {
            if cost.exceeds(ordinary) {
                let ratios = RATIOS.map(|(name, ratio)| format!("{name} {:.1}", ratio(cost, ordinary))).join(", ");
                let crash = if cost.is_crash { ", killed or panicked" } else { "" };
                exceeding.push(format!("{} in {}: {ratios}{crash}", row.name, format.name));
            }
        }
    }
    exceeding
}

impl Table {
    fn new(header: &[&str]) -> Self {
        Self { header: header.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new() }
    }

    fn print(&self, is_markdown: bool) {
        let all = || std::iter::once(&self.header).chain(&self.rows);
        let width = |column: usize| all().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        for (number, row) in all().enumerate() {
            if is_markdown {
                let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|").replace('<', "\\<")).collect();
                println!("| {} |", cells.join(" | "));
                if number == 0 {
                    println!("|{}", "---|".repeat(row.len()));
                }
            } else {
                let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
                    0 => format!("{cell:<width$}"),
                    _ => format!("{cell:>width$}"),
                });
                println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
            }
        }
        println!();
    }
}
