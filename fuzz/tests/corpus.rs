//! Runs every case on its seeds, and on some mutations of them.

use blocksift_fuzz_cases::CASES;
use blocksift_fuzz_cases::mutate::mutated;
use blocksift_testkit::random::Numbers;

#[test]
fn seeds_keep_all_promises() {
    for case in CASES {
        let seeds = case.seeds();
        assert!(seeds.len() >= 3, "{} has seeds", case.name);
        seeds.iter().for_each(|seed| (case.run)(seed));
    }
}

#[test]
fn mutated_seeds_keep_all_promises() {
    for case in CASES {
        let seeds = case.seeds();
        let mut numbers = Numbers::new(11);
        for _ in 0..60 {
            (case.run)(&mutated(&seeds, &mut numbers, 8 << 10));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_mutations() {
    let seeds = vec![b"<p>a page of few words</p>".to_vec(), b"another".to_vec()];
    let mutations = |seed: u64| -> Vec<Vec<u8>> {
        let mut numbers = Numbers::new(seed);
        (0..50).map(|_| mutated(&seeds, &mut numbers, 1 << 10)).collect()
    };
    assert_eq!(mutations(3), mutations(3));
    assert_ne!(mutations(3), mutations(4));
}
