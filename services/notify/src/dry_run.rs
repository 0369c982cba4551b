//! What would be sent if the service looked now: nothing is sent, nothing is recorded.

use std::fmt::Write as _;

use crate::{
    ledger,
    look::{check_ready, find},
    news::Alert,
    recipient::Recipient,
    rules::RuleQuestion,
    service::{NotifySettings, count_alerts, questions},
};

/// Returns what each question finds, and the messages that would be sent, for people.
///
/// # Errors
///
/// Why the server does not answer, or the ledger cannot be read.
pub fn dry_run(settings: &NotifySettings) -> Result<String, String> {
    let mut book = ledger::read(&settings.folder).map_err(|error| error.to_string())?;
    let recipients = Recipient::all(&settings.configuration);
    check_ready(&settings.ask)?;
    let mut text = String::new();
    let now = (settings.now)();
    for (question, to) in questions(&settings.configuration, &recipients) {
        let findings = find(&settings.ask, &question, now.day())?;
        let entries = book.learn(question.id(), &findings, &to, now);
        let (known, name) = (findings.len(), title(&question));
        if book.has_started(question.id()) {
            let new = count_alerts(&entries);
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name}: {known} now, of which {new} new");
        } else {
            let _ = writeln!(
                text,
                "{name}: {known} now; at the first start they are known, and not sent"
            );
            if let (Some(example), Some(to)) = (findings.last(), to.first()) {
                let alert = Alert::new(question.id(), example, now);
                let to = recipients.iter().find(|one| one.name == *to);
                let shown = to.map(|to| show(settings, to, alert.id, vec![alert.clone()]));
                let _ = writeln!(
                    text,
                    "\nSuch a message looks like this:\n\n{}",
                    shown.unwrap_or_default()
                );
            }
        }
        for entry in entries {
            book.add(entry);
        }
    }
    for to in &recipients {
        let Some(due) = book.due(&to.name, to.schedule) else {
            let _ = writeln!(text, "{}: nothing to send", to.name);
            continue;
        };
        let moment = due.max(now);
        if let Some(delivery) = book.next(&to.name, to.schedule, moment) {
            let shown = show(settings, to, delivery.message, book.alerts(&delivery));
            let at = moment.timestamp();
            let _ = writeln!(text, "{}: at {at}\n\n{shown}", to.name);
        }
    }
    Ok(text)
}

fn show(settings: &NotifySettings, to: &Recipient, id: uuid::Uuid, alerts: Vec<Alert>) -> String {
    to.show(&settings.writer().message(id, alerts, to.language))
}

/// Returns what people call a question.
fn title(question: &RuleQuestion) -> String {
    let pairs = question.filter.to_pairs();
    let pairs = pairs.iter().map(|(key, value)| format!(" {key}={value}"));
    format!("{}{}", question.when, pairs.collect::<String>())
}
