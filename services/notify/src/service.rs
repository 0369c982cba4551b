//! The service: looks when something changed and when a day begins, and sends what is due to each recipient.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use futures_util::future::join_all;
use model::Instant;
use register::Register;
use tokio::{
    sync::{Notify, oneshot, watch},
    time,
};
use tokio_util::sync::CancellationToken;

use crate::{
    book::{AlertDelivery, LedgerEntry},
    changes,
    configuration::Configuration,
    ledger::{Ledger, LedgerError},
    look::{self, Ask},
    message::Writer,
    recipient::{Recipient, Sender},
    rules::RuleQuestion,
    schedule::{next_day, retry_after, time_until},
};

/// How long changes are collected before the server is asked: an import sends thousands of them.
const COLLECT_FOR: Duration = Duration::from_secs(1);
/// A look may take one part in so many of the time.
const SHARE_OF_TIME: u32 = 10;
/// The longest sleep: after it the clock is read again.
const LONGEST_SLEEP: Duration = Duration::from_hours(1);
/// How long a message that is being sent may still take when the service ends.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// What the service works with.
#[derive(Clone)]
pub struct NotifySettings {
    /// The rules and destinations.
    pub configuration: Configuration,
    /// The URL of the server.
    pub server: String,
    /// Asks the server.
    pub ask: Ask,
    /// Reads the clock.
    pub now: fn() -> Instant,
    /// The register, with the catalogue of the server.
    pub register: &'static Register,
    /// The folder of the ledger.
    pub folder: PathBuf,
    /// How long a mail server or webhook may take to answer.
    pub timeout: Duration,
}

/// What the tasks share.
struct Service {
    settings: NotifySettings,
    questions: Vec<(RuleQuestion, Vec<String>)>,
    ledger: Mutex<Ledger>,
    /// Changes when alerts were found.
    found: watch::Sender<()>,
    stop: CancellationToken,
}

/// Runs until the token is cancelled.
///
/// # Errors
///
/// When the ledger cannot be opened.
pub async fn run(settings: NotifySettings, stop: CancellationToken) -> Result<(), LedgerError> {
    let ledger = Ledger::open(&settings.folder)?;
    let recipients = Recipient::all(&settings.configuration);
    name_forgotten(&ledger, &recipients);
    let changed = Arc::new(Notify::new());
    let notify = Arc::clone(&changed);
    changes::follow(&settings.server, stop.clone(), move || notify.notify_one());
    let service = Arc::new(Service {
        questions: questions(&settings.configuration, &recipients),
        ledger: Mutex::new(ledger),
        found: watch::channel(()).0,
        settings,
        stop,
    });
    let sender = Sender::new(service.settings.timeout);
    let deliveries = recipients.into_iter().map(|to| {
        let delivery = Deliveries {
            service: Arc::clone(&service),
            sender: sender.clone(),
            to: Arc::new(to),
            failures: 0,
        };
        delivery.run()
    });
    tokio::join!(looks(&service, &changed), join_all(deliveries));
    Ok(())
}

/// Returns each question once, with all its recipients.
pub(crate) fn questions(
    configuration: &Configuration,
    recipients: &[Recipient],
) -> Vec<(RuleQuestion, Vec<String>)> {
    let mut questions: Vec<(RuleQuestion, Vec<String>)> = Vec::new();
    for rule in &configuration.rules {
        let to = recipients
            .iter()
            .filter(|one| rule.to.contains(&one.destination));
        let to: Vec<String> = to.map(|one| one.name.clone()).collect();
        match questions.iter_mut().find(|(one, _)| *one == rule.question) {
            Some((_, all)) => all.extend(to),
            None => questions.push((rule.question.clone(), to)),
        }
    }
    for (_, to) in &mut questions {
        to.sort_unstable();
        to.dedup();
    }
    questions
}

