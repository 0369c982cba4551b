//! Every page rendered from samples, with markup in every value that people can write.

mod analyses;
mod groups;
mod knelpunten;
mod reports;

use askama::Template as _;
use texts::messages::{Language, Messages};

use super::{
    definitions::{DefinitionsPage, FigureRow, TermRow},
    figure::{FigurePanel, PageFigure},
    frame::{Link, LiveLine, NavigationLink, Notice, PageFrame, PageMoment},
    knelpunt::{EventEntry, KnelpuntPage, Quotation},
    linked_text::TextPart,
    municipalities::{ChoiceOption, LetterLink, MunicipalitiesPage},
    municipality::{AboutFact, MunicipalityPage},
    overview::{OverviewPage, key_figures::KeyFigure},
    rounds::RoundsPage,
    search::{HitGroup, HitRow, SearchPage, TextRun},
    table::{PageRow, PageTable, TableCell, TableColumn},
};
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

pub(crate) fn frame() -> PageFrame {
    frame_in(Language::Dutch)
}

fn frame_in(language: Language) -> PageFrame {
    let notice = |urgent: bool| Notice {
        urgent,
        heading: if urgent { String::new() } else { evil() },
        text: evil(),
        link: urgent.then(link),
    };
    let navigation = |current| NavigationLink {
        text: evil(),
        href: evil(),
        current,
    };
    PageFrame {
        t: Messages::new(language),
        title: evil(),
        home: evil(),
        navigation: vec![navigation(Some("page")), navigation(None)],
        crumbs: vec![link(), link()],
        search_keys: vec![(evil(), evil())],
        searched: evil(),
        report: Some(evil()),
        other_language: evil(),
        notices: vec![notice(true), notice(false)],
        live: Some(LiveLine {
            updated: evil(),
            lost: evil(),
            refresh: evil(),
        }),
        moment: Some(PageMoment {
            has_form: true,
            action: evil(),
            day: evil(),
            today: "2026-11-24".to_owned(),
            hidden: vec![(evil(), evil())],
            as_of: "Peildatum 24 november 2026.".to_owned(),
            position: evil(),
            division: evil(),
            permanent_link: evil(),
        }),
        footer: vec![link()],
        feed: evil(),
        data: vec![link(), link()],
        has_theme: true,
    }
}

fn overview() -> OverviewPage {
    let cell = || TableCell {
        actions: vec![link()],
        ..TableCell::text(evil()).link(evil()).note(evil())
    };
    let table = |has_cards| PageTable {
        columns: vec![TableColumn::text(evil()), TableColumn::number(evil())],
        rows: vec![PageRow::new(vec![cell(), TableCell::none()])],
        has_cards,
    };
    let figure = |chart: Option<&str>| PageFigure {
        id: "verloop",
        heading: evil(),
        subtitle: Some(evil()),
        columns: 8,
        chart: chart.map(str::to_owned),
        panels: vec![FigurePanel {
            name: link(),
            chart: "<svg></svg>".to_owned(),
        }],
        file: None,
        table: table(chart.is_some()),
        shows_table: chart.is_none(),
        is_beside: false,
        note: Some(evil()),
        more: vec![link()],
        definitions: vec![evil()],
        terms: Some(evil()),
        csv: evil(),
        xlsx: evil(),
        svg: chart.map(|_| evil()),
        permanent_link: evil(),
    };
    OverviewPage {
        frame: frame(),
        lead: evil(),
        definitions: evil(),
        is_empty: false,
        import: None,
        acts: Vec::new(),
        keys: vec![KeyFigure {
            name: evil(),
            value: "1.302".to_owned(),
            persists: true,
            sparkline: "<svg></svg>".to_owned(),
            note: evil(),
        }],
        figures: vec![figure(None), figure(Some("<svg></svg>"))],
    }
}

pub(crate) fn figure() -> PageFigure {
    let cell = || TableCell {
        actions: vec![link()],
        ..TableCell::text(evil()).link(evil()).note(evil())
    };
    PageFigure {
        id: "cijfers",
        heading: evil(),
        subtitle: Some(evil()),
        columns: 12,
        chart: None,
        panels: Vec::new(),
        file: None,
        table: PageTable {
            columns: vec![
                TableColumn::text(evil()),
                TableColumn::number(evil()).under(evil()),
            ],
            rows: vec![PageRow::new(vec![cell(), TableCell::none()])],
            has_cards: true,
        },
        shows_table: true,
        is_beside: false,
        note: None,
        more: Vec::new(),
        definitions: vec![evil()],
        terms: Some(evil()),
        csv: evil(),
        xlsx: evil(),
        svg: Some(evil()),
        permanent_link: evil(),
    }
}

fn municipalities() -> MunicipalitiesPage {
    let option = |chosen| ChoiceOption {
        value: evil(),
        text: evil(),
        chosen,
    };
    MunicipalitiesPage {
        frame: frame(),
        lead: evil(),
        letters: vec![LetterLink {
            text: evil(),
            label: evil(),
            href: evil(),
            chosen: true,
        }],
        action: evil(),
        hidden: vec![(evil(), evil())],
        provinces: vec![option(true), option(false)],
        sizes: vec![option(true), option(false)],
        without: vec![link()],
        list: figure(),
    }
}

