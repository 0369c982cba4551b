//! How much a door takes on.

use std::time::Duration;

/// How much a door takes on before it says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at one time; further ones are refused with 503.
    pub connections: usize,
    /// Connections that are being refused at one time; further ones wait to be accepted.
    pub refusals: usize,
    /// How long a connection may wait for a place, and then take to be refused.
    pub refusal: Duration,
    /// The head of a request, its link included, in bytes.
    pub head_bytes: usize,
    /// What is held in memory for all clients together, of bodies that come and answers that go, in bytes.
    pub held_bytes: usize,
    /// How long a client may take to send the head of a request, and its body, or to begin with the next one.
    pub head: Duration,
    /// How long a client may take nothing of what is being sent to it.
    pub stall: Duration,
    /// How long answers may take once the server was told to stop.
    pub shutdown: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 12_000,
            refusals: 1_024,
            refusal: Duration::from_millis(500),
            head_bytes: 32 * 1024,
            held_bytes: 512 * 1024 * 1024,
            head: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            shutdown: Duration::from_secs(3),
        }
    }
}

impl Limits {
    /// Takes on no more than a process can that may have so many files open: each connection is one, and an eighth
    /// of them is left for everything else.
    #[must_use]
    pub fn with_files(self, files: usize) -> Self {
        Self {
            connections: self.connections.min(files / 4 * 3),
            refusals: self.refusals.min(files / 8),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_for_everything_else() {
        let usual = Limits::default();
        assert_eq!(usual.with_files(20_000), usual);
        let few = usual.with_files(1_024);
        assert_eq!((few.connections, few.refusals), (768, 128));
    }
}
