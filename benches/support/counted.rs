//! An allocator that counts: how often memory was asked for, how much is held, and the most that was held at once.

#![allow(dead_code, reason = "each bench uses a part of it")]
#![allow(unsafe_code, reason = "an allocator is unsafe by nature; this one passes every call on to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The counting allocator.
pub(crate) struct Counted;

static CALLS: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn grew(by: usize) {
    CALLS.fetch_add(1, Relaxed);
    let held = HELD.fetch_add(by, Relaxed) + by;
    PEAK.fetch_max(held, Relaxed);
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
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may be held while one is copied to the other.
        grew(size);
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }
}

/// What some work asked of the allocator.
#[derive(Clone, Copy, Default)]
pub(crate) struct Memory {
    /// Number of allocations, enlargements among them.
    pub(crate) calls: usize,
    /// Most bytes held at once beyond those held before.
    pub(crate) peak: usize,
}

/// Does some work on this thread while nothing else runs, and says what it asked for.
pub(crate) fn counted<T>(work: impl FnOnce() -> T) -> (T, Memory) {
    let (calls, held) = (CALLS.load(Relaxed), HELD.load(Relaxed));
    PEAK.store(held, Relaxed);
    let done = work();
    let memory = Memory { calls: CALLS.load(Relaxed) - calls, peak: PEAK.load(Relaxed).saturating_sub(held) };
    (done, memory)
}
