//! End to end: the binary, a real `nats-server`, and their answers.
//!
//! All tests are one program, because each program would link the whole workspace.

mod answers;
mod api_mistakes;
mod browser;
mod effects;
mod faults;
mod files;
mod fixtures;
mod intake;
mod kills;
mod known_at;
mod links;
mod nats_child;
mod notify;
mod one_knelpunt;
mod openapi;
mod outbox;
mod publishing;
mod quarantine;
mod rebuild;
mod rounds;
mod rules;
mod schemathesis;
mod slow_reader;
mod statistics;
mod trouble;
mod verify;
mod workbooks;
