//! The telephone round: a workbook is created, filled in with openpyxl, imported and corrected. And tables of
//! reports.

mod csv;
mod import;
mod sheet;
mod tables;
mod violations;
mod world;
