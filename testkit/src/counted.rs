//! An allocator that counts, on request, how often memory is allocated and how much is held at once.

#![allow(unsafe_code, reason = "an allocator is unsafe by nature; this one passes every call on to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::Relaxed};

/// The counting allocator. A bench installs it with `#[global_allocator]`.
pub struct Counted;

static COUNTS: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicUsize = AtomicUsize::new(0);
static TOTAL: AtomicUsize = AtomicUsize::new(0);
/// Negative when memory held before counting began is freed.
static HELD: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

fn add(bytes: usize) {
    if COUNTS.load(Relaxed) {
        CALLS.fetch_add(1, Relaxed);
        TOTAL.fetch_add(bytes, Relaxed);
        let held = HELD.fetch_add(bytes as isize, Relaxed) + bytes as isize;
        PEAK.fetch_max(held, Relaxed);
    }
}

fn subtract(bytes: usize) {
    if COUNTS.load(Relaxed) {
        HELD.fetch_sub(bytes as isize, Relaxed);
    }
}

unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        subtract(layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may be held while one is copied to the other.
        add(size);
        subtract(layout.size());
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// The memory that some work used.
#[derive(Debug, Clone, Copy, Default)]
pub struct Memory {
    /// Number of allocations, including reallocations.
    pub calls: usize,
    /// Bytes allocated in all, including what reallocations copied.
    pub total: usize,
    /// Most bytes held at once, beyond those held before.
    pub peak: usize,
}

/// Runs some work and counts its allocations. Nothing else may run meanwhile, since the counts are global.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, Memory) {
    CALLS.store(0, Relaxed);
    TOTAL.store(0, Relaxed);
    HELD.store(0, Relaxed);
    PEAK.store(0, Relaxed);
    COUNTS.store(true, Relaxed);
    let done = work();
    COUNTS.store(false, Relaxed);
    let peak = PEAK.load(Relaxed).max(0) as usize;
    (done, Memory { calls: CALLS.load(Relaxed), total: TOTAL.load(Relaxed), peak })
}
