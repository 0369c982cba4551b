//! The telephone round on paper: the workbook that a coach fills in, and the events that a filled one comes to.
//!
//! Pure: bytes in, bytes out; no clock, network or file. What may never enter: how events travel, or what the log
//! holds beyond what it is told.
//!
//! Read in this order: [`Sheet`] (what is asked), [`write()`] (the workbook).

mod layout;
mod names;
#[cfg(test)]
mod sample;
mod sheet;
mod words;
mod workbook;

pub use sheet::{About, Asked, Key, Open, Sheet};
pub use workbook::{WriteError, write};
