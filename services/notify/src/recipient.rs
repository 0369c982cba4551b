//! Recipients: each mail address and each webhook on its own, so that one that fails holds up no other.

use std::time::Duration;

use lettre::message::Mailbox;
use model::Instant;
use texts::messages::Language;

use crate::{
    configuration::{Channel, Configuration, Destination, MailServer, SecretText},
    mail,
    message::AlertMessage,
    schedule::Schedule,
    webhook::{self, Poster},
};

/// One that gets messages.
#[derive(Debug, Clone)]
pub(crate) struct Recipient {
    /// Its name in the ledger: the destination, and the address if it is one of several.
    pub(crate) name: String,
    /// The name of its destination.
    pub(crate) destination: String,
    pub(crate) schedule: Schedule,
    pub(crate) language: Language,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Mail(MailServer, Mailbox),
    Webhook(String, SecretText),
}

/// What sends messages.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    poster: Poster,
    timeout: Duration,
}

impl Recipient {
    /// Returns the recipients of a configuration.
    pub(crate) fn all(configuration: &Configuration) -> Vec<Self> {
        let of = |destination| Self::of_destination(destination, configuration.mail.as_ref());
        configuration.destinations.iter().flat_map(of).collect()
    }

    fn of_destination(destination: &Destination, server: Option<&MailServer>) -> Vec<Self> {
        let recipient = |name: String, way: Way| Self {
            name,
            destination: destination.name.clone(),
            schedule: destination.schedule,
            language: destination.language,
            way,
        };
        match (&destination.channel, server) {
            (Channel::Webhook { url, key }, _) => {
                let way = Way::Webhook(url.clone(), key.clone());
                vec![recipient(destination.name.clone(), way)]
            }
            (Channel::Mail(addresses), Some(server)) => {
                let one = |to: &Mailbox| {
                    let name = format!("{}/{}", destination.name, to.email);
                    recipient(name, Way::Mail(server.clone(), to.clone()))
                };
                addresses.iter().map(one).collect()
            }
            // A configuration with addresses has a mail server.
            (Channel::Mail(_), None) => Vec::new(),
        }
    }

    /// Returns a message as it would be sent, for people.
    pub(crate) fn show(&self, message: &AlertMessage) -> String {
        match &self.way {
            Way::Mail(server, to) => {
                let (from, subject) = (&server.from, message.subject());
                format!(
                    "From: {from}\nTo: {to}\nSubject: {subject}\n\n{}",
                    message.body()
                )
            }
            Way::Webhook(url, _) => {
                format!(
                    "POST {url}\n\n{}\n",
                    webhook::body(&self.destination, message)
                )
            }
        }
    }
}

impl Sender {
    /// Creates one, which waits for so long for a server to answer.
    pub(crate) fn new(timeout: Duration) -> Self {
        let poster = Poster::new(timeout);
        Self { poster, timeout }
    }

    /// Sends a message. Returns when it was accepted.
    ///
    /// # Errors
    ///
    /// Why it was not accepted, or may not have been.
    pub(crate) fn send(
        &self,
        to: &Recipient,
        message: &AlertMessage,
        now: Instant,
    ) -> Result<(), String> {
        match &to.way {
            Way::Mail(server, address) => mail::send(server, address, message, now, self.timeout),
            Way::Webhook(url, key) => self.poster.send((url, key), &to.destination, message, now),
        }
    }
}
