//! The answers to the questions, one module each.
