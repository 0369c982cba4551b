//! The telephone round: a workbook made, filled in with openpyxl, imported, corrected to and fro. And tables of
//! reports.

mod csv;
mod faults;
mod import;
mod sheet;
mod tables;
mod world;
