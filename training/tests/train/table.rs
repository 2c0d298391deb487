//! `table`: what is in a table file, and that it depends on pages and seed only.

use crate::made::{FAMILIES, MADE, text, train};
use crate::pages;
use blocksift::{Label, features};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_table_holds_numbers_and_no_text() {
    let table = std::fs::read_to_string(&MADE.table).unwrap();
    for page in pages::pages() {
        assert!(table.contains(&page.id), "no row of {}", page.id);
        for paragraph in &page.paragraphs {
            let middle: String = paragraph.chars().skip(5).take(12).collect();
            assert!(!table.contains(&middle), "{middle:?} is in the table");
        }
    }
    assert!(!table.contains("Tide tables") && !table.contains("潮汐表") && !table.contains("Datenschutz"));
}

#[test]
fn a_table_has_rows_of_all_labels_formats_and_families() {
    let table = std::fs::read_to_string(&MADE.table).unwrap();
    let mut csv = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    let header = csv.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
    let (label, format, family) = (column("label"), column("format"), column("family"));
    let first = column(&features()[0].name);
    assert!(features().iter().all(|f| header.iter().any(|h| h == f.name)));
    let (mut labels, mut families) = (BTreeMap::new(), BTreeSet::new());
    for record in csv.records() {
        let record = record.unwrap();
        *labels.entry((record[format].to_owned(), record[label].to_owned())).or_insert(0) += 1;
        families.insert(record[family].to_owned());
        assert!(record.iter().skip(first).all(|cell| cell.is_empty() || cell.parse::<f32>().is_ok()), "{record:?}");
    }
    for format in ["html", "text"] {
        for label in Label::ALL {
            let n = labels.get(&(format.to_owned(), label.to_string())).copied().unwrap_or(0);
            assert!(n > 20, "{n} rows of {label} in {format}");
        }
    }
    assert!(families.len() == FAMILIES + 1 && families.contains(""), "{families:?}");
}

#[test]
fn the_same_pages_give_the_same_table_compressed_or_not() {
    let packed = MADE.folder.join("again.csv.zst");
    let arguments = ["table", text(&MADE.corpus), "--data", text(&MADE.data), "--seed", "7", "-o", text(&packed)];
    train(&arguments).assert().success();
    let unpacked = zstd::decode_all(std::fs::File::open(&packed).unwrap()).unwrap();
    assert!(unpacked == std::fs::read(&MADE.table).unwrap(), "the table differs");
}
