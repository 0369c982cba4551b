//! `knelpunt`: to be built.
fn main() {}
