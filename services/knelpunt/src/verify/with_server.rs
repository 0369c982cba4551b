//! A running server, compared with a replay of its log, while it goes on.

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use register::Register;
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use views::CHECKPOINT_EVERY;

use super::{Args, report::Report, server_at};
use crate::{
    api_client::{ApiClient, PassedCheckpoint, ReplicaStatus},
    log_replay::LogReplay,
};

/// What a server found that compared what it keeps with itself.
#[derive(Deserialize)]
struct Audit {
    position: u64,
    knelpunten: u64,
    events: u64,
    differences: Vec<String>,
}

/// Compares a running server.
pub(super) async fn verify(
    args: &Args,
    url: &str,
    register: &'static Register,
    stop: &CancellationToken,
) -> anyhow::Result<Report> {
    let server = ApiClient::new(&server_at(url))?;
    // Position, digest and counts as one: the replay stops exactly there, however far the server goes on.
    let theirs = server.standing()?;
    let verifying = compare(args, &server, register, &theirs);
    let verified = stop.run_until_cancelled(verifying).await;
    verified
        .context("compare all: stopped by a signal")
        .flatten()
}

async fn compare(
    args: &Args,
    server: &ApiClient,
    register: &'static Register,
    theirs: &ReplicaStatus,
) -> anyhow::Result<Report> {
    let url = match &args.log.nats {
        Some(url) => url.clone(),
        None => server.nats_url()?,
    };
    let scratch = args.scratch()?;
    let mut replaying =
        LogReplay::start(&url, "knelpunt verify", scratch.folder(), register).await?;
    check_versions(server, theirs, &replaying.standing()?.into())?;
    replaying.fold_up_to(theirs.position, "replaying").await?;
    let ours = ReplicaStatus::from(replaying.standing()?);
    let last = replaying.last_sequence().await?;
    let mut report = Report::of(server.url(), ours.position);
    if last < theirs.position {
        report.differs(format!(
            "position: the server stands at {}, and the log ends at {last}",
            theirs.position
        ));
    }
    report.digests("digest", ours.position, &theirs.digest, &ours.digest);
    let kept = server.checkpoints(theirs.position)?;
    let passed: Vec<PassedCheckpoint> = replaying
        .checkpoints()?
        .into_iter()
        .map(PassedCheckpoint::from)
        .collect();
    checkpoints(&mut report, &kept, &passed);
    counts(&mut report, theirs, &ours, replaying.erased());
    // Nothing more is asked of it; the server may need the disk for what it goes on with.
    replaying.close()?;
    drop(scratch);
    audit(&mut report, server).await?;
    Ok(report)
}

fn check_versions(
    server: &ApiClient,
    theirs: &ReplicaStatus,
    ours: &ReplicaStatus,
) -> anyhow::Result<()> {
    anyhow::ensure!(
        theirs.versions == ours.versions,
        "compare with the server at {}: it folds by other versions ({}) than this knelpunt ({}); use the same program and catalogue",
        server.url(),
        theirs.versions,
        ours.versions
    );
    Ok(())
}

/// Compares every checkpoint that both have; names the first that differs.
///
/// The server forgets those behind an event that was in quarantine and has become valid: the replay has more.
fn checkpoints(report: &mut Report, kept: &[PassedCheckpoint], passed: &[PassedCheckpoint]) {
    let mut both = 0;
    let mut differing: Vec<(&PassedCheckpoint, &PassedCheckpoint)> = Vec::new();
    for theirs in kept {
        let place = passed.binary_search_by_key(&theirs.position, |ours| ours.position);
        match place.map(|place| &passed[place]) {
            Ok(ours) => {
                both += 1;
                if ours.digest != theirs.digest {
                    differing.push((theirs, ours));
                }
            }
            Err(_) if theirs.position.is_multiple_of(CHECKPOINT_EVERY) => {}
            Err(_) => report.differs(format!(
                "checkpoint {}: the server has one, where there is none to be",
                theirs.position
            )),
        }
    }
    match differing.first() {
        None => report.same(format!("{both} checkpoints")),
        Some((theirs, ours)) => {
            let what = match differing.len() {
                1 => format!("checkpoint {}, alone of {both}", theirs.position),
                more => format!(
                    "checkpoint {}, the first of {more} of {both} that differ",
                    theirs.position
                ),
            };
            report.differs(format!(
                "{what}: the server has {}, the replay {}",
                theirs.digest, ours.digest
            ));
        }
    }
}

