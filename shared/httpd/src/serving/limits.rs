//! How much the server takes on.

use std::time::Duration;

/// How much the server takes on before it answers with 503.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpLimits {
    /// The most connections at a time; further ones are rejected with 503.
    pub max_connections: usize,
    /// The most connections that are being rejected at a time; further ones wait to be accepted.
    pub max_rejections: usize,
    /// How long a connection beyond the limit waits for a permit, and then may take to be rejected.
    pub rejection_timeout: Duration,
    /// The largest head of a request, with its link.
    pub max_head_bytes: usize,
    /// The memory for request and response bodies of all clients together.
    pub max_buffered_bytes: usize,
    /// How long a client may take to send the head of a request, to send its body, and to begin the next request.
    pub header_timeout: Duration,
    /// How long a client may receive nothing of a response.
    pub write_stall_timeout: Duration,
    /// How long responses in progress may take once the server is stopped.
    pub shutdown_timeout: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            max_connections: 12_000,
            max_rejections: 1_024,
            rejection_timeout: Duration::from_millis(500),
            max_head_bytes: 32 * 1024,
            max_buffered_bytes: 512 * 1024 * 1024,
            header_timeout: Duration::from_secs(10),
            write_stall_timeout: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(3),
        }
    }
}

impl HttpLimits {
    /// Lowers the limits for a process that may open this many files.
    ///
    /// Each connection is one file. An eighth of them is left for everything else: the store, the log, NATS.
    #[must_use]
    pub fn with_max_files(self, max_files: usize) -> Self {
        Self {
            max_connections: self.max_connections.min(max_files / 4 * 3),
            max_rejections: self.max_rejections.min(max_files / 8),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_for_everything_else() {
        let default = HttpLimits::default();
        assert_eq!(default.with_max_files(20_000), default);
        let few = default.with_max_files(1_024);
        assert_eq!((few.max_connections, few.max_rejections), (768, 128));
    }
}
