//! What the server is told by the binary: the register, the clock, and how much it takes on.

use std::time::Duration;

use model::Instant;
use register::Register;

use views::ViewsAdmin;

use crate::Forms;

/// What a server needs besides a listener and a reader.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// What codes in links are looked up in.
    pub register: &'static Register,
    /// Reads the clock: as of when questions are answered that do not say so.
    pub now: fn() -> Instant,
    /// The version of the program.
    pub version: String,
    /// How much it takes on.
    pub limits: WebLimits,
    /// The channel by which operators change the views.
    pub admin: ViewsAdmin,
    /// What forms need; without it there are none.
    pub forms: Option<Forms>,
}

/// How much a server takes on before it says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebLimits {
    /// What the door takes on.
    pub http: httpd::HttpLimits,
    /// Answers that are worked on at one time; further ones are refused with 503.
    pub max_concurrent_answers: usize,
    /// How long a form that was sent waits for its turn among them.
    pub queue_timeout: Duration,
    /// How long a question waits for the position of its `atLeast`.
    pub read_your_writes_timeout: Duration,
}

impl WebSettings {
    /// Takes the usual limits; the views cannot be changed, and there are no forms.
    pub fn new(
        register: &'static Register,
        now: fn() -> Instant,
        version: impl Into<String>,
    ) -> Self {
        let version = version.into();
        Self {
            register,
            now,
            version,
            limits: WebLimits::default(),
            admin: ViewsAdmin::default(),
            forms: None,
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
        }
    }
}
