//! The memory of the process that reads and folds: the reader, its driver, and the deliveries queued for the views.

use std::collections::VecDeque;

use jiff::Timestamp;
use journal::{Action, Attempt, Input, LogReader, Message, ResumePoint, StreamInfo};

use crate::server::Entry;

/// The capacity of the queue of deliveries: that of the projector's.
const QUEUE: usize = 4;

/// A reply of the server, with the entry of the log that it contains.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) input: Input,
    pub(crate) shows: Option<Entry>,
    pub(crate) history: u64,
}

/// A delivery in the queue.
#[derive(Debug)]
pub(crate) enum QueuedDelivery {
    Connected(StreamInfo),
    Messages(Vec<(Message, Entry)>),
    Lost,
    /// A delivery that does not change the views.
    Other,
}

/// The state that is lost when the process ends.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) reader: LogReader,
    /// Whether the connection changed since the driver noticed it.
    pub(crate) connection_changed: bool,
    /// How often it did.
    pub(crate) connection_changes: u32,
    /// The actions that wait for space in the queue. Meanwhile the reader gets no input.
    pub(crate) pending: VecDeque<(Action, Vec<Entry>)>,
    pub(crate) queue: VecDeque<QueuedDelivery>,
    pub(crate) requests: Vec<Action>,
    pub(crate) replies: Vec<Reply>,
    /// The consumer that is pulled from.
    pub(crate) reading: Option<Attempt>,
    /// The newest attempt, and the newest one that was abandoned.
    pub(crate) attempt: Option<Attempt>,
    pub(crate) given_up: Option<Attempt>,
    /// The entries that this process delivered.
    pub(crate) read: Vec<Entry>,
    pub(crate) peeked: Option<Entry>,
    /// The last stream info, and the log's history number at that time.
    pub(crate) found: Option<(StreamInfo, u64)>,
    /// The creation time of the stream to which the reader reported to be connected.
    pub(crate) adopted: Option<Timestamp>,
    /// Consecutive replies that the stream is missing.
    pub(crate) missing: u32,
    /// The position up to which the reader reported that every message was delivered.
    pub(crate) seen: u64,
    /// Whether the log lost messages that were read, now or at some time.
    pub(crate) lost_read_messages: bool,
    /// The stream that the folding side knows.
    pub(crate) stream: Option<StreamInfo>,
}

impl Process {
    pub(crate) fn start(resume: ResumePoint) -> Self {
        Self {
            adopted: resume.stream_created_at,
            seen: resume.position,
            reader: LogReader::new(resume),
            connection_changed: true,
            connection_changes: 0,
            pending: VecDeque::new(),
            queue: VecDeque::new(),
            requests: Vec::new(),
            replies: Vec::new(),
            reading: None,
            attempt: None,
            given_up: None,
            read: Vec::new(),
            peeked: None,
            found: None,
            missing: 0,
            lost_read_messages: false,
            stream: None,
        }
    }

    /// Whether the driver waits for the views.
    pub(crate) fn is_blocked(&self) -> bool {
        !self.pending.is_empty()
    }

    pub(crate) fn accepts_input(&self) -> bool {
        !self.is_blocked() && !self.reader.has_ended()
    }

    pub(crate) fn is_given_up(&self, attempt: Attempt) -> bool {
        Some(attempt) <= self.given_up
    }

    /// Removes and returns a pending request; the number chooses which.
    pub(crate) fn take_request(&mut self, which: u8) -> Option<Action> {
        let count = self.requests.len();
        (count > 0).then(|| self.requests.remove(usize::from(which) % count))
    }

    pub(crate) fn take_reply(&mut self, which: u8) -> Option<Reply> {
        let count = self.replies.len();
        (count > 0).then(|| self.replies.remove(usize::from(which) % count))
    }

    pub(crate) fn noticed(&mut self) {
        self.connection_changed = false;
        self.connection_changes = 0;
    }

    /// Carries out pending actions until the queue is full.
    pub(crate) fn act(&mut self) {
        while let Some((action, entries)) = self.pending.pop_front() {
            let delivers = matches!(
                action,
                Action::Deliver(_)
                    | Action::NotifyConnected(_)
                    | Action::NotifyProgress { .. }
                    | Action::NotifyUnavailable(_)
                    | Action::NotifyLost(_)
            );
            if delivers && self.queue.len() >= QUEUE {
                self.pending.push_front((action, entries));
                return;
            }
            self.act_on(action, entries);
        }
    }

    fn act_on(&mut self, action: Action, entries: Vec<Entry>) {
        match action {
            // Unlike the driver's, requests and replies stay: the reader must ignore them.
            Action::Abandon => self.reading = None,
            Action::Read { attempt } => self.reading = Some(attempt),
            Action::Deliver(messages) => {
                let messages = messages.into_iter().zip(entries).collect();
                self.queue.push_back(QueuedDelivery::Messages(messages));
            }
            Action::NotifyConnected(stream) => {
                self.queue.push_back(QueuedDelivery::Connected(stream));
            }
            Action::NotifyProgress { .. } | Action::NotifyUnavailable(_) => {
                self.queue.push_back(QueuedDelivery::Other);
            }
            Action::NotifyLost(_) => self.queue.push_back(QueuedDelivery::Lost),
            request @ (Action::CreateConsumer { .. }
            | Action::FindStream { .. }
            | Action::Fetch { .. }
            | Action::Peek { .. }
            | Action::SetTimer { .. }) => self.requests.push(request),
        }
    }
}
