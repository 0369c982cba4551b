//! The HTTP contract as types: every request and every response of the API, documented, with its JSON Schema.
//!
//! The server writes these types, and the command line and the tests read them, so that a field is declared once.
//! Pure: plain data and their serialisation. What may never enter: how an answer is computed (`questions`), how it is
//! sent (`httpd`), what is stored (`views`, `outbox`).

pub mod answers;
mod envelope;
mod problem;
mod schema;

pub use envelope::{AnswerEnvelope, Filter};
pub use problem::{InputViolation, ProblemDocument};
pub use schema::DateSchema;
