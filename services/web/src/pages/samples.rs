//! Every page rendered from samples, with the worst that people can write in every place where they can write.

use askama::Template as _;
use axum::http::StatusCode;
use questions::{Counted, Summary};

use super::{
    chart::{Chart, Point},
    failure,
    figures::figures,
    frame::{Frame, Link, Notice},
    knelpunt::{Episode, Event, KnelpuntPage},
    municipality::{MunicipalityPage, Row},
    overview::{self, Month, OverviewPage},
    round::{self, Beside, Other, RoundPage},
    rounds::{self, RoundsPage},
};
use crate::problem::WebProblem;

pub(crate) const EVIL: &str = "</p><script>alert('1')</script>\" onload=\"x";

pub(crate) fn evil() -> String {
    EVIL.to_owned()
}

pub(crate) fn link() -> Link {
    Link {
        text: evil(),
        href: format!("/?asOf={EVIL}"),
    }
}

fn frame() -> Frame {
    let notice = |urgent| Notice {
        urgent,
        heading: "Let op",
        text: evil(),
        link: urgent.then(link),
    };
    Frame {
        title: evil(),
        notices: vec![notice(true), notice(false)],
        home: evil(),
        action: evil(),
        day: evil(),
        kept: vec![(evil(), evil())],
        now: Some(evil()),
        as_of: "24 november 2026".to_owned(),
        division: evil(),
        position: evil(),
        digest: Some(evil()),
        permanent: evil(),
        data: vec![link(), link()],
    }
}

fn some_figures() -> Vec<super::figures::Figure> {
    let summary = Summary {
        knelpunten: 1_302,
        persisting: 43,
        ..Summary::default()
    };
    figures(
        summary,
        Counted {
            n: 1_500,
            censored: 72,
        },
    )
}

fn overview() -> OverviewPage {
    let point = Point {
        label: evil(),
        title: evil(),
        open: 3,
        persisting: 1,
    };
    let row = overview::Row {
        name: evil(),
        href: evil(),
        province: evil(),
        open: 3,
        persisting: 1,
        mostly: evil(),
    };
    let month = Month {
        name: evil(),
        reported: evil(),
        opened: evil(),
        recurred: evil(),
        resolved: evil(),
        open: evil(),
        persisting: evil(),
    };
    OverviewPage {
        frame: frame(),
        rounds: evil(),
        figures: some_figures(),
        municipalities: vec![row],
        months: vec![month],
        chart: Chart::of(&[point.clone(), point]),
    }
}

fn municipality() -> MunicipalityPage {
    let row = Row {
        href: evil(),
        category: evil(),
        block: Some(evil()),
        party: Some(evil()),
        reference: Some(evil()),
        description: Some(evil()),
        persisting: true,
        age: evil(),
        since: evil(),
        last_reported: evil(),
        reports: evil(),
        rounds: evil(),
        recurrences: Some(evil()),
        inherited_from: Some(evil()),
        forms: Some(evil()),
    };
    MunicipalityPage {
        frame: frame(),
        name: evil(),
        code: evil(),
        province: evil(),
        size: Some(evil()),
        successor: Some(link()),
        figures: some_figures(),
        items: vec![
            row.clone(),
            Row {
                persisting: false,
                description: None,
                forms: None,
                ..row
            },
        ],
        report: Some(evil()),
        total: evil(),
        further: true,
        next: Some(evil()),
    }
}

fn knelpunt() -> KnelpuntPage {
    let event = Event {
        what: "Gemeld",
        when: evil(),
        withdrawn: true,
        redacted: true,
        says: vec![evil(), evil()],
        text: Some(evil()),
        recorded: evil(),
        source: evil(),
        sequence: evil(),
    };
    let episode = Episode {
        since: evil(),
        opened: evil(),
        ended: evil(),
        lasted: evil(),
        reports: evil(),
        rounds: evil(),
    };
    KnelpuntPage {
        frame: frame(),
        id: evil(),
        category: evil(),
        municipality: Some(link()),
        merged_into: true,
        merged_from: vec![evil()],
        status: "open",
        persisting: true,
        age: Some(evil()),
        facts: vec![("Wacht op", evil())],
        description: Some(evil()),
        episodes: vec![episode],
        events: vec![
            event.clone(),
            Event {
                withdrawn: false,
                text: None,
                ..event
            },
        ],
        forms: vec![(evil(), "Bevestigen")],
    }
}

