//! Every word that people read: on the pages, in the forms, and in the workbook of a round.
//!
//! One module per page or area, so that a word is changed in one file: [`mod@terms`] (one word per concept, used by all
//! others), [`mod@numbers`] and [`mod@dates`] (how these are written), then the areas. Texts only: functions and
//! constants without a rule, a lookup or markup.
//!
//! The pages are moving to [`mod@messages`], the catalogue in Dutch and English, page by page; the workbook stays Dutch.

pub mod dates;
pub mod definitions;
pub mod figures;
pub mod files;
pub mod forms;
pub mod messages;
pub mod numbers;
pub mod receipt;
pub mod site;
pub mod terms;
pub mod violations;
pub mod workbook;
