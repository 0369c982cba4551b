//! The telephone round on paper: the workbook that a coach fills in, and the events that a filled one comes to.
//!
//! Pure: bytes in, bytes out; no clock, network or file. What may never enter: how events travel, or what the log
//! holds beyond what it is told.
//!
//! Read in this order: [`Sheet`] (what is asked), [`write()`] (the workbook), [`Given`] (what comes
//! back), [`read`] (what it says), [`plan()`] (what is to be published so that the log says the same). Beside it stands
//! [`table`]: reports that somebody else's program wrote.

mod day;
mod filled;
mod given;
mod grid;
mod layout;
mod names;
mod plan;
#[cfg(test)]
mod sample;
mod sheet;
mod stamp;
pub mod table;
mod words;
mod workbook;

pub use filled::{Filled, Flaw, Said, read};
pub use given::Given;
pub use grid::{Full, NoSheet, NoWorkbook};
pub use plan::{Differing, History, Plan, Planned, Withdrawn, plan};
pub use sheet::{About, Asked, Key, Open, Sheet};
pub use workbook::{WriteError, write};
