//! The settings: the register, the clock, the limits.

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use httpd::AllowedOrigin;
use model::Instant;
use register::Register;

use views::ViewsAdmin;

use crate::Forms;

/// The settings of the API and the pages.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// The register in which codes are looked up.
    pub register: &'static Register,
    /// Reads the clock: the default of `asOf`.
    pub now: fn() -> Instant,
    /// The version of the program.
    pub version: String,
    /// What identifies the program among all that have this version: in what clients store, its names count.
    pub build: String,
    /// How much the server takes on.
    pub limits: WebLimits,
    /// Finds what had arrived by an instant; without it, links name positions.
    pub arrivals: Option<Arrivals>,
    /// The channel by which operators change the views.
    pub admin: ViewsAdmin,
    /// The settings of the forms; without them there are none.
    pub forms: Option<Forms>,
    /// From which other sites pages may read the API: `*`, or one origin.
    pub allowed_origin: Option<AllowedOrigin>,
    /// The style sheet of the organisation, which pages load after ours.
    pub theme: Option<String>,
}

/// The last sequence that had arrived by an instant; or why the log cannot be read, as a lower-case fragment.
type LastArrived = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

/// Finds the last sequence that had arrived by an instant, or why the log cannot be read.
#[derive(Clone)]
pub struct Arrivals(Arc<dyn Fn(Instant) -> LastArrived + Send + Sync>);

impl Arrivals {
    /// Creates it from what reads the log.
    pub fn new<F>(find: impl Fn(Instant) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<u64, String>> + Send + 'static,
    {
        Self(Arc::new(move |instant| Box::pin(find(instant))))
    }

    /// Returns the last sequence that had arrived by an instant; 0 if nothing had.
    ///
    /// # Errors
    ///
    /// Why the log cannot be read.
    pub(crate) async fn last_by(&self, instant: Instant) -> Result<u64, String> {
        (self.0)(instant).await
    }
}

impl fmt::Debug for Arrivals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Arrivals").finish()
    }
}

/// How much the server takes on before it answers with 503.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebLimits {
    /// The limits on connections and bodies.
    pub http: httpd::HttpLimits,
    /// The most answers in progress at a time; further requests get 503.
    pub max_concurrent_answers: usize,
    /// How long a submitted form waits for a permit before it gets 503.
    pub queue_timeout: Duration,
    /// How long a question waits for the position in `atLeast` before it gets 503.
    pub read_your_writes_timeout: Duration,
    /// The most readers of live changes at a time; further ones get 503. Each takes a connection for as long as it stays.
    pub max_change_readers: usize,
}

impl WebSettings {
    /// Creates settings with the default limits, without administration, forms and theme.
    pub fn new(
        register: &'static Register,
        now: fn() -> Instant,
        version: impl Into<String>,
    ) -> Self {
        let version = version.into();
        Self {
            register,
            now,
            build: version.clone(),
            version,
            limits: WebLimits::default(),
            arrivals: None,
            admin: ViewsAdmin::default(),
            forms: None,
            allowed_origin: None,
            theme: None,
        }
    }
}

impl Default for WebLimits {
    fn default() -> Self {
        Self {
            http: httpd::HttpLimits::default(),
            max_concurrent_answers: 32,
            queue_timeout: Duration::from_secs(5),
            read_your_writes_timeout: Duration::from_secs(5),
            max_change_readers: 4_000,
        }
    }
}
