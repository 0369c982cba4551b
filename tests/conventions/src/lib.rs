//! The rules about the source itself: one vocabulary, and the map of ARCHITECTURE.md.
//!
//! Knows no other crate of the workspace, so that it runs in a second while they do not compile.

mod map;
mod source;
mod vocabulary;

pub use map::{Edges, code_edges, map_differences, map_edges};
pub use source::{SourceFile, read_workspace, workspace_root};
pub use vocabulary::{Breach, breaches};
