//! The tables that the bench makes, aligned for a terminal or as Markdown.

use crate::cost::{Cost, MAX_MEMORY, MAX_OUTPUT, MAX_TIME, Row};
use crate::process::Processes;
use std::fmt::{self, Display, Write};

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Aligned,
    Markdown,
}

/// A table of texts; the first column is aligned to the left.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    style: Style,
}

/// How a cost is measured against its bound.
type Ratio = fn(&Cost, &Cost) -> f64;

const RATIOS: [(&str, Ratio); 3] = [
    ("time", |cost, ordinary| cost.time_ratio(ordinary)),
    ("memory", |cost, _| cost.memory_ratio()),
    ("output", |cost, _| cost.output_ratio()),
];

/// The tables, with what an ordinary page costs.
pub(crate) fn tables(rows: &[Row], processes: &Processes<'_>, style: Style) -> String {
    let mut text = String::new();
    if let Some(library) = rows.iter().find_map(|row| row.library.as_ref()) {
        let [filtered, unfiltered] = library.ordinary.map(|cost| cost.nanoseconds_per_byte());
        let size = library.ordinary[0].bytes as f64 / 1e6;
        let _ = write!(
            text,
            "In the library, on one thread, an ordinary page of {size:.1} MB takes {filtered:.1} ns a byte, and\n\
             {unfiltered:.1} ns without the prefilter.\n\n"
        );
    }
    if !processes.ordinary.is_empty() {
        let _ = writeln!(text, "{}", formats(rows, processes, style));
    }
    let _ = writeln!(text, "{}", pages(rows, processes, style));
    text
}

/// One row per format: what an ordinary page costs, and the worst pages.
fn formats(rows: &[Row], processes: &Processes<'_>, style: Style) -> Table {
    let header = ["format", "page, MB", "ordinary, ns/byte", "worst time", "worst memory", "worst output"];
    let mut table = Table::new(&header, style);
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
fn pages(rows: &[Row], processes: &Processes<'_>, style: Style) -> Table {
    let header = ["page", "ns/byte", "x usual", "unfiltered", "x memory", "blocks", "limits met"];
    let mut table = Table::new(&header, style);
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

/// The pages that exceed a bound, each with where and by how much, or that none does.
pub(crate) fn verdict(rows: &[Row], processes: &Processes<'_>) -> Result<String, String> {
    let mut exceeding = String::new();
    for row in rows {
        if row.library.as_ref().is_some_and(|library| library.exceeds()) {
            let _ = writeln!(exceeding, "exceeding a bound: {} in the library", row.name);
        }
        for ((format, ordinary), cost) in processes.formats.iter().zip(&processes.ordinary).zip(&row.formats) {
            if cost.exceeds(ordinary) {
                let ratios = RATIOS.map(|(name, ratio)| format!("{name} {:.1}", ratio(cost, ordinary))).join(", ");
                let crash = if cost.is_crash { ", killed or panicked" } else { "" };
                let _ = writeln!(exceeding, "exceeding a bound: {} in {}: {ratios}{crash}", row.name, format.name);
            }
        }
    }
    if !exceeding.is_empty() {
        return Err(exceeding);
    }
    Ok(format!(
        "All pages are within {MAX_TIME} times the time per byte, {MAX_MEMORY} times their size in memory, and\n\
         {MAX_OUTPUT} times their size in output.\n"
    ))
}

impl Table {
    fn new(header: &[&str], style: Style) -> Self {
        Self { header: header.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new(), style }
    }

    fn lines(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.header).chain(&self.rows)
    }

    fn write_markdown(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, row) in self.lines().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            writeln!(f, "| {} |", cells.join(" | "))?;
            if number == 0 {
                writeln!(f, "|---|{}", "--:|".repeat(row.len() - 1))?;
            }
        }
        Ok(())
    }

    fn write_aligned(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| self.lines().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        for row in self.lines() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            writeln!(f, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(())
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.style {
            Style::Aligned => self.write_aligned(f),
            Style::Markdown => self.write_markdown(f),
        }
    }
}

/// A cell of a Markdown table that shows what the text says.
fn escaped(cell: &str) -> String {
    cell.chars().flat_map(|c| "|<*_&\\`#".contains(c).then_some('\\').into_iter().chain([c])).collect()
}
