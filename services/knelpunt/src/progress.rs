//! How the progress of long work looks.

use indicatif::ProgressStyle;

/// How progress looks.
pub(crate) fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {per_sec} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