/// Returns a figure without rows.
fn empty(figure: PageFigure) -> PageFigure {
    PageFigure {
        table: PageTable::default(),
        ..figure
    }
}

fn municipality() -> MunicipalityPage {
    let parts = || vec![TextPart::text(evil()), TextPart::link(evil(), evil())];
    MunicipalityPage {
        frame: frame(),
        lead: evil(),
        successions: vec![parts()],
        report: Some(evil()),
        record_support: Some(evil()),
        download: evil(),
        timeline: Some(figure()),
        open: figure(),
        nothing_open: evil(),
        closed: figure(),
        rounds: figure(),
        facts: vec![AboutFact {
            label: evil(),
            values: vec![parts(), parts()],
        }],
    }
}

fn knelpunt() -> KnelpuntPage {
    let event = EventEntry {
        what: evil(),
        when: evil(),
        withdrawn: true,
        reason: Some(evil()),
        redacted: true,
        details: vec![evil(), evil()],
        text: Some(evil()),
        recorded: evil(),
        source: evil(),
        sequence: evil(),
    };
    let quotation = |text| Quotation { text, by: evil() };
    KnelpuntPage {
        frame: frame(),
        merged_into: true,
        lead: evil(),
        quotations: vec![quotation(Some(evil())), quotation(None)],
        numbers: vec![AboutFact {
            label: evil(),
            values: vec![vec![TextPart::text(evil())]],
        }],
        forms: vec![link()],
        facts: vec![AboutFact {
            label: evil(),
            values: vec![vec![TextPart::text(evil()), TextPart::link(evil(), evil())]],
        }],
        outlook: Some(evil()),
        timeline: Some(figure()),
        events: vec![
            event.clone(),
            EventEntry {
                withdrawn: false,
                text: None,
                ..event
            },
        ],
    }
}

fn search() -> SearchPage {
    let run = |marked| TextRun {
        text: evil(),
        marked,
    };
    let hit = |href| HitRow {
        name: vec![run(true), run(false)],
        href,
        texts: vec![vec![run(false), run(true)]],
    };
    SearchPage {
        frame: frame(),
        has_searched: false,
        together: Some(evil()),
        groups: vec![HitGroup {
            id: "gemeenten",
            heading: evil(),
            first: Some(evil()),
            hits: vec![hit(Some(evil())), hit(None)],
        }],
    }
}

fn definitions() -> DefinitionsPage {
    let term = || TermRow {
        anchor: evil(),
        name: evil(),
        meaning: evil(),
    };
    let figure = |formula| FigureRow {
        term: term(),
        formula,
        sources: &[],
    };
    DefinitionsPage {
        frame: frame(),
        terms: vec![term()],
        figures: vec![figure(Some("a < b")), figure(None)],
    }
}

/// The only script of a page.
const LIVE_SCRIPT: &str = "script src=\"/assets/page.js\" defer";

/// Checks that tags are closed in the reverse order of opening, and that no value became one.
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
            (name != "script" || tag == LIVE_SCRIPT)
                && !tag.contains(" onload=\"")
                && !tag.contains(" style="),
            "{tag}"
        );
        let quotes = tag.matches('"').count();
        assert!(quotes.is_multiple_of(2), "{tag}");
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(page.contains("<html lang=\"nl\"") && page.contains("href=\"#inhoud\""));
    assert_eq!(page.matches("<h1").count(), 1);
    assert_eq!(
        page.matches("<th>").count(),
        0,
        "every heading of a table says of what"
    );
}

#[test]
fn every_page_is_well_formed_whatever_people_write() {
    for page in [
        overview().render().unwrap(),
        OverviewPage {
            is_empty: true,
            import: Some(evil()),
            acts: vec![link()],
            ..overview()
        }
        .render()
        .unwrap(),
        municipalities().render().unwrap(),
        MunicipalitiesPage {
            list: empty(figure()),
            ..municipalities()
        }
        .render()
        .unwrap(),
        municipality().render().unwrap(),
        MunicipalityPage {
            open: empty(figure()),
            closed: empty(figure()),
            rounds: empty(figure()),
            ..municipality()
        }
        .render()
        .unwrap(),
        knelpunt().render().unwrap(),
        search().render().unwrap(),
        definitions().render().unwrap(),
    ] {
        check(&page);
    }
}

#[test]
fn the_frame_is_in_the_language_of_the_page() {
    let page = RoundsPage {
        acts: Vec::new(),
        frame: frame_in(Language::English),
        figures: Vec::new(),
    };
    let page = page.render().unwrap();
    for text in [
        "<html lang=\"en\"",
        "Skip to content",
        "hreflang=\"nl\">Nederlands",
        "<main id=\"inhoud\" tabindex=\"-1\">",
    ] {
        assert!(page.contains(text), "{text}");
    }
}
