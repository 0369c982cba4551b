//! A running server, asked over HTTP: what a word needs to know is asked here, and never guessed.

mod problem;
mod replica_status;

use std::{thread, time::Duration};

use anyhow::Context as _;
use serde::{Deserialize, de::DeserializeOwned};
use tokio::sync::oneshot;
use ureq::{
    Agent, Body,
    http::{Response, StatusCode},
};

use self::problem::describe;
pub(crate) use self::replica_status::{PassedCheckpoint, ReplicaStatus};
use crate::settings::{BadUsage, ServerArgs};

/// How long a server may take to accept a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long an answer may take in all; `atLeast` alone may wait for five seconds.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);
/// How long something may take that a server is to do: comparing or folding all that there is.
const DONE_WITHIN: Duration = Duration::from_hours(2);
/// The largest answer that is read: a trend by day and municipality of decades.
const ANSWER_LIMIT_BYTES: u64 = 512 * 1024 * 1024;
/// The header by which a Knelpunt server is known.
const API_VERSION: &str = "API-Version";

/// The keys and values of a link.
pub(crate) type QueryPairs = Vec<(&'static str, String)>;

/// A kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accept {
    /// JSON.
    Json,
    /// Comma-separated values.
    Csv,
}

/// A server that is asked; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct ApiClient {
    url: String,
    agent: Agent,
}

/// What a server said, whatever it was.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: StatusCode,
    /// The header `Date`, if there was one.
    pub(crate) date: Option<String>,
    /// The body.
    pub(crate) text: String,
}

/// Where the log of a server is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Position {
    nats_url: Option<String>,
}

/// Where to publish: told, or asked of the running server.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LogAddressArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// The NATS server to publish to; without it the running server is asked where its log is
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: Option<String>,
}

impl LogAddressArgs {
    /// Gives the address of NATS.
    ///
    /// # Errors
    ///
    /// When it was not told, and there is no server that knows it.
    pub(crate) fn nats_url(&self) -> anyhow::Result<String> {
        match &self.nats {
            Some(url) => Ok(url.clone()),
            None => ApiClient::new(&self.server)?.nats_url(),
        }
    }

    /// Gives the server that is asked.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::of`].
    pub(crate) fn server(&self) -> Result<ApiClient, BadUsage> {
        ApiClient::new(&self.server)
    }
}

impl Accept {
    const fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
        }
    }
}

impl ApiClient {
    /// Prepares to ask a server.
    ///
    /// # Errors
    ///
    /// When its address is not one of HTTP.
    pub(crate) fn new(args: &ServerArgs) -> Result<Self, BadUsage> {
        let url = args.server.trim_end_matches('/');
        let rest = url.strip_prefix("http://").unwrap_or_default();
        if rest.is_empty() || rest.contains(['?', '#', ' ']) {
            let given = &args.server;
            return Err(BadUsage(format!(
                "read --server {given:?}: give an address such as {}",
                crate::settings::SERVER
            )));
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(CONNECT_WITHIN))
            .timeout_global(Some(ANSWER_WITHIN))
            .user_agent(concat!("knelpunt/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            url: url.to_owned(),
            agent: config.new_agent(),
        })
    }

    /// Gives its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Asks, and gives what the server says, be it a refusal.
    ///
    /// # Errors
    ///
    /// When there is no server, or another one than Knelpunt's.
    pub(crate) fn ask(
        &self,
        path: &str,
        pairs: &QueryPairs,
        accept: Accept,
    ) -> anyhow::Result<Answer> {
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .query_pairs(pairs.iter().map(|(key, value)| (*key, value.as_str())))
            .header("Accept", accept.media());
        self.read(request.call())
    }

