//! Scripts that may hold the state of an application, as JSON.

/// Bytes of a script that is large enough to hold more than settings.
const MIN_SCRIPT: usize = 512;

/// Parts of the names of variables that hold a state.
const NAMES: [&str; 3] = ["_STATE__", "_DATA__", "__NUXT__"];

/// Whether a script is JSON, or names a variable that usually holds a state.
pub(crate) fn may_be_state(script: &str) -> bool {
    let mentions = |name: &&str| memchr::memmem::find(script.as_bytes(), name.as_bytes()).is_some();
    script.len() >= MIN_SCRIPT && (script.trim_start().starts_with(['{', '[']) || NAMES.iter().any(mentions))
}
