//! The telephone round: a workbook made, filled in with openpyxl, imported, corrected to and fro.

mod faults;
mod import;
mod sheet;
mod world;
