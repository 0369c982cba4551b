//! Messages by mail (SMTP, RFC 5321).

use std::{
    error::Error as _,
    time::{Duration, SystemTime},
};

use lettre::{
    SmtpTransport, Transport as _,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        self,
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use model::Instant;

use crate::{
    configuration::{Encryption, MailServer},
    message::{AlertMessage, seconds},
};

/// Sends a message to one address. Returns when the server has accepted it.
///
/// # Errors
///
/// Why it was not accepted, or may not have been.
pub(crate) fn send(
    server: &MailServer,
    to: &Mailbox,
    message: &AlertMessage,
    now: Instant,
    timeout: Duration,
) -> Result<(), String> {
    let mail = mail(server, to, message, now)?;
    let transport = transport(server, timeout)?;
    let sent = transport.send(&mail);
    sent.map(|_| ())
        .map_err(|error| reason(server, &error, timeout))
}

/// Returns the message as it is sent.
pub(crate) fn mail(
    server: &MailServer,
    to: &Mailbox,
    message: &AlertMessage,
    now: Instant,
) -> Result<lettre::Message, String> {
    let since = Duration::from_secs(u64::try_from(seconds(now)).unwrap_or(0));
    let domain = server.from.email.domain();
    let text = ContentType::parse("text/plain; charset=utf-8")
        .map_err(|error| format!("the message cannot be written: {error}"))?;
    lettre::Message::builder()
        .from(server.from.clone())
        .to(to.clone())
        .subject(message.subject())
        .date(SystemTime::UNIX_EPOCH + since)
        .message_id(Some(format!("<{}@{domain}>", message.id)))
        .header(text)
        .body(message.body())
        .map_err(|error| format!("the message cannot be written: {error}"))
}

fn transport(server: &MailServer, timeout: Duration) -> Result<SmtpTransport, String> {
    let parameters = || {
        TlsParameters::new_rustls(server.server.clone())
            .map_err(|error| format!("the certificates of the system cannot be used: {error}"))
    };
    let tls = match server.encryption {
        Encryption::StartTls => Tls::Required(parameters()?),
        Encryption::Tls => Tls::Wrapper(parameters()?),
        Encryption::None => Tls::None,
    };
    // A name that the server may check, rather than an address of this network.
    let name = ClientId::Domain(server.from.email.domain().to_owned());
    let transport = SmtpTransport::builder_dangerous(&server.server)
        .port(server.port)
        .tls(tls)
        .hello_name(name)
        .timeout(Some(timeout));
    let login = server.login.as_ref();
    let transport = login.map_or(transport.clone(), |(user, password)| {
        transport.credentials(Credentials::new(user.clone(), password.reveal().to_owned()))
    });
    Ok(transport.build())
}

/// Returns why a message was not accepted, in words for people.
fn reason(server: &MailServer, error: &smtp::Error, timeout: Duration) -> String {
    let (name, port) = (&server.server, server.port);
    if error.is_timeout() {
        let seconds = timeout.as_secs();
        return format!("{name}:{port} did not answer within {seconds} s");
    }
    let cause = error
        .source()
        .map_or_else(String::new, |cause| format!(": {cause}"));
    if let Some(code) = error.status() {
        return format!("{name}:{port} refuses with {code}{cause}");
    }
    if error.is_tls() {
        return format!("there is no encrypted connection with {name}:{port}{cause}");
    }
    if error.is_client() {
        return format!("{name}:{port} lacks what the file of rules wants{cause}");
    }
    format!("there is no connection with {name}:{port}{cause}")
}