/// Compares what was counted on the way. A message that was erased since was counted by the server alone.
fn counts(report: &mut Report, theirs: &ReplicaStatus, ours: &ReplicaStatus, erased: u64) {
    let counted = [
        ("duplicates", theirs.duplicates, ours.duplicates),
        ("conflicts", theirs.conflicts, ours.conflicts),
        ("in quarantine", theirs.quarantined, ours.quarantined),
    ];
    let mut left = erased;
    for (what, theirs, ours) in counted {
        let more = theirs.checked_sub(ours).filter(|more| *more <= left);
        match more {
            Some(0) => report.same(format!("{ours} {what}")),
            Some(more) => {
                left -= more;
                report.same(format!(
                    "{ours} {what}, and {more} of messages that were erased from the log since"
                ));
            }
            None => report.differs(format!(
                "{what}: the server counted {theirs}, the replay {ours}"
            )),
        }
    }
}

/// Has the server compare what it keeps with itself.
async fn audit(report: &mut Report, server: &ApiClient) -> anyhow::Result<()> {
    let spinner = ProgressBar::new_spinner().with_message("the server compares what it keeps");
    spinner.set_style(ProgressStyle::default_spinner());
    spinner.enable_steady_tick(std::time::Duration::from_millis(200));
    let audited = server.have_done::<Audit>("/v1/audits").await;
    spinner.finish_and_clear();
    let audit = audited?;
    let found = audit.differences.len();
    for difference in audit.differences {
        report.differs(difference);
    }
    let (knelpunten, events, position) = (audit.knelpunten, audit.events, audit.position);
    if found == 0 {
        report.same(format!(
            "what the server keeps, with itself: {knelpunten} knelpunten, {events} events, at position {position}"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn standing(duplicates: u64, conflicts: u64, quarantined: u64) -> ReplicaStatus {
        serde_json::from_value(json!({
            "position": 100, "digest": "a", "checkpoints": [], "natsUrl": null,
            "versions": {"fold": "1", "register": "r", "catalogue": "c"},
            "duplicates": duplicates, "conflicts": conflicts, "quarantined": quarantined,
        }))
        .unwrap()
    }

    fn passed(digests: &[(u64, &str)]) -> Vec<PassedCheckpoint> {
        let passed = digests.iter().map(|(position, digest)| PassedCheckpoint {
            position: *position,
            digest: (*digest).to_owned(),
        });
        passed.collect()
    }

    #[track_caller]
    fn check_counts(theirs: [u64; 3], ours: [u64; 3], erased: u64, differences: usize) {
        let mut report = Report::of("http://a", 100);
        let of = |[one, two, three]: [u64; 3]| standing(one, two, three);
        counts(&mut report, &of(theirs), &of(ours), erased);
        assert_eq!(report.differences().len(), differences, "{report:?}");
    }

    #[test]
    fn counts_are_the_same_but_for_what_was_erased() {
        check_counts([1, 2, 3], [1, 2, 3], 0, 0);
        check_counts([1, 2, 4], [1, 2, 3], 0, 1);
        check_counts([1, 2, 4], [1, 2, 3], 1, 0);
        check_counts([2, 2, 4], [1, 2, 3], 1, 1);
        check_counts([0, 2, 3], [1, 2, 3], 5, 1);
    }

    #[track_caller]
    fn check_checkpoints(kept: &[(u64, &str)], ours: &[(u64, &str)], named: &[&str]) {
        let mut report = Report::of("http://a", 100);
        checkpoints(&mut report, &passed(kept), &passed(ours));
        let differences = report.differences();
        assert_eq!(differences.len(), named.len(), "{differences:?}");
        for (difference, part) in differences.iter().zip(named) {
            assert!(difference.contains(part), "{difference}");
        }
    }

    #[test]
    fn the_first_checkpoint_that_differs_is_named() {
        let ours = [(10_000, "a"), (20_000, "b"), (30_000, "c")];
        check_checkpoints(&ours, &ours, &[]);
        check_checkpoints(&[(10_000, "a")], &ours, &[]);
        check_checkpoints(
            &[(10_000, "a"), (20_000, "x")],
            &ours,
            &["checkpoint 20000, alone of 2"],
        );
        check_checkpoints(
            &[(10_000, "a"), (20_000, "x"), (30_000, "x")],
            &ours,
            &["checkpoint 20000, the first of 2 of 3"],
        );
        check_checkpoints(
            &[(10_001, "a")],
            &ours,
            &["checkpoint 10001: the server has one"],
        );
    }
}
