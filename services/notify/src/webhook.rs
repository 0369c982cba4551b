//! Messages by HTTP, signed as Standard Webhooks are (standardwebhooks.com), for which receivers have libraries.
//!
//! `webhook-id` is the id of the message, the same however often it is sent; `webhook-timestamp` the time of sending in
//! seconds since 1970; `webhook-signature` is `v1,` with the base64 of the HMAC-SHA256 of `<id>.<timestamp>.<body>`.

use std::{sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use model::Instant;
use serde::Serialize;
use sha2::Sha256;
use ureq::{
    Agent,
    tls::{Certificate, RootCerts, TlsConfig},
};

use crate::{
    configuration::SecretText,
    message::{AlertMessage, Item, seconds},
};

/// The beginning of a key that is written in base64, as the standard has it.
const KEY_PREFIX: &str = "whsec_";

/// The body of a request.
#[derive(Serialize)]
struct Body<'a> {
    id: String,
    destination: &'a str,
    language: &'a str,
    alerts: &'a [Item],
}

/// Posts messages.
#[derive(Debug, Clone)]
pub(crate) struct Poster {
    agent: Agent,
    timeout: Duration,
}

impl Poster {
    /// Creates one, which gives up after a time.
    pub(crate) fn new(timeout: Duration) -> Self {
        let found = rustls_native_certs::load_native_certs().certs;
        let certificates = found
            .iter()
            .map(|one| Certificate::from_der(one).to_owned());
        let certificates: Vec<Certificate<'static>> = certificates.collect();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(certificates)))
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(timeout))
            .tls_config(tls)
            .user_agent(concat!("knelpunt/", env!("CARGO_PKG_VERSION")))
            .build();
        let agent = config.new_agent();
        Self { agent, timeout }
    }

    /// Posts a message. Returns when the receiver has accepted it, with any status 2xx.
    ///
    /// # Errors
    ///
    /// Why it was not accepted, or may not have been.
    pub(crate) fn send(
        &self,
        (url, key): (&str, &SecretText),
        destination: &str,
        message: &AlertMessage,
        now: Instant,
    ) -> Result<(), String> {
        let id = message.id.to_string();
        let timestamp = seconds(now).to_string();
        let body = body(destination, message);
        let signature = sign(key.reveal(), &id, &timestamp, &body)?;
        let answer = self
            .agent
            .post(url)
            .header("webhook-id", &id)
            .header("webhook-timestamp", &timestamp)
            .header("webhook-signature", format!("v1,{signature}"))
            .content_type("application/json")
            .send(&body);
        match answer {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(format!("{url} answers {}", answer.status())),
            Err(ureq::Error::Timeout(_)) => {
                let seconds = self.timeout.as_secs();
                Err(format!("{url} did not answer within {seconds} s"))
            }
            Err(error) => Err(format!("there is no connection with {url}: {error}")),
        }
    }
}

/// Returns the body of a request.
pub(crate) fn body(destination: &str, message: &AlertMessage) -> String {
    let body = Body {
        id: message.id.to_string(),
        destination,
        language: message.language.code(),
        alerts: &message.items,
    };
    // Plain data: serialising it does not fail.
    serde_json::to_string(&body).unwrap_or_default()
}

/// Returns the signature of a request.
fn sign(key: &str, id: &str, timestamp: &str, body: &str) -> Result<String, String> {
    let key = match key.strip_prefix(KEY_PREFIX) {
        Some(text) => STANDARD
            .decode(text)
            .map_err(|_| format!("the key is no base64 after {KEY_PREFIX}: correct it"))?,
        None => key.as_bytes().to_vec(),
    };
    let mac = Hmac::<Sha256>::new_from_slice(&key);
    let mut mac = mac.map_err(|_| "the key cannot be used: choose another".to_owned())?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Ok(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_standard() {
        // The example of the reference implementations of Standard Webhooks.
        let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let signature = sign(
            key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            "{\"test\": 2432232314}",
        );
        assert_eq!(
            signature.unwrap(),
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        assert!(sign("whsec_!", "a", "1", "{}").is_err());
    }
}
