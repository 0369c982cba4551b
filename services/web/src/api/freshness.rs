//! For how long an answer is right: what else than its link it depends on.
//!
//! An answer as of a past instant, as it was known at a sequence, never changes: clients and proxies store it. The program
//! is part of its tag, for the names that it writes, and so are the versions of fold, register and catalogue; whoever has
//! stored an answer of an earlier version reads the names of then. Three kinds are asked for again each time: those with
//! texts, because a text that is redacted must not come back from a cache; those up to a message in quarantine, which a
//! later catalogue may accept; and those of now.

use httpd::{MediaType, Validator};
use model::Instant;
use questions::Scope;

use crate::{app::WebApp, problem::WebProblem};

/// What an answer depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Freshness {
    as_of: Instant,
    known_at: Option<u64>,
    is_pinned: bool,
    shows_texts: bool,
    media: MediaType,
}

impl Freshness {
    /// Returns what the answer to a link depends on, with this scope and media type; `is_pinned` is that of the request.
    pub(crate) fn new(scope: &Scope, is_pinned: bool, media: MediaType, shows_texts: bool) -> Self {
        Self {
            as_of: scope.as_of,
            known_at: scope.known_at,
            is_pinned,
            shows_texts,
            media,
        }
    }

    /// Returns the validator of the answer that the views give now.
    ///
    /// # Errors
    ///
    /// 503 while the views are being rebuilt.
    pub(crate) fn validator(&self, app: &WebApp) -> Result<Validator, WebProblem> {
        let mark = app.reader.mark()?;
        let log = mark.log.0.to_string();
        let (versions, build) = (&mark.versions, app.settings.build.as_str());
        let common = [
            self.media.content_type(),
            build,
            versions.fold.as_str(),
            versions.register.as_str(),
            versions.catalogue.as_str(),
            log.as_str(),
        ];
        if self.never_changes(app)? {
            return Ok(Validator::forever(&common));
        }
        let (position, as_of) = (mark.position.to_string(), self.as_of.to_string());
        let state = [position.as_str(), mark.digest.as_str(), as_of.as_str()];
        Ok(Validator::of_state(&[&common[..], &state[..]].concat()))
    }

    fn never_changes(&self, app: &WebApp) -> Result<bool, WebProblem> {
        let is_past = self.is_pinned && self.as_of < app.now();
        match self.known_at {
            Some(known_at) if is_past && !self.shows_texts => {
                Ok(app.reader.is_settled(known_at)?)
            }
            _ => Ok(false),
        }
    }
}
