//! A client of the running server's HTTP API.

mod problem;
pub(crate) mod replica_status;

use std::{io::Read as _, thread, time::Duration};

use anyhow::Context as _;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use ureq::{
    Agent, Body,
    http::{Response, StatusCode},
};

use self::problem::describe;
pub(crate) use self::replica_status::ReplicaStatus;
use crate::settings::{BadUsage, ServerArgs};

/// The time to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The time for a complete answer; `atLeast` alone may wait for five seconds.
const ANSWER_TIMEOUT: Duration = Duration::from_mins(1);
/// The time for an operation, which may compare or fold everything.
const OPERATION_TIMEOUT: Duration = Duration::from_hours(2);
/// The largest answer that is read: a trend by day and municipality of decades.
const ANSWER_LIMIT_BYTES: u64 = 512 * 1024 * 1024;
/// How much of a file is in memory.
const PIECE_BYTES: usize = 64 * 1024;
/// The header by which a Knelpunt server is recognised.
const API_VERSION: &str = "API-Version";

/// Query parameters.
pub(crate) type QueryPairs = Vec<(String, String)>;

/// The media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accept {
    /// JSON.
    Json,
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
    /// A line of JSON for each row.
    Ndjson,
    /// Columns, as programs for analysis read them.
    Parquet,
}

/// A client of one server; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct ApiClient {
    url: String,
    agent: Agent,
}

/// A response with any status.
#[derive(Debug)]
pub(crate) struct HttpAnswer {
    /// The status.
    pub(crate) status: StatusCode,
    /// The header `Date`.
    pub(crate) date: Option<String>,
    /// The body.
    pub(crate) text: String,
}

/// The address of the log: given, or that of the running server.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LogAddressArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// URL of the NATS server with the log, such as `nats://127.0.0.1:4222`; the one that the running server uses if not
    /// given
    #[arg(long, env = "KNELPUNT_NATS_URL", value_name = "URL")]
    nats: Option<String>,
}

impl LogAddressArgs {
    /// Returns the URL of NATS.
    ///
    /// # Errors
    ///
    /// When it was not given, and no running server knows it.
    pub(crate) fn nats_url(&self) -> anyhow::Result<String> {
        match &self.nats {
            Some(url) => Ok(url.clone()),
            None => ApiClient::new(&self.server)?.nats_url(),
        }
    }

    /// Returns a client of the running server.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::new`].
    pub(crate) fn server(&self) -> Result<ApiClient, BadUsage> {
        ApiClient::new(&self.server)
    }
}

impl Accept {
    const fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ndjson => "application/x-ndjson",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

impl ApiClient {
    /// Creates a client.
    ///
    /// # Errors
    ///
    /// When the URL is not an `http` URL.
    pub(crate) fn new(args: &ServerArgs) -> Result<Self, BadUsage> {
        let url = args.server.trim_end_matches('/');
        let rest = url.strip_prefix("http://").unwrap_or_default();
        if rest.is_empty() || rest.contains(['?', '#', ' ']) {
            let given = &args.server;
            return Err(BadUsage(format!(
                "cannot use --server {given:?}: it must begin with http://, as in {}",
                crate::settings::SERVER
            )));
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(ANSWER_TIMEOUT))
            .user_agent(concat!("knelpunt/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            url: url.to_owned(),
            agent: config.new_agent(),
        })
    }

    /// Returns the URL of the server.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Gets a path; returns the response with any status.
    ///
    /// # Errors
    ///
    /// When no server runs there, or another program than Knelpunt.
    pub(crate) fn get(
        &self,
        path: &str,
        pairs: &QueryPairs,
        accept: Accept,
    ) -> anyhow::Result<HttpAnswer> {
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .query_pairs(
                pairs
                    .iter()
                    .map(|(key, value)| (key.as_str(), value.as_str())),
            )
            .header("Accept", accept.media());
        self.read(request.call())
    }

    /// Gets a path, and writes the answer piece by piece, however long it is; returns its length in bytes.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::text`]; when the answer ends early, or cannot be written.
    pub(crate) fn download(
        &self,
        path: &str,
        pairs: &QueryPairs,
        accept: Accept,
        write: &mut dyn FnMut(&[u8]) -> anyhow::Result<()>,
    ) -> anyhow::Result<u64> {
        let pairs = pairs
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .query_pairs(pairs)
            .config()
            .timeout_global(Some(OPERATION_TIMEOUT))
            .build()
            .header("Accept", accept.media());
        let response = request.call();
        if !response
            .as_ref()
            .is_ok_and(|response| response.status() == StatusCode::OK)
        {
            let answer = self.read(response)?;
            self.accepted(answer)?;
            anyhow::bail!("cannot use the answer of {}{path}: it is no file", self.url);
        }
        let mut response = response.map_err(|error| self.unreachable(&error))?;
        self.check_is_ours(&response)?;
        let mut body = response.body_mut().as_reader();
        let (mut piece, mut length) = (vec![0; PIECE_BYTES], 0);
        loop {
            let read = body.read(&mut piece).with_context(|| {
                format!(
                    "cannot read all of {}{path}: the server ended early; try again",
                    self.url
                )
            })?;
            if read == 0 {
                return Ok(length);
            }
            write(&piece[..read])?;
            length += read as u64;
        }
    }

