//! `evade`: a matrix of families and of ways to plant them.

use crate::made::{DATA, MADE, copy_data, printed, text};
use std::path::Path;

#[test]
fn evasion_is_a_matrix_of_families_and_ways() {
    let folder = MADE.folder.join("one-campaign");
    copy_data(&folder, &[("campaigns", &["en-casino"]), ("lookalikes", &[]), ("hosts", &[]), ("lexicons", &[])]);
    let model = Path::new(DATA).join("model/blocksift.model");
    let csv = MADE.folder.join("evade.csv");
    let arguments = ["evade", text(&MADE.corpus), "--data", text(&folder), "--model", text(&model), "--each", "2"];
    let printed = printed(&[&arguments[..], &["--below", "1.0", "--csv", text(&csv)]].concat());
    assert!(printed.contains(" en-casino\n") && printed.contains(" hiding:display-none\n"), "{printed}");
    let mut rows = csv::Reader::from_path(csv).unwrap();
    let ways: Vec<String> = rows.headers().unwrap().iter().skip(1).map(str::to_owned).collect();
    for dimension in ["shape", "location", "hiding", "wrapper", "link pattern", "encoding"] {
        let members = ways.iter().filter(|way| way.starts_with(&format!("{dimension}:"))).count();
        assert!(members >= 5, "{dimension}: {ways:?}");
    }
    let all: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!((all.len(), &all[0][0]), (1, "en-casino"));
    let shares: Vec<f64> = all[0].iter().skip(1).filter(|c| !c.is_empty()).map(|c| c.parse().unwrap()).collect();
    assert!(shares.len() * 10 >= ways.len() * 9, "{shares:?}");
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    assert!((0.5..=1.0).contains(&mean) && shares.iter().all(|s| (0.0..=1.0).contains(s)), "{mean}");
}