    /// Has something done, and reads what came of it.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`].
    pub(crate) fn post<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .config()
            .timeout_global(Some(DONE_WITHIN))
            .build()
            .header("Accept", Accept::Json.media())
            .content_type(Accept::Json.media());
        let answer = self.read(request.send("{}"))?;
        self.understand(path, &self.accepted(answer)?)
    }

    /// Has something done that may take long, on a thread that does not keep the program from ending.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::post`].
    pub(crate) async fn have_done<T: DeserializeOwned + Send + 'static>(
        &self,
        path: &'static str,
    ) -> anyhow::Result<T> {
        let (sender, done) = oneshot::channel();
        let server = self.clone();
        // Whoever waited for it may be ending.
        thread::spawn(move || drop(sender.send(server.post(path))));
        done.await.context("wait for the server")?
    }

    fn read(&self, asked: Result<Response<Body>, ureq::Error>) -> anyhow::Result<Answer> {
        let mut response = asked.map_err(|error| self.unreachable(&error))?;
        self.check_is_ours(&response)?;
        let date = response.headers().get("Date");
        let date = date.and_then(|date| Some(date.to_str().ok()?.to_owned()));
        let body = response.body_mut().with_config().limit(ANSWER_LIMIT_BYTES);
        let text = body
            .read_to_string()
            .map_err(|error| self.unreachable(&error))?;
        Ok(Answer {
            status: response.status(),
            date,
            text,
        })
    }

    /// Asks, and gives the answer as it is.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::ask`], and when the server refuses: everything that is wrong with the question, at once.
    pub(crate) fn text(
        &self,
        path: &str,
        pairs: &QueryPairs,
        accept: Accept,
    ) -> anyhow::Result<String> {
        self.accepted(self.ask(path, pairs, accept)?)
    }

    /// Gives what was answered, unless it is a refusal.
    fn accepted(&self, answer: Answer) -> anyhow::Result<String> {
        if answer.status == StatusCode::OK {
            return Ok(answer.text);
        }
        let said = describe(&answer);
        Err(match answer.status {
            StatusCode::BAD_REQUEST => BadUsage(format!("ask that: {said}")).into(),
            status => anyhow::anyhow!("get an answer of {}: {said} ({status})", self.url),
        })
    }

    /// Asks, and reads the answer.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::text`], and when the answer is none of this version's.
    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        path: &str,
        pairs: &QueryPairs,
    ) -> anyhow::Result<T> {
        self.understand(path, &self.text(path, pairs, Accept::Json)?)
    }

    fn understand<T: DeserializeOwned>(&self, path: &str, text: &str) -> anyhow::Result<T> {
        serde_json::from_str(text)
            .with_context(|| format!("understand the answer of {}{path}", self.url))
    }

    /// Asks where its log is.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`], and when it never reached its log.
    pub(crate) fn nats_url(&self) -> anyhow::Result<String> {
        let position: Position = self.json("/v1/position", &QueryPairs::new())?;
        position.nats_url.with_context(|| {
            let url = &self.url;
            format!("learn of {url} where NATS is: it has not reached it itself; try again, or pass --nats URL")
        })
    }

    fn unreachable(&self, error: &ureq::Error) -> anyhow::Error {
        let url = &self.url;
        let reason = match error {
            ureq::Error::Io(error) => error.to_string(),
            ureq::Error::Protocol(_) => {
                return anyhow::anyhow!(
                    "understand what {url} answers: it does not speak HTTP; pass --server"
                );
            }
            ureq::Error::BodyExceedsLimit(_) => {
                return anyhow::anyhow!("read all that {url} answers: ask for less");
            }
            error => error.to_string(),
        };
        anyhow::anyhow!(
            "reach the server at {url}: {reason}; start one with `knelpunt up`, or pass --server"
        )
    }

    fn check_is_ours(&self, response: &Response<Body>) -> anyhow::Result<()> {
        if response.headers().contains_key(API_VERSION) {
            return Ok(());
        }
        let (url, status) = (&self.url, response.status());
        anyhow::bail!(
            "ask the server at {url}: it answers {status}, but is no Knelpunt server; start one with `knelpunt up`, or pass --server"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> Result<ApiClient, BadUsage> {
        let server = url.to_owned();
        ApiClient::new(&ServerArgs { server })
    }

    #[test]
    fn an_address_is_one_of_http() {
        assert_eq!(
            server("http://127.0.0.1:7420/").unwrap().url(),
            "http://127.0.0.1:7420"
        );
        for url in [
            "",
            "127.0.0.1:7420",
            "https://a",
            "nats://a:4222",
            "http://",
            "http://a?b",
        ] {
            assert!(server(url).is_err(), "{url}");
        }
    }
}
