//! The target of one case, for cargo-fuzz. docs: `fuzz/README.md`.

pub use blocksift_fuzz_cases::Case;
pub use blocksift_testkit::counted::Counted;
pub use libfuzzer_sys::fuzz_target;

/// Defines the target of the case with a name.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        /// Counts the memory that pages take, which the cases check.
        #[global_allocator]
        static COUNTED: $crate::Counted = $crate::Counted;

        $crate::fuzz_target!(|bytes: &[u8]| {
            let case = $crate::Case::named($name).expect("every target has a case");
            (case.run)(bytes);
        });
    };
}
