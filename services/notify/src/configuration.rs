//! The file of rules: where alerts go, how, and what they are about.

mod mistakes;
mod reading;
#[cfg(test)]
mod tests;

use std::fmt;

use lettre::message::Mailbox;
use model::Instant;
use register::Register;
use texts::messages::Language;

pub use self::mistakes::Mistakes;
use crate::{rules::Rule, schedule::Schedule};

/// A secret, which no log and no message shows.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

/// Where a secret is found: it never stands in the file itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// In an environment variable.
    Variable(String),
    /// In a file, without the white space around it.
    File(String),
}

/// Reads secrets: the environment is read by the binary alone.
pub type ReadSecret<'a> = &'a dyn Fn(&SecretSource) -> Result<String, String>;

/// What the service does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// The address at which readers open the pages, without a slash at the end.
    pub pages: Option<String>,
    /// The mail server; there is one if any destination has addresses.
    pub mail: Option<MailServer>,
    /// The destinations, by name.
    pub destinations: Vec<Destination>,
    /// The rules, in the order of the file.
    pub rules: Vec<Rule>,
}

/// A mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its host name or address.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
    /// The user and the password, if it wants them.
    pub login: Option<(String, SecretText)>,
    /// The sender of all messages.
    pub from: Mailbox,
}

/// How a connection with a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// By STARTTLS, without which nothing is sent.
    StartTls,
    /// From the start.
    Tls,
    /// Not at all.
    None,
}

/// Where alerts go, when, and in which language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Its name.
    pub name: String,
    /// The way.
    pub channel: Channel,
    /// When it gets its alerts.
    pub schedule: Schedule,
    /// In which language.
    pub language: Language,
}

/// The way of alerts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Channel {
    /// By mail, to each of these addresses on its own.
    Mail(Vec<Mailbox>),
    /// By HTTP.
    Webhook {
        /// Where they are posted.
        url: String,
        /// The key that they are signed with.
        key: SecretText,
    },
}

impl Configuration {
    /// Parses the text of the file, and reads the secrets that it refers to.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn parse(
        text: &str,
        register: &Register,
        read_secret: ReadSecret<'_>,
        now: Instant,
    ) -> Result<Self, Mistakes> {
        reading::parse(text, register, read_secret, now)
    }
}

impl SecretText {
    /// Creates a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns its text, to send or to sign with.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretText(…)")
    }
}
