//! An allocator that counts, when it is asked to: how often memory was asked for, and the most that was held at once.

#![allow(unsafe_code, reason = "an allocator is unsafe by nature; this one passes every call on to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::Relaxed};

/// The counting allocator.
pub struct Counted;

static COUNTS: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicUsize = AtomicUsize::new(0);
/// May be negative: what was held before may be given back.
static HELD: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

fn grew(by: usize) {
    if COUNTS.load(Relaxed) {
        CALLS.fetch_add(1, Relaxed);
        let held = HELD.fetch_add(by as isize, Relaxed) + by as isize;
        PEAK.fetch_max(held, Relaxed);
    }
}

fn shrank(by: usize) {
    if COUNTS.load(Relaxed) {
        HELD.fetch_sub(by as isize, Relaxed);
    }
}

unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grew(layout.size());
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grew(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        shrank(layout.size());
        unsafe { System.dealloc(at, layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may be held while one is copied to the other.
        grew(size);
        shrank(layout.size());
        unsafe { System.realloc(at, layout, size) }
    }
}

/// What some work asked of the allocator.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    /// Number of allocations, enlargements among them.
    pub calls: usize,
    /// Most bytes held at once beyond those held before.
    pub peak: usize,
}

/// Does some work on this thread while nothing else runs, and says what it asked for.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, Memory) {
    CALLS.store(0, Relaxed);
    HELD.store(0, Relaxed);
    PEAK.store(0, Relaxed);
    COUNTS.store(true, Relaxed);
    let done = work();
    COUNTS.store(false, Relaxed);
    (done, Memory { calls: CALLS.load(Relaxed), peak: PEAK.load(Relaxed).max(0) as usize })
}
