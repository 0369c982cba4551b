//! Every Dutch word that people read: on the pages, in the forms, and in the workbook of a round.
//!
//! One module per page or area, so that a word is changed in one file: [`mod@terms`] (one word per concept, used by all
//! others), [`mod@numbers`] and [`mod@dates`] (how these are written), then the areas. Texts only: functions and
//! constants without a rule, a lookup or markup, so that a message catalogue can replace them module by module.

pub mod dates;
pub mod numbers;
pub mod terms;
pub mod workbook;
