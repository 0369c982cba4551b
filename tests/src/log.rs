//! The log, without our own code: raw messages in, raw messages out.

use std::sync::LazyLock;

use anyhow::Context as _;
use async_nats::{
    HeaderMap,
    jetstream::{self, stream},
};
use journal::{Journal, JournalOptions, Message};
use tokio::runtime::Runtime;

use crate::history;

/// Messages to publish before waiting for acknowledgements: beyond 5 000 async-nats waits until some are awaited.
const IN_FLIGHT: usize = 2_000;

pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| match Runtime::new() {
    Ok(runtime) => runtime,
    Err(error) => panic!("cannot start a runtime: {error}"),
});

/// A connection to one NATS server.
#[derive(Debug, Clone)]
pub struct Log {
    url: String,
    client: async_nats::Client,
    stream: jetstream::Context,
}

impl Log {
    /// Connects.
    ///
    /// # Errors
    ///
    /// If no server answers.
    pub fn connect(url: &str) -> anyhow::Result<Self> {
        RUNTIME.block_on(async {
            let connecting = async_nats::ConnectOptions::new()
                .retry_on_initial_connect()
                .max_reconnects(None);
            let client = connecting
                .connect(url)
                .await
                .with_context(|| format!("cannot connect to {url}"))?;
            Ok(Self {
                url: url.to_owned(),
                stream: jetstream::new(client.clone()),
                client,
            })
        })
    }

    /// Creates the stream as `knelpunt init` does.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    pub fn create_stream(&self) -> anyhow::Result<()> {
        self.with_journal(async |journal| Ok(journal.create(1).await.map(drop)?))
    }

    /// Returns the configuration of the stream.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn configuration(&self) -> anyhow::Result<stream::Config> {
        let stream = RUNTIME.block_on(self.stream.get_stream(journal::STREAM))?;
        Ok(stream.cached_info().config.clone())
    }

    /// Creates a stream with another configuration.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    pub fn create_configured(&self, configuration: stream::Config) -> anyhow::Result<()> {
        RUNTIME.block_on(self.stream.create_stream(configuration))?;
        Ok(())
    }

    /// Changes the configuration of the stream.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    pub fn configure(&self, configuration: stream::Config) -> anyhow::Result<()> {
        RUNTIME.block_on(self.stream.update_stream(configuration))?;
        Ok(())
    }

    /// Deletes the stream with its messages.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn delete_stream(&self) -> anyhow::Result<()> {
        RUNTIME.block_on(self.stream.delete_stream(journal::STREAM))?;
        Ok(())
    }

    /// Publishes payloads in order, without `Nats-Msg-Id`, so that duplicates are stored; returns their sequences.
    ///
    /// # Errors
    ///
    /// If one is not acknowledged.
    pub fn publish(
        &self,
        subject_and_payload: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> anyhow::Result<Vec<u64>> {
        self.publish_with(
            subject_and_payload
                .into_iter()
                .map(|(subject, payload)| (subject, HeaderMap::new(), payload)),
        )
    }

    /// Publishes messages with headers, as [`Log::publish`].
    ///
    /// # Errors
    ///
    /// If one is not acknowledged.
    pub fn publish_with(
        &self,
        messages: impl IntoIterator<Item = (String, HeaderMap, Vec<u8>)>,
    ) -> anyhow::Result<Vec<u64>> {
        let mut messages = messages.into_iter().peekable();
        RUNTIME.block_on(async {
            let mut sequences = Vec::new();
            while messages.peek().is_some() {
                let mut acknowledgements = Vec::new();
                for (subject, headers, payload) in messages.by_ref().take(IN_FLIGHT) {
                    let publishing =
                        self.stream
                            .publish_with_headers(subject, headers, payload.into());
                    acknowledgements.push(publishing.await?);
                }
                for acknowledgement in acknowledgements {
                    sequences.push(acknowledgement.await?.sequence);
                }
            }
            Ok(sequences)
        })
    }

    /// Publishes lines of NDJSON in order, duplicates too; returns their sequences.
    ///
    /// # Errors
    ///
    /// If a line is not an event, or is not acknowledged.
    pub fn publish_lines(
        &self,
        lines: impl IntoIterator<Item: AsRef<str>>,
    ) -> anyhow::Result<Vec<u64>> {
        let register = register::Register::embedded();
        let mut messages = Vec::new();
        for line in lines {
            let line = line.as_ref();
            let event = model::decode_structured(line.as_bytes(), register)?;
            messages.push((event.data.nats_subject(), line.as_bytes().to_vec()));
        }
        self.publish(messages)
    }

    /// Publishes lines of NDJSON as [`Log::publish_lines`]; returns the last sequence, or 0 without lines.
    ///
    /// # Errors
    ///
    /// If a line is not an event, or is not acknowledged.
    pub fn append(&self, lines: impl IntoIterator<Item: AsRef<str>>) -> anyhow::Result<u64> {
        let sequences = self.publish_lines(lines)?;
        Ok(sequences.last().copied().unwrap_or_default())
    }

    /// Publishes `rounds` of the made-up history, see [`history`]; returns the last sequence.
    ///
    /// # Errors
    ///
    /// If an event is not acknowledged.
    pub fn append_rounds(&self, rounds: u32) -> anyhow::Result<u64> {
        self.append((0..rounds).flat_map(history))
    }

    /// Reads every message of the stream.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn messages(&self) -> anyhow::Result<Vec<Message>> {
        self.with_journal(async |journal| {
            let mut all = Vec::new();
            let mut replay = journal.replay(1, None).await?;
            while let Some(messages) = replay.next().await? {
                all.extend(messages);
            }
            Ok(all)
        })
    }

    /// Returns the last sequence of the stream.
    ///
    /// # Errors
    ///
    /// If there is no stream.
    pub fn last_sequence(&self) -> anyhow::Result<u64> {
        self.with_journal(async |journal| {
            Ok(journal
                .find_stream()
                .await?
                .context("there is no stream")?
                .last_sequence)
        })
    }

    /// Erases a message, whose sequence stays empty; returns whether there was one.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    pub fn erase(&self, sequence: u64) -> anyhow::Result<bool> {
        self.with_journal(async |journal| Ok(journal.erase(sequence).await?))
    }

    /// Returns the client, for operations that only a test does.
    pub fn client(&self) -> &async_nats::Client {
        &self.client
    }

    fn with_journal<T>(
        &self,
        what: impl AsyncFnOnce(&Journal) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        RUNTIME.block_on(async {
            let journal = Journal::connect(&self.url, "test", JournalOptions::default()).await?;
            journal
                .wait_connected(std::time::Duration::from_secs(20))
                .await?;
            what(&journal).await
        })
    }
}
