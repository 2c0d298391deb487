//! Memory of pages that once took more than 20 times their size. The bench `bounds` measures all hostile pages.

use blocksift::{Hints, Sifter};
use blocksift_testkit::counted::{Counted, counted};
use blocksift_testkit::hostile;

#[global_allocator]
static COUNTED: Counted = Counted;

/// Bytes of memory per byte of a page. A page may take 20.
const MAX_MEMORY: usize = 16;

/// The only test here, since the counts are of the whole process.
#[test]
fn growing_tables_and_trees_take_no_more_than_their_page_may() {
    let sifter = Sifter::default();
    // The embedded model is loaded once, which is no page's cost.
    let _ = sifter.model();
    // Trees grow when they have a power of two of nodes, or a fraction of those that a page may have.
    for (name, sizes) in [
        ("preloaded: one topic", [1 << 20, 5 << 18]),
        ("different Han pairs", [1 << 20, 3 << 19]),
        ("unclosed p with a letter", [1 << 20, 5 << 18]),
        ("unclosed td", [1 << 20, 5 << 18]),
    ] {
        let case = hostile::cases().into_iter().find(|case| case.name == name).expect("there is such a case");
        for page in sizes.map(|size| case.page(size)) {
            let (report, memory) = counted(|| sifter.sift(&page, &Hints::default().with_format(case.format)));
            assert!(!report.blocks().is_empty());
            assert!(memory.peak <= MAX_MEMORY * page.len(), "{name}: {} bytes took {}", page.len(), memory.peak);
        }
    }
}
