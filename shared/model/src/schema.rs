//! The contract as others read it: JSON Schema for each type, and `AsyncAPI` for all of them.