    /// Requests an operation, and returns its result.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`].
    pub(crate) fn post<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .config()
            .timeout_global(Some(OPERATION_TIMEOUT))
            .build()
            .header("Accept", Accept::Json.media())
            .content_type(Accept::Json.media());
        let answer = self.read(request.send("{}"))?;
        self.parse(path, &self.accepted(answer)?)
    }

    /// Requests an operation that may take long, on a thread that does not keep the program from ending.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::post`].
    pub(crate) async fn post_in_thread<T: DeserializeOwned + Send + 'static>(
        &self,
        path: &'static str,
    ) -> anyhow::Result<T> {
        let (sender, done) = oneshot::channel();
        let server = self.clone();
        // The receiver may be gone: a signal ends the wait.
        thread::spawn(move || drop(sender.send(server.post(path))));
        done.await.context("cannot wait for the server")?
    }

    fn read(&self, response: Result<Response<Body>, ureq::Error>) -> anyhow::Result<HttpAnswer> {
        let mut response = response.map_err(|error| self.unreachable(&error))?;
        self.check_is_ours(&response)?;
        let date = response.headers().get("Date");
        let date = date.and_then(|date| Some(date.to_str().ok()?.to_owned()));
        let body = response.body_mut().with_config().limit(ANSWER_LIMIT_BYTES);
        let text = body
            .read_to_string()
            .map_err(|error| self.unreachable(&error))?;
        Ok(HttpAnswer {
            status: response.status(),
            date,
            text,
        })
    }

    /// Gets a path, and returns the answer as text.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::get`], and when the status is not 200: with every violation in the parameters.
    pub(crate) fn text(
        &self,
        path: &str,
        pairs: &QueryPairs,
        accept: Accept,
    ) -> anyhow::Result<String> {
        self.accepted(self.get(path, pairs, accept)?)
    }

    /// Returns the text of an answer, or the error that its status means.
    fn accepted(&self, answer: HttpAnswer) -> anyhow::Result<String> {
        if answer.status == StatusCode::OK {
            return Ok(answer.text);
        }
        let problem = describe(&answer);
        Err(match answer.status {
            StatusCode::BAD_REQUEST => BadUsage(format!("cannot answer{problem}")).into(),
            StatusCode::NOT_FOUND => anyhow::anyhow!("cannot answer{problem}"),
            status => anyhow::anyhow!(
                "cannot answer{problem} (status {} of {})",
                status.as_u16(),
                self.url
            ),
        })
    }

    /// Gets a path, and parses the answer.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::text`], and when the server is of another version.
    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        path: &str,
        pairs: &QueryPairs,
    ) -> anyhow::Result<T> {
        self.parse(path, &self.text(path, pairs, Accept::Json)?)
    }

    fn parse<T: DeserializeOwned>(&self, path: &str, text: &str) -> anyhow::Result<T> {
        serde_json::from_str(text)
            .with_context(|| {
            format!(
                "cannot read the answer of {}{path}: it is probably of another version; use the same program",
                self.url
            )
        })
    }

    /// Returns the URL of its NATS server.
    ///
    /// # Errors
    ///
    /// As [`ApiClient::json`], and when it never reached NATS.
    pub(crate) fn nats_url(&self) -> anyhow::Result<String> {
        let position = self.position()?;
        position.nats_url.with_context(|| {
            let url = &self.url;
            format!("cannot learn the URL of NATS from {url}: it has not reached NATS yet; try again, or pass --nats")
        })
    }

    fn unreachable(&self, error: &ureq::Error) -> anyhow::Error {
        let url = &self.url;
        let reason = match error {
            ureq::Error::Io(error) => error.to_string(),
            ureq::Error::Protocol(_) => {
                return anyhow::anyhow!(
                    "cannot use the server at {url}: it does not speak HTTP; correct --server"
                );
            }
            ureq::Error::BodyExceedsLimit(_) => {
                return anyhow::anyhow!(
                    "cannot read the answer of {url}: it is too large; narrow the question"
                );
            }
            error => error.to_string(),
        };
        anyhow::anyhow!(
            "cannot reach the server at {url}: {reason}; start one with `knelpunt up`, or correct --server"
        )
    }

    fn check_is_ours(&self, response: &Response<Body>) -> anyhow::Result<()> {
        if response.headers().contains_key(API_VERSION) {
            return Ok(());
        }
        let (url, status) = (&self.url, response.status());
        anyhow::bail!(
            "cannot use the server at {url}: it answers {status}, but is not a Knelpunt server; start one with `knelpunt up`, or correct --server"
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
    fn a_url_is_an_http_url() {
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
