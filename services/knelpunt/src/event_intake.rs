//! EventIntake events over HTTP: the outbox in its folder, who says what is taken, and the publishing of it.

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

/// Who says what is taken.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SourceArgs {
    /// Who says what is taken over HTTP, a URN that stays the same; the id of this installation if not given
    #[arg(long, env = "KNELPUNT_SOURCE", value_name = "URN")]
    source: Option<String>,
}

/// An open outbox, and who says what goes into it.
#[derive(Debug, Clone)]
pub(crate) struct EventIntake {
    emitter: Emitter,
}

impl EventIntake {
    /// Opens the outbox, all of which is looked at, on a thread that may block.
    ///
    /// # Errors
    ///
    /// When its folder is in use or cannot be used, or the source is none.
    pub(crate) async fn open(
        data: &DataArgs,
        source: &SourceArgs,
        register: &'static Register,
    ) -> anyhow::Result<Self> {
        let source = installation::source_or_default(source.source.as_ref(), data)?;
        let folder = data.outbox();
        let opened = task::spawn_blocking(move || Outbox::open(&folder)).await;
        let outbox = opened
            .context("open the outbox")?
            .with_context(|| format!("take events into {}", data.outbox().display()))?;
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

    /// Gives what is answered beside questions.
    pub(crate) fn beside_questions(&self) -> HttpService {
        intake::service(self.settings(true))
    }

    /// Gives what forms on the pages need.
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

    /// Gives what is answered where nothing else is.
    pub(crate) fn alone(&self) -> HttpService {
        intake::standalone_service(self.settings(false))
    }

    fn settings(&self, serves_questions: bool) -> IntakeSettings {
        IntakeSettings {
            emitter: self.emitter.clone(),
            limits: intake::IntakeLimits::default(),
            serves_questions,
        }
    }

    /// Starts to publish what waits; ends when `stop` is cancelled, which is to be after the last was taken.
    pub(crate) fn publish(
        &self,
        journal: &Journal,
        lifecycle: &Lifecycle,
        stop: CancellationToken,
    ) -> JoinHandle<anyhow::Result<()>> {
        let (outbox, journal) = (self.emitter.outbox.clone(), journal.clone());
        lifecycle.run("publishing what was taken", async move {
            outbox.run(&journal, clock::now, stop).await;
            anyhow::Ok(())
        })
    }
}
