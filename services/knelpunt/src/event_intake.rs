//! Accepting events over HTTP: the outbox, the source of the events, and the task that publishes them.

use anyhow::Context as _;
use emitter::Emitter;
use httpd::HttpService;
use intake::IntakeSettings;
use journal::Journal;
use outbox::Outbox;
use register::Register;
use tokio::task::{self, JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{clock, lifecycle::Lifecycle, publish::installation, settings::DataArgs};

/// The source of accepted events.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SourceArgs {
    /// Source of the events that are accepted over HTTP, a URN that stays the same, such as urn:example:coaches; the id of
    /// this installation if not given
    #[arg(long, env = "KNELPUNT_SOURCE", value_name = "URN")]
    source: Option<String>,
}

/// An open outbox, and the source of what goes into it.
#[derive(Debug, Clone)]
pub(crate) struct EventIntake {
    emitter: Emitter,
}

impl EventIntake {
    /// Opens the outbox, on a thread that may block: every entry is read.
    ///
    /// # Errors
    ///
    /// When the folder is in use or unusable, or the source is not a URN.
    pub(crate) async fn open(
        data: &DataArgs,
        source: &SourceArgs,
        register: &'static Register,
    ) -> anyhow::Result<Self> {
        let source = installation::source_or_default(source.source.as_ref(), data)?;
        let folder = data.outbox();
        let opened = task::spawn_blocking(move || Outbox::open(&folder)).await;
        let outbox = opened
            .context("cannot open the outbox")?
            .with_context(|| format!("cannot accept events into {}", data.outbox().display()))?;
        Ok(Self {
            emitter: Emitter {
                outbox,
                register,
                source,
                now: clock::now,
                new_id: clock::new_id,
                delivery_timeout: emitter::DELIVERY_TIMEOUT,
            },
        })
    }

    /// Returns the service for a server that answers questions too.
    pub(crate) fn service_beside_questions(&self) -> HttpService {
        intake::service(self.settings(true))
    }

    /// Returns what the forms on the pages need.
    ///
    /// # Errors
    ///
    /// As [`clock::secret`].
    pub(crate) fn forms(&self) -> anyhow::Result<web::Forms> {
        Ok(web::Forms {
            emitter: self.emitter.clone(),
            secret: clock::secret()?,
        })
    }

    /// Returns the service for a server that only accepts events.
    pub(crate) fn service_alone(&self) -> HttpService {
        intake::standalone_service(self.settings(false))
    }

    fn settings(&self, serves_questions: bool) -> IntakeSettings {
        IntakeSettings {
            emitter: self.emitter.clone(),
            limits: intake::IntakeLimits::default(),
            serves_questions,
        }
    }

    /// Starts to publish what waits. Cancel `stop` only after the last event was accepted: an event accepted later
    /// would wait for the next start.
    pub(crate) fn publish(
        &self,
        journal: &Journal,
        lifecycle: &Lifecycle,
        stop: CancellationToken,
    ) -> JoinHandle<anyhow::Result<()>> {
        let (outbox, journal) = (self.emitter.outbox.clone(), journal.clone());
        lifecycle.run("the publisher of the outbox", async move {
            outbox.run(&journal, clock::now, stop).await;
            anyhow::Ok(())
        })
    }
}