fn rounds() -> RoundsPage {
    let row = rounds::Row {
        name: evil(),
        href: evil(),
        began: evil(),
        asked: evil(),
        reached: evil(),
        expected: evil(),
        still_there: evil(),
        gone: evil(),
        not_discussed: evil(),
        new: evil(),
        open_after: evil(),
    };
    RoundsPage {
        frame: frame(),
        total: evil(),
        rounds: vec![row.clone(), row],
    }
}

fn round() -> RoundPage {
    let row = round::Row {
        name: evil(),
        href: evil(),
        inherited_from: Some(evil()),
        outcome: "bereikt",
        topics: Some(round::Topics {
            counted: evil(),
            named: Some(evil()),
        }),
        found: Some([(); 6].map(|()| evil())),
        heard: None,
    };
    let missed = round::Row {
        found: None,
        heard: Some(evil()),
        topics: None,
        ..row.clone()
    };
    let other = |chosen| Other {
        name: evil(),
        chosen,
    };
    RoundPage {
        frame: frame(),
        name: evil(),
        rounds: evil(),
        span: Some(evil()),
        figures: vec![round::Figure {
            name: "Nieuw",
            value: evil(),
            of: evil(),
            definition: "Wat er bij kwam.",
        }],
        without_consultation: Some(evil()),
        municipalities: vec![row, missed],
        same: vec![(evil(), evil())],
        others: vec![other(true), other(false)],
        against: Some(Beside {
            name: evil(),
            over: evil(),
            figures: vec![("Nieuw", evil(), evil())],
        }),
    }
}

/// Checks that tags are closed in the order in which they were opened, and that nothing written became one.
#[track_caller]
pub(crate) fn check(page: &str) {
    const VOID: [&str; 4] = ["meta", "link", "input", "!doctype"];
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        let name = tag.split([' ', '\n']).next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
            None if VOID.contains(&name) => {}
            None => open.push(name),
        }
        assert!(
            name != "script" && !tag.contains(" onload=\"") && !tag.contains(" style="),
            "{tag}"
        );
        let quotes = tag.matches('"').count();
        assert!(quotes.is_multiple_of(2), "{tag}");
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(page.contains("<html lang=\"nl\">") && page.contains("href=\"#inhoud\""));
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(
        page.matches("<th>").count(),
        0,
        "every heading of a table says of what"
    );
}

#[test]
fn every_page_is_well_formed_whatever_people_write() {
    let wrong = WebProblem::key(EVIL, EVIL);
    let failing = WebProblem::new(StatusCode::INTERNAL_SERVER_ERROR, EVIL);
    for page in [
        overview().render().unwrap(),
        municipality().render().unwrap(),
        knelpunt().render().unwrap(),
        rounds().render().unwrap(),
        RoundsPage {
            rounds: Vec::new(),
            ..rounds()
        }
        .render()
        .unwrap(),
        round().render().unwrap(),
        RoundPage {
            span: None,
            municipalities: Vec::new(),
            others: Vec::new(),
            ..round()
        }
        .render()
        .unwrap(),
        failure(&wrong.0),
        failure(&failing.0),
        failure(&WebProblem::not_found(EVIL).0),
        failure(&WebProblem::busy().0),
        failure(&httpd::Problem::method_not_allowed()),
    ] {
        check(&page);
    }
}

#[test]
fn a_figure_says_what_it_means_and_over_what_it_was_counted() {
    let page = overview().render().unwrap();
    assert!(page.contains("<dd class=\"value\">1.302</dd>"));
    let small =
        "n = 1.500 episodes, waarvan 72 nog open (gecensureerd). Peildatum 24 november 2026";
    assert_eq!(page.matches(small).count(), 4);
}
