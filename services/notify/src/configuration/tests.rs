use super::*;
use crate::news::When;

const NOW: Instant = Instant::from_microseconds(1_790_000_000_000_000);

const CORRECT: &str = r#"
[destination.team]
webhook = "https://example.nl/hook"
key-env = "KEY"

[[rule]]
when = "persists"
to = "team"
"#;

fn parse(text: &str) -> Result<Configuration, String> {
    let secret = |source: &SecretSource| match source {
        SecretSource::Variable(name) if name == "UNSET" => Err("it is not set".to_owned()),
        SecretSource::Variable(name) if name == "EMPTY" => Ok(" \n".to_owned()),
        _ => Ok(" secret\n".to_owned()),
    };
    Configuration::parse(text, Register::embedded(), &secret, NOW)
        .map_err(|mistakes| mistakes.to_string())
}

/// Checks that a file has exactly these mistakes.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mistakes = parse(text).unwrap_err();
    let lines: Vec<&str> = mistakes.lines().collect();
    assert_eq!(lines, expected);
}

#[test]
fn the_example_is_correct_and_means_what_it_shows() {
    let example = include_str!("../../../../deploy/notify.toml");
    let configuration = parse(example).unwrap();
    let mail = configuration.mail.unwrap();
    assert_eq!((mail.server.as_str(), mail.port), ("smtp.example.nl", 587));
    let login = mail.login.unwrap();
    assert_eq!(login, ("knelpunt".to_owned(), SecretText::new("secret")));
    assert!(!format!("{login:?}").contains("\"secret\""));
    let [chat, team] = &*configuration.destinations else {
        panic!("{:?}", configuration.destinations)
    };
    assert_eq!((&*chat.name, chat.schedule), ("chat", Schedule::AtOnce));
    assert_eq!(
        (chat.language, team.language),
        (Language::English, Language::Dutch)
    );
    let rules = configuration.rules.iter().map(|rule| rule.question.when);
    assert_eq!(rules.collect::<Vec<_>>(), When::ALL);
    let filter = &configuration.rules[0].question.filter;
    assert_eq!(filter.province, ["PV26"]);
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let text = r#"
page = "https://example.nl"
pages = "example.nl"

[mail]
server = "smtp.example.nl"
port = 70000
encryption = "none"
from = "nobody"
user = "knelpunt"
password = "secret"
password-env = "UNSET"

[destination.team]
mail = ["a@example.nl", "b"]
send = "monthly"
hour = 8

[destination.chat]
webhook = "https://example.nl/hook"

[destination.weekly]
mail = "a@example.nl"
send = "daily"
hour = 24
weekday = "maandag"

[[rule]]
when = "persist"
to = ["team", "nobody"]
municipality = ["GM9999"]

[[rule]]
when = "not-reached"
category = "funding"
"#;
    check(
        text,
        &[
            "pages: \"example.nl\" is no address; write one such as https://example.nl/hook",
            "[mail]: port: 70000 is no whole number from 1 to 65535",
            "[mail]: from: \"nobody\" is no mail address; write one such as team@example.nl or Team <team@example.nl>",
            "[mail]: password: a secret does not belong in this file: write password-env or password-file",
            "[mail]: password-env: it is not set",
            "[mail]: encryption: the password would be sent unencrypted; write starttls or tls",
            "[destination.chat]: mail: write either mail, or webhook with key-env or key-file",
            "[destination.team]: mail: \"b\" is no mail address; write one such as team@example.nl or Team <team@example.nl>",
            "[destination.team]: send: \"monthly\" is none of at-once, daily, weekly",
            "[destination.weekly]: hour: 24 is no whole number from 0 to 23",
            "[destination.weekly]: weekday: \"maandag\" is none of monday, tuesday, wednesday, thursday, friday, saturday, sunday",
            "rule 1: when: \"persist\" is none of persists, recurred, mover, not-reached, round-missed",
            "rule 1: to: there is no destination \"nobody\"",
            "rule 1: municipality: \"GM9999\" is not a municipality in the register: give its CBS code, such as GM0344",
            "rule 2: to: write the names of destinations",
            "rule 2: category: leave it out: this rule is about municipalities",
            "page: there is no such key; keys are pages, mail, destination, rule",
        ],
    );
}

#[test]
fn an_empty_file_and_one_that_is_no_toml_are_explained() {
    check(
        "",
        &[
            "destination: add at least one table, such as [destination.team]",
            "rule: add at least one: [[rule]] with `when` and `to`",
        ],
    );
    let mistake = parse("[mail]\nserver = smtp").unwrap_err();
    assert!(
        mistake.starts_with("line 2: this is no TOML: "),
        "{mistake}"
    );
}

#[test]
fn mail_needs_a_mail_server_and_a_webhook_a_key() {
    let mail =
        "[destination.team]\nmail = \"a@example.nl\"\n[[rule]]\nwhen = \"persists\"\nto = \"team\"";
    check(
        mail,
        &["[mail]: add it with `server` and `from`: destinations have addresses"],
    );
    check(
        &CORRECT.replace("\"KEY\"", "\"EMPTY\""),
        &["[destination.team]: key-env: what it names is empty"],
    );
    check(
        &CORRECT.replace("key-env", "key-file = \"a\"\nkey-env"),
        &["[destination.team]: key-env: write this one or key-file, not both"],
    );
}

#[test]
fn a_question_is_known_by_its_kind_and_its_filter() {
    let rule = |filter: &str| {
        let text = format!("{CORRECT}{filter}");
        parse(&text).unwrap().rules[0].question.id()
    };
    let party = rule("party = \"supplier:Centric\"");
    assert_eq!(
        party,
        rule("party = [\"supplier:CENTRIC\", \"supplier:Centric\"]")
    );
    assert_ne!(party, rule(""));
    assert_ne!(
        rule("category = \"funding\""),
        rule("category = \"capacity\"")
    );
}
