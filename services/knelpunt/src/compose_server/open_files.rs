//! The limit of open files, of which each connection is one: raised at the start to what the system allows.

use httpd::HttpLimits;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Returns the limits of the HTTP server with the files that may be open; logs it when they are lower than usual.
pub(crate) fn limits() -> HttpLimits {
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
            "at most {connections} connections at a time instead of {usual}: the system allows {files} open files; raise \
             `ulimit -Hn`"
        );
    }
    limits
}

/// Raises the limit of open files to the highest allowed, and returns it.
fn raise() -> usize {
    let found = getrlimit(Resource::Nofile);
    let wanted = Rlimit {
        current: found.maximum,
        ..found
    };
    let allowed = match setrlimit(Resource::Nofile, wanted) {
        Ok(()) => wanted.current,
        Err(error) => {
            tracing::warn!(%error, "cannot raise the limit of open files: {error}");
            found.current
        }
    };
    // None is no limit.
    allowed.map_or(usize::MAX, |files| {
        usize::try_from(files).unwrap_or(usize::MAX)
    })
}