/// Logs for whom alerts wait that nobody sends any more.
fn name_forgotten(ledger: &Ledger, recipients: &[Recipient]) {
    let book = ledger.book();
    for name in book.recipients() {
        if !recipients.iter().any(|one| one.name == name) {
            let (waiting, _) = book.backlog(name);
            tracing::warn!(
                "cannot send to {name}: it is no longer in the file of rules; alerts waiting: {waiting}, until it is there again"
            );
        }
    }
}

/// Runs something that blocks, on a thread that does not keep the program from ending.
async fn in_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, done) = oneshot::channel();
    thread::spawn(move || drop(sender.send(work())));
    done.await.ok()
}

/// Checks whenever something changed, whenever a day begins, and again after a failure.
async fn looks(service: &Arc<Service>, changed: &Notify) {
    let stop = &service.stop;
    let mut failures = 0;
    loop {
        let (begun, own) = ((service.settings.now)(), Arc::clone(service));
        let looking = in_thread(move || own.look());
        let Some(looked) = stop.run_until_cancelled(looking).await else {
            return;
        };
        failures = count_failures(failures, looked);
        let now = (service.settings.now)();
        let next = async {
            if failures > 0 {
                return time::sleep(retry_after(failures.min(6))).await;
            }
            let day = next_day(now).map_or(LONGEST_SLEEP, |day| time_until(day, now));
            tokio::select! {
                () = changed.notified() => {}
                () = time::sleep(day.min(LONGEST_SLEEP)) => {}
            }
            time::sleep(COLLECT_FOR.max(time_until(now, begun) * SHARE_OF_TIME)).await;
        };
        if stop.run_until_cancelled(next).await.is_none() {
            return;
        }
    }
}

/// Returns how many looks have failed in a row; says when the first did, and when one succeeds again.
fn count_failures(failures: u32, looked: Option<Result<(), String>>) -> u32 {
    match (looked, failures) {
        (Some(Err(problem)), 0) => tracing::warn!("{problem}; alerts wait until then"),
        (Some(Err(problem)), _) => tracing::debug!("{problem}"),
        (_, 0) => return 0,
        _ => {
            tracing::info!("the server answers again");
            return 0;
        }
    }
    failures + 1
}

impl Service {
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks every question, and adds to the ledger what is new. A question that fails holds up no other.
    fn look(&self) -> Result<(), String> {
        let NotifySettings { ask, now, .. } = &self.settings;
        look::check_ready(ask)?;
        let mut outcome = Ok(());
        for (question, to) in &self.questions {
            let now = now();
            let learned = look::find(ask, question, now.day()).and_then(|findings| {
                let (id, mut ledger) = (question.id(), self.ledger());
                let has_started = ledger.book().has_started(id);
                let entries = ledger.book().learn(id, &findings, to, now);
                let alerts = count_alerts(&entries);
                ledger.add(entries).map_err(|error| error.to_string())?;
                let (when, known) = (question.when, findings.len());
                if !has_started {
                    tracing::info!(
                        "{when}: known at the first start: {known}; what is new from now on is sent"
                    );
                } else if alerts > 0 {
                    tracing::info!("{when}: new: {alerts}");
                }
                Ok(alerts)
            });
            match learned {
                Ok(0) => {}
                Ok(_) => {
                    self.found.send_replace(());
                }
                Err(problem) => outcome = Err(problem),
            }
        }
        outcome
    }
}

/// Returns how many entries are alerts.
pub(crate) fn count_alerts(entries: &[LedgerEntry]) -> usize {
    let is_alert = |entry: &&LedgerEntry| matches!(entry, LedgerEntry::Found { .. });
    entries.iter().filter(is_alert).count()
}

/// What is sent to one recipient.
struct Deliveries {
    service: Arc<Service>,
    sender: Sender,
    to: Arc<Recipient>,
    failures: u32,
}

