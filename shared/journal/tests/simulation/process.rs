//! The process that reads and folds, as far as it is in memory: the reader, its driver, and what waits for the views.

use std::collections::VecDeque;

use jiff::Timestamp;
use journal::{Action, Attempt, Input, LogReader, Message, ResumePoint, StreamInfo};

use crate::server::Entry;

/// The deliveries that may wait for the views: as many as the projector lets.
const WAITING: usize = 4;

/// A reply of the server, with what it shows of the log.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) happened: Input,
    pub(crate) shows: Option<Entry>,
    pub(crate) history: u64,
}

/// What waits to be taken by the views.
#[derive(Debug)]
pub(crate) enum Waiting {
    Connected(StreamInfo),
    Messages(Vec<(Message, Entry)>),
    Lost,
    /// What changes nothing in the views.
    Said,
}

/// Everything that ends with the process.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) reader: LogReader,
    /// Whether the connection changed since the driver looked.
    pub(crate) link_changed: bool,
    /// How often it did.
    pub(crate) link_changes: u32,
    /// What is still to be done, because the views are slow: until then the reader hears of nothing.
    pub(crate) undone: VecDeque<(Action, Vec<Entry>)>,
    pub(crate) waiting: VecDeque<Waiting>,
    pub(crate) questions: Vec<Action>,
    pub(crate) replies: Vec<Reply>,
    /// The consumer that is pulled from.
    pub(crate) reading: Option<Attempt>,
    /// The newest attempt, and the one with which all before it were given up.
    pub(crate) attempt: Option<Attempt>,
    pub(crate) given_up: Option<Attempt>,
    /// What was delivered by this process.
    pub(crate) read: Vec<Entry>,
    pub(crate) peeked: Option<Entry>,
    /// What the stream last said of itself, and when in the log's history.
    pub(crate) found: Option<(StreamInfo, u64)>,
    /// When the stream was created that the reader said to be connected to.
    pub(crate) adopted: Option<Timestamp>,
    /// How often in a row the reader heard that there is no stream.
    pub(crate) missing: u32,
    /// Up to here the reader said that there is nothing more.
    pub(crate) seen: u64,
    /// Whether what was read is gone from the log, or was at some time.
    pub(crate) harmed: bool,
    /// What the folding side knows of the stream.
    pub(crate) stream: Option<StreamInfo>,
}

impl Process {
    pub(crate) fn start(resume: ResumePoint) -> Self {
        Self {
            adopted: resume.stream_created_at,
            seen: resume.position,
            reader: LogReader::new(resume),
            link_changed: true,
            link_changes: 0,
            undone: VecDeque::new(),
            waiting: VecDeque::new(),
            questions: Vec::new(),
            replies: Vec::new(),
            reading: None,
            attempt: None,
            given_up: None,
            read: Vec::new(),
            peeked: None,
            found: None,
            missing: 0,
            harmed: false,
            stream: None,
        }
    }

    /// Whether the driver waits for the views, and sees and hears nothing.
    pub(crate) fn is_blocked(&self) -> bool {
        !self.undone.is_empty()
    }

    pub(crate) fn hears(&self) -> bool {
        !self.is_blocked() && !self.reader.has_ended()
    }

    pub(crate) fn is_given_up(&self, attempt: Attempt) -> bool {
        Some(attempt) <= self.given_up
    }

    /// Takes what waits in the network of a question; the number chooses which.
    pub(crate) fn take_question(&mut self, which: u8) -> Option<Action> {
        let count = self.questions.len();
        (count > 0).then(|| self.questions.remove(usize::from(which) % count))
    }

    pub(crate) fn take_reply(&mut self, which: u8) -> Option<Reply> {
        let count = self.replies.len();
        (count > 0).then(|| self.replies.remove(usize::from(which) % count))
    }

    pub(crate) fn noticed(&mut self) {
        self.link_changed = false;
        self.link_changes = 0;
    }

    /// Does what is to be done, until the views have to be waited for.
    pub(crate) fn act(&mut self) {
        while let Some((action, entries)) = self.undone.pop_front() {
            let says = matches!(
                action,
                Action::Deliver(_)
                    | Action::NotifyConnected(_)
                    | Action::NotifyProgress { .. }
                    | Action::NotifyUnavailable(_)
                    | Action::NotifyLost(_)
            );
            if says && self.waiting.len() >= WAITING {
                self.undone.push_front((action, entries));
                return;
            }
            self.act_on(action, entries);
        }
    }

    fn act_on(&mut self, action: Action, entries: Vec<Entry>) {
        match action {
            // Questions and replies stay, which the driver's do not: then they must change nothing.
            Action::Abandon => self.reading = None,
            Action::Read { attempt } => self.reading = Some(attempt),
            Action::Deliver(messages) => {
                let messages = messages.into_iter().zip(entries).collect();
                self.waiting.push_back(Waiting::Messages(messages));
            }
            Action::NotifyConnected(facts) => self.waiting.push_back(Waiting::Connected(facts)),
            Action::NotifyProgress { .. } | Action::NotifyUnavailable(_) => {
                self.waiting.push_back(Waiting::Said)
            }
            Action::NotifyLost(_) => self.waiting.push_back(Waiting::Lost),
            question @ (Action::CreateConsumer { .. }
            | Action::FindStream { .. }
            | Action::Fetch { .. }
            | Action::Peek { .. }
            | Action::SetTimer { .. }) => self.questions.push(question),
        }
    }
}
