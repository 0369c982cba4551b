//! Compares a running server with a replay of its log, while it continues to run.

use anyhow::Context as _;
use api::{AuditReport, Checkpoint};
use indicatif::{ProgressBar, ProgressStyle};
use register::Register;
use tokio_util::sync::CancellationToken;
use views::CHECKPOINT_EVERY;

use super::{Args, report::VerifyReport, server_at};
use crate::{
    api_client::{ApiClient, ReplicaStatus, replica_status::describe},
    log_replay::LogReplay,
    output::count,
};

/// Compares a running server.
pub(super) async fn verify(
    args: &Args,
    url: &str,
    register: &'static Register,
    stop: &CancellationToken,
) -> anyhow::Result<VerifyReport> {
    let server = ApiClient::new(&server_at(url))?;
    // One request for position, digest and counts: the replay stops exactly there, however far the server gets meanwhile.
    let theirs = server.status()?;
    let verifying = compare(args, &server, register, &theirs);
    let verified = stop.run_until_cancelled(verifying).await;
    verified
        .context("cannot compare everything: stopped by a signal")
        .flatten()
}

async fn compare(
    args: &Args,
    server: &ApiClient,
    register: &'static Register,
    theirs: &ReplicaStatus,
) -> anyhow::Result<VerifyReport> {
    let url = match &args.log.nats {
        Some(url) => url.clone(),
        None => server.nats_url()?,
    };
    let folder = args.temporary_folder()?;
    let mut replay = LogReplay::start(&url, "knelpunt verify", folder.path(), register).await?;
    check_versions(server, theirs, &replay.status()?.into())?;
    replay.fold_up_to(theirs.position, "replaying").await?;
    let ours = ReplicaStatus::from(replay.status()?);
    let last = replay.last_sequence().await?;
    let mut report = VerifyReport::new(server.url(), ours.position);
    if last < theirs.position {
        report.add_difference(format!(
            "position: the server is at {}, but the log ends at {last}",
            theirs.position
        ));
    }
    report.compare_digests("digest", ours.position, &theirs.digest, &ours.digest);
    let stored = server.checkpoints(theirs.position)?;
    let passed: Vec<Checkpoint> = replay.checkpoints()?.into_iter().collect();
    compare_checkpoints(&mut report, &stored, &passed);
    compare_counts(&mut report, theirs, &ours, replay.erased());
    // Before the audit: the temporary views are no longer needed, and the server may need the disk space.
    replay.close()?;
    drop(folder);
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
        "cannot compare with the server at {}: its versions ({}) differ from those of this knelpunt ({}); use the same program and --catalogue",
        server.url(),
        describe(&theirs.versions),
        describe(&ours.versions)
    );
    Ok(())
}

/// Compares every checkpoint that both have; lists the first that differs.
///
/// A retry of the quarantine removes the checkpoints after an event that became valid: the replay may have more.
fn compare_checkpoints(report: &mut VerifyReport, stored: &[Checkpoint], passed: &[Checkpoint]) {
    let mut both = 0;
    let mut differing: Vec<(&Checkpoint, &Checkpoint)> = Vec::new();
    for theirs in stored {
        let found = passed.binary_search_by_key(&theirs.position, |ours| ours.position);
        match found.map(|index| &passed[index]) {
            Ok(ours) => {
                both += 1;
                if ours.digest != theirs.digest {
                    differing.push((theirs, ours));
                }
            }
            Err(_) if theirs.position.is_multiple_of(CHECKPOINT_EVERY) => {}
            Err(_) => report.add_difference(format!(
                "checkpoint {}: the server has one at a position without checkpoints",
                theirs.position
            )),
        }
    }
    match differing.first() {
        None => report.add_match(count(both, "checkpoint")),
        Some((theirs, ours)) => {
            let what = match differing.len() {
                1 => format!("checkpoint {}, the only one of {both}", theirs.position),
                more => format!(
                    "checkpoint {}, the first of {more} of {both} that differ",
                    theirs.position
                ),
            };
            report.add_difference(format!(
                "{what}: the server has {}, the replay {}",
                theirs.digest, ours.digest
            ));
        }
    }
}

/// Compares the counts. A message that was erased later was counted by the server only.
fn compare_counts(
    report: &mut VerifyReport,
    theirs: &ReplicaStatus,
    ours: &ReplicaStatus,
    erased: u64,
) {
    let counted = [
        ("duplicates", theirs.duplicates, ours.duplicates),
        ("conflicts", theirs.conflicts, ours.conflicts),
        ("in quarantine", theirs.quarantined, ours.quarantined),
    ];
    let mut left = erased;
    for (what, theirs, ours) in counted {
        let more = theirs.checked_sub(ours).filter(|more| *more <= left);
        match more {
            Some(0) => report.add_match(format!("{ours} {what}")),
            Some(more) => {
                left -= more;
                report.add_match(format!(
                    "{ours} {what}, and {more} of messages erased from the log later"
                ));
            }
            None => report.add_difference(format!(
                "{what}: the server counted {theirs}, the replay {ours}"
            )),
        }
    }
}

/// Makes the server compare its own data.
async fn audit(report: &mut VerifyReport, server: &ApiClient) -> anyhow::Result<()> {
    let spinner = ProgressBar::new_spinner().with_message("the server compares its own data");
    spinner.set_style(ProgressStyle::default_spinner());
    spinner.enable_steady_tick(std::time::Duration::from_millis(200));
    let audited = server.post_in_thread::<AuditReport>("/v1/audits").await;
    spinner.finish_and_clear();
    let audit = audited?;
    let found = audit.differences.len();
    for difference in audit.differences {
        report.add_difference(difference);
    }
    let (knelpunten, events, position) = (audit.knelpunten, audit.events, audit.position);
    if found == 0 {
        report.add_match(format!(
            "the server's own data: {knelpunten} knelpunten, {events} events, at position {position}"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_client::replica_status;

    fn status(duplicates: u64, conflicts: u64, quarantined: u64) -> ReplicaStatus {
        ReplicaStatus {
            duplicates,
            conflicts,
            quarantined,
            ..replica_status::tests::status(100, "a", &[])
        }
    }

    fn passed(digests: &[(u64, &str)]) -> Vec<Checkpoint> {
        let passed = digests.iter().map(|(position, digest)| Checkpoint {
            position: *position,
            digest: (*digest).to_owned(),
        });
        passed.collect()
    }

    #[track_caller]
    fn check_counts(theirs: [u64; 3], ours: [u64; 3], erased: u64, differences: usize) {
        let mut report = VerifyReport::new("http://a", 100);
        let with_counts = |[one, two, three]: [u64; 3]| status(one, two, three);
        compare_counts(
            &mut report,
            &with_counts(theirs),
            &with_counts(ours),
            erased,
        );
        assert_eq!(report.differences().len(), differences, "{report:?}");
    }

    #[test]
    fn counts_are_the_same_except_for_erased_messages() {
        check_counts([1, 2, 3], [1, 2, 3], 0, 0);
        check_counts([1, 2, 4], [1, 2, 3], 0, 1);
        check_counts([1, 2, 4], [1, 2, 3], 1, 0);
        check_counts([2, 2, 4], [1, 2, 3], 1, 1);
        check_counts([0, 2, 3], [1, 2, 3], 5, 1);
    }

    #[track_caller]
    fn check_checkpoints(stored: &[(u64, &str)], ours: &[(u64, &str)], named: &[&str]) {
        let mut report = VerifyReport::new("http://a", 100);
        compare_checkpoints(&mut report, &passed(stored), &passed(ours));
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
            &["checkpoint 20000, the only one of 2"],
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