impl Deliveries {
    /// Sends what is due, one message after the other.
    async fn run(mut self) {
        let mut found = self.service.found.subscribe();
        let stop = self.service.stop.clone();
        while !stop.is_cancelled() {
            found.mark_unchanged();
            let now = (self.service.settings.now)();
            let due = self
                .service
                .ledger()
                .book()
                .due(&self.to.name, self.to.schedule);
            let wait = match due {
                Some(due) if due <= now => {
                    self.attempt().await;
                    if self.failures == 0 {
                        continue;
                    }
                    // An alert that is found meanwhile waits as well.
                    let pause = time::sleep(retry_after(self.failures));
                    let _ = stop.run_until_cancelled(pause).await;
                    continue;
                }
                Some(due) => time_until(due, now).min(LONGEST_SLEEP),
                None => LONGEST_SLEEP,
            };
            tokio::select! {
                _ = found.changed() => {}
                () = time::sleep(wait) => {}
                () = stop.cancelled() => {}
            }
        }
    }

    /// Sends one message, and says how it went if that has changed.
    async fn attempt(&mut self) {
        let (service, sender, to) = (
            Arc::clone(&self.service),
            self.sender.clone(),
            Arc::clone(&self.to),
        );
        let sending = in_thread(move || service.send(&sender, &to));
        tokio::pin!(sending);
        let sent = tokio::select! {
            sent = &mut sending => sent,
            () = self.service.stop.cancelled() => {
                // What the recipient has accepted is recorded, if that is soon.
                time::timeout(FINISH_WITHIN, sending).await.ok().flatten()
            }
        };
        let name = &self.to.name;
        match sent {
            Some(Ok(alerts)) => {
                let again = if self.failures > 0 {
                    ", which works again"
                } else {
                    ""
                };
                tracing::info!("sent to {name}{again}; alerts: {alerts}");
                self.failures = 0;
            }
            Some(Err(problem)) => {
                self.failures += 1;
                self.report_failure(&problem);
            }
            None => {}
        }
    }

    fn report_failure(&self, problem: &str) {
        let (name, failures) = (&self.to.name, self.failures);
        let (waiting, oldest) = self.service.ledger().book().backlog(name);
        let since = oldest.map_or_else(String::new, |at| format!(", since {}", at.timestamp()));
        let seconds = retry_after(failures).as_secs();
        tracing::warn!(
            "cannot send to {name}: {problem}; alerts waiting: {waiting}{since}; attempts: {failures}, the next in {seconds} s"
        );
    }
}

impl Service {
    /// Sends the next message to a recipient; returns how many alerts it had.
    fn send(&self, sender: &Sender, to: &Recipient) -> Result<usize, String> {
        let now = (self.settings.now)();
        let Some((delivery, alerts)) = self.begin(to, now).map_err(|error| error.to_string())?
        else {
            return Ok(0);
        };
        let (message, count) = (delivery.message, alerts.len());
        let written = self.writer().message(message, alerts, to.language);
        sender.send(to, &written, now)?;
        let sent = LedgerEntry::Sent {
            to: to.name.clone(),
            message,
        };
        // It was accepted; without the record it is sent again, under the same id.
        self.ledger()
            .add(vec![sent])
            .map_err(|error| format!("it was sent, but {error}"))?;
        Ok(count)
    }

    /// Records which message is sent next, before it is sent: however often that is, it has the same id and alerts.
    fn begin(
        &self,
        to: &Recipient,
        now: Instant,
    ) -> Result<Option<(AlertDelivery, Vec<crate::news::Alert>)>, LedgerError> {
        let mut ledger = self.ledger();
        let Some(delivery) = ledger.book().next(&to.name, to.schedule, now) else {
            return Ok(None);
        };
        if !ledger.book().is_sending(&delivery) {
            ledger.add(vec![LedgerEntry::Sending(delivery.clone())])?;
        }
        let alerts = ledger.book().alerts(&delivery);
        Ok(Some((delivery, alerts)))
    }

    fn writer(&self) -> Writer<'_> {
        self.settings.writer()
    }
}

impl NotifySettings {
    /// Returns what messages are written with.
    pub(crate) fn writer(&self) -> Writer<'_> {
        let pages = self.configuration.pages.as_deref();
        Writer {
            register: self.register,
            pages: Some(pages.unwrap_or(&self.server)),
        }
    }
}
