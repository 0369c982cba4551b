//! Alerts by mail and webhook: what became persisting, came back, moved, or was not called.
//!
//! The service asks the API the question of each rule whenever something changed (`/v1/changes`) and whenever a day
//! begins in Europe/Amsterdam, because a knelpunt begins to persist by its age alone. What an answer has and no earlier
//! one had is an alert (`findings`, `book`: pure). It is written to the ledger, and waits there for each recipient
//! until that has accepted it.
//!
//! What is guaranteed: an alert is found once, for ever. A message is recorded before it is sent, with its alerts and its
//! id, and as sent after the recipient accepted it. If the process or the connection ends in between, it is sent again
//! under the same id (`Message-ID`, `webhook-id`), by which the recipient may discard it. So every alert arrives at least
//! once, and once by its id.
//!
//! What may never enter: a rule about knelpunten; the clock and the environment, which the binary reads.

mod book;
mod changes;
mod configuration;
mod dry_run;
mod findings;
mod ledger;
mod look;
mod mail;
mod message;
mod news;
mod recipient;
mod rules;
mod schedule;
mod service;
mod webhook;

pub use configuration::{
    Channel, Configuration, Destination, Encryption, MailServer, Mistakes, ReadSecret,
    SecretSource, SecretText,
};
pub use dry_run::dry_run;
pub use ledger::LedgerError;
pub use look::Ask;
pub use news::When;
pub use rules::{Rule, RuleQuestion};
pub use schedule::Schedule;
pub use service::{NotifySettings, run};
