//! From the text of the file to what it means.

use std::net::IpAddr;

use api::Filter;
use jiff::civil::Weekday;
use lettre::message::Mailbox;
use model::Instant;
use questions::ChangesQuery;
use register::Register;
use texts::messages::Language;
use toml::{Table, Value};

use super::{
    Channel, Configuration, Destination, Encryption, MailServer, Mistakes, ReadSecret,
    SecretSource, SecretText, mistakes::Section,
};
use crate::{
    news::When,
    rules::{Rule, RuleQuestion},
    schedule::Schedule,
};

/// The keys of a filter in the file, and in a link.
const FILTER_KEYS: [(&str, &str); 11] = [
    ("municipality", "municipality"),
    ("province", "province"),
    ("size-class", "sizeClass"),
    ("category", "category"),
    ("building-block", "buildingBlock"),
    ("party-kind", "partyKind"),
    ("party", "party"),
    ("round", "round"),
    ("source", "source"),
    ("support", "support"),
    ("panel", "panel"),
];
/// How many of these select municipalities.
const MUNICIPALITY_KEYS: usize = 3;
/// The hour of a digest, if none is given.
const HOUR: i64 = 8;

/// What reading takes along.
struct Reading<'a> {
    register: &'a Register,
    read_secret: ReadSecret<'a>,
    now: Instant,
    mistakes: Mistakes,
}

/// Parses the text of a file.
///
/// # Errors
///
/// Everything that is wrong with it.
pub(super) fn parse(
    text: &str,
    register: &Register,
    read_secret: ReadSecret<'_>,
    now: Instant,
) -> Result<Configuration, Mistakes> {
    let mut reading = Reading {
        register,
        read_secret,
        now,
        mistakes: Mistakes::default(),
    };
    let table = match text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
            let problem = format!("this is no TOML: {}", error.message().trim_end());
            reading.mistakes.add(format!("line {line}"), problem);
            return Err(reading.mistakes);
        }
    };
    let configuration = reading.file(Section::new("", table));
    if reading.mistakes.is_empty() {
        Ok(configuration)
    } else {
        Err(reading.mistakes)
    }
}

