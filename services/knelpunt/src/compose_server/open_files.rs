//! How many files may be open, of which each connection is one: as many as the system allows, asked for at the start.

use httpd::HttpLimits;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Gives how much the door takes on with the files that may be open, and says so where that is less than usual.
pub(super) fn limits() -> HttpLimits {
    let files = raise();
    let (usual, limits) = (
        HttpLimits::default(),
        HttpLimits::default().with_max_files(files),
    );
    if limits != usual {
        let (connections, usual) = (limits.max_connections, usual.max_connections);
        tracing::warn!(
            files,
            connections,
            "only {connections} connections at a time instead of {usual}: no more than {files} files may be open \
             (`ulimit -Hn`)"
        );
    }
    limits
}

/// Raises the limit of open files to the highest that is allowed, and gives it.
fn raise() -> usize {
    let found = getrlimit(Resource::Nofile);
    let wanted = Rlimit {
        current: found.maximum,
        ..found
    };
    let allowed = match setrlimit(Resource::Nofile, wanted) {
        Ok(()) => wanted.current,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files stays as it is");
            found.current
        }
    };
    // Nothing said is no limit.
    allowed.map_or(usize::MAX, |files| {
        usize::try_from(files).unwrap_or(usize::MAX)
    })
}
