//! The style of progress bars.

use indicatif::ProgressStyle;

/// Returns the style of a progress bar.
pub(crate) fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {per_sec} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