impl Reading<'_> {
    fn file(&mut self, mut file: Section) -> Configuration {
        let pages = file.text("pages", &mut self.mistakes);
        let pages = pages.filter(|pages| self.is_url("pages", pages));
        let has_mail_table = file.has("mail");
        let mail = match file.take("mail") {
            None => None,
            Some(Value::Table(table)) => self.mail_server(Section::new("[mail]", table)),
            Some(_) => {
                self.mistakes.add("mail", "write a table: [mail]");
                None
            }
        };
        let tables = file.take("destination");
        let names = tables.as_ref().and_then(Value::as_table);
        let names: Vec<String> = names.into_iter().flat_map(Table::keys).cloned().collect();
        let destinations = self.destinations(tables);
        let uses_mail = |one: &Destination| matches!(one.channel, Channel::Mail(_));
        if !has_mail_table && destinations.iter().any(uses_mail) {
            let problem = "add it with `server` and `from`: destinations have addresses";
            self.mistakes.add("[mail]", problem);
        }
        let rules = self.rules(file.take("rule"), &names);
        file.finish(&mut self.mistakes);
        Configuration {
            pages: pages.map(|pages| pages.trim_end_matches('/').to_owned()),
            mail,
            destinations,
            rules,
        }
    }

    fn mail_server(&mut self, mut section: Section) -> Option<MailServer> {
        let server = section.text("server", &mut self.mistakes);
        if server.is_none() {
            let problem = "write the name of the mail server";
            self.mistakes.add(section.key("server"), problem);
        }
        let encryption = [
            ("starttls", Encryption::StartTls),
            ("tls", Encryption::Tls),
            ("none", Encryption::None),
        ];
        let encryption = section.choice("encryption", &encryption, &mut self.mistakes);
        let encryption = encryption.unwrap_or(Encryption::StartTls);
        let port = section.number("port", 1..=65_535, &mut self.mistakes);
        let port = port.and_then(|port| u16::try_from(port).ok());
        let usual = match encryption {
            Encryption::StartTls => 587,
            Encryption::Tls => 465,
            Encryption::None => 25,
        };
        let from = section.text("from", &mut self.mistakes);
        if from.is_none() {
            let problem = "write the address of the sender";
            self.mistakes.add(section.key("from"), problem);
        }
        let from = from.and_then(|from| self.address(&section.key("from"), &from));
        let login = self.login(&mut section);
        let is_near = server.as_deref().is_some_and(is_loopback);
        if login.is_some() && encryption == Encryption::None && !is_near {
            let problem = "the password would be sent unencrypted; write starttls or tls";
            self.mistakes.add(section.key("encryption"), problem);
        }
        section.finish(&mut self.mistakes);
        Some(MailServer {
            server: server?,
            port: port.unwrap_or(usual),
            encryption,
            login,
            from: from?,
        })
    }

    fn login(&mut self, section: &mut Section) -> Option<(String, SecretText)> {
        let user = section.text("user", &mut self.mistakes);
        let password = self.secret(section, "password", ["password-env", "password-file"]);
        let problem = match (user, password) {
            (Some(user), Some(password)) => return Some((user, password)),
            (None, None) => return None,
            (Some(_), None) => "name where the password is: password-env or password-file",
            (None, Some(_)) => "add the user that the password belongs to",
        };
        self.mistakes.add(section.key("user"), problem);
        None
    }

    fn destinations(&mut self, value: Option<Value>) -> Vec<Destination> {
        let tables = match value {
            Some(Value::Table(tables)) if !tables.is_empty() => tables,
            _ => {
                let problem = "add at least one table, such as [destination.team]";
                self.mistakes.add("destination", problem);
                return Vec::new();
            }
        };
        let mut destinations = Vec::new();
        for (name, value) in tables {
            let title = format!("[destination.{name}]");
            match value {
                Value::Table(table) => {
                    destinations.extend(self.destination(name, Section::new(title, table)));
                }
                _ => self.mistakes.add(&title, "write a table"),
            }
        }
        destinations
    }

    fn destination(&mut self, name: String, mut section: Section) -> Option<Destination> {
        let addresses = section.texts("mail", &mut self.mistakes);
        let addresses = addresses.map(|addresses| {
            let parse = |address: &String| self.address(&section.key("mail"), address);
            addresses.iter().filter_map(parse).collect()
        });
        let url = section.text("webhook", &mut self.mistakes);
        let url = url.filter(|url| self.is_url(&section.key("webhook"), url));
        let key = self.secret(&mut section, "key", ["key-env", "key-file"]);
        let channel = match (addresses, url, key) {
            (Some(addresses), None, None) => Some(Channel::Mail(addresses)),
            (None, Some(url), Some(key)) => Some(Channel::Webhook { url, key }),
            _ => None,
        };
        if channel.is_none() {
            let problem = "write either mail, or webhook with key-env or key-file";
            self.mistakes.add(section.key("mail"), problem);
        }
        let schedule = self.schedule(&mut section);
        let languages = Language::ALL.map(|language| (language.code(), language));
        let language = section.choice("language", &languages, &mut self.mistakes);
        section.finish(&mut self.mistakes);
        Some(Destination {
            name,
            channel: channel?,
            schedule,
            language: language.unwrap_or_default(),
        })
    }

    fn schedule(&mut self, section: &mut Section) -> Schedule {
        let sends = [("at-once", 0), ("daily", 1), ("weekly", 7)];
        let has_send = section.has("send");
        let days = section.choice("send", &sends, &mut self.mistakes);
        // Of one that is wrong it is not known which keys belong to it.
        let is_known = days.is_some() || !has_send;
        let days = days.unwrap_or(0);
        let hour = section.number("hour", 0..=23, &mut self.mistakes);
        if hour.is_some() && days == 0 && is_known {
            let problem = "leave it out, or write send = \"daily\" or \"weekly\"";
            self.mistakes.add(section.key("hour"), problem);
        }
        let hour = i8::try_from(hour.unwrap_or(HOUR)).unwrap_or_default();
        let weekdays = [
            ("monday", Weekday::Monday),
            ("tuesday", Weekday::Tuesday),
            ("wednesday", Weekday::Wednesday),
            ("thursday", Weekday::Thursday),
            ("friday", Weekday::Friday),
            ("saturday", Weekday::Saturday),
            ("sunday", Weekday::Sunday),
        ];
        let weekday = section.choice("weekday", &weekdays, &mut self.mistakes);
        if weekday.is_some() && days != 7 && is_known {
            let problem = "leave it out, or write send = \"weekly\"";
            self.mistakes.add(section.key("weekday"), problem);
        }
        let weekday = weekday.unwrap_or(Weekday::Monday);
        match days {
            0 => Schedule::AtOnce,
            1 => Schedule::Daily { hour },
            _ => Schedule::Weekly { weekday, hour },
        }
    }

    fn rules(&mut self, value: Option<Value>, destinations: &[String]) -> Vec<Rule> {
        let values = match value {
            Some(Value::Array(values)) if !values.is_empty() => values,
            _ => {
                let problem = "add at least one: [[rule]] with `when` and `to`";
                self.mistakes.add("rule", problem);
                return Vec::new();
            }
        };
        let mut rules = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            let title = format!("rule {}", index + 1);
            match value {
                Value::Table(table) => {
                    rules.extend(self.rule(Section::new(title, table), destinations));
                }
                _ => self.mistakes.add(&title, "write it as a table: [[rule]]"),
            }
        }
        rules
    }

    fn rule(&mut self, mut section: Section, destinations: &[String]) -> Option<Rule> {
        let whens = When::ALL.map(|when| (when.as_str(), when));
        let has_when = section.has("when");
        let when = section.choice("when", &whens, &mut self.mistakes);
        if !has_when {
            let names = whens.map(|(name, _)| name).join(", ");
            let problem = format!("write what it looks for: {names}");
            self.mistakes.add(section.key("when"), problem);
        }
        let to = section.texts("to", &mut self.mistakes).unwrap_or_default();
        if to.is_empty() {
            let problem = "write the names of destinations";
            self.mistakes.add(section.key("to"), problem);
        }
        for name in &to {
            if !destinations.contains(name) {
                let problem = format!("there is no destination {name:?}");
                self.mistakes.add(section.key("to"), problem);
            }
        }
        let filter = self.filter(&mut section, when);
        section.finish(&mut self.mistakes);
        let question = RuleQuestion {
            when: when?,
            filter,
        };
        Some(Rule { question, to })
    }

    fn filter(&mut self, section: &mut Section, when: Option<When>) -> Filter {
        let mut pairs = Vec::new();
        for (index, (key, in_link)) in FILTER_KEYS.into_iter().enumerate() {
            let Some(values) = section.texts(key, &mut self.mistakes) else {
                continue;
            };
            if index >= MUNICIPALITY_KEYS && when.is_some_and(When::is_about_calls) {
                let problem = "leave it out: this rule is about municipalities";
                self.mistakes.add(section.key(key), problem);
            }
            pairs.extend(values.into_iter().map(|value| (in_link.to_owned(), value)));
        }
        match ChangesQuery::parse(&pairs, self.register, self.now) {
            Ok(query) => query.filter,
            Err(violations) => {
                for violation in violations {
                    let location = violation.location();
                    let key = FILTER_KEYS.iter().find(|(_, name)| *name == location);
                    let key = key.map_or(location, |(key, _)| key);
                    self.mistakes.add(section.key(key), violation.problem());
                }
                Filter::default()
            }
        }
    }

    /// Removes and returns a secret; one that stands in the file itself is a mistake. One that is named in a wrong way is empty, so that
    /// it is not missed as well.
    fn secret(
        &mut self,
        section: &mut Section,
        in_file: &'static str,
        [variable, file]: [&'static str; 2],
    ) -> Option<SecretText> {
        if section.take_forbidden(in_file) {
            let problem =
                format!("a secret does not belong in this file: write {variable} or {file}");
            self.mistakes.add(section.key(in_file), problem);
        }
        let from_variable = section.text(variable, &mut self.mistakes);
        let from_file = section.text(file, &mut self.mistakes);
        let (key, source) = match (from_variable, from_file) {
            (Some(name), None) => (variable, SecretSource::Variable(name)),
            (None, Some(path)) => (file, SecretSource::File(path)),
            (Some(_), Some(_)) => {
                let problem = format!("write this one or {file}, not both");
                self.mistakes.add(section.key(variable), problem);
                return Some(SecretText::new(""));
            }
            (None, None) => return None,
        };
        match (self.read_secret)(&source) {
            Ok(text) if !text.trim().is_empty() => Some(SecretText::new(text.trim())),
            Ok(_) => {
                self.mistakes
                    .add(section.key(key), "what it names is empty");
                Some(SecretText::new(""))
            }
            Err(problem) => {
                self.mistakes.add(section.key(key), problem);
                Some(SecretText::new(""))
            }
        }
    }

    fn address(&mut self, key: &str, text: &str) -> Option<Mailbox> {
        let address = text.parse().ok();
        if address.is_none() {
            let example = "write one such as team@example.nl or Team <team@example.nl>";
            let problem = format!("{text:?} is no mail address; {example}");
            self.mistakes.add(key, problem);
        }
        address
    }

    fn is_url(&mut self, key: &str, text: &str) -> bool {
        let rest = text.strip_prefix("https://");
        let rest = rest.or_else(|| text.strip_prefix("http://"));
        let is_url = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
            && text.parse::<ureq::http::Uri>().is_ok();
        if !is_url {
            let problem =
                format!("{text:?} is no address; write one such as https://example.nl/hook");
            self.mistakes.add(key, problem);
        }
        is_url
    }
}

/// Whether a name is of this machine: nobody can listen in between.
fn is_loopback(server: &str) -> bool {
    let address = server.parse::<IpAddr>();
    server == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
