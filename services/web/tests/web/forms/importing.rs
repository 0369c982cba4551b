//! The page on which a file is read in: a trial, its errors, and the same file once it is confirmed.

use std::fmt::Write as _;

use jiff::civil::date;
use model::{Data, Draft, KnelpuntReported, Observed};
use register::Register;
use rounds::{CallSheet, SheetMunicipality, WorkbookInfo, table::report_id, write_workbook};
use rust_xlsxwriter::Workbook;
use tests::Response;
use texts::workbook::{
    CODE, COUNT, DATE, MUNICIPALITIES, MUNICIPALITY, PROVINCE, REACHED, STAMP, TOPICS,
};

use super::{Desk, check_shown_again, hidden};
use crate::{
    pages::check_page,
    world::{arrivals, history},
};

const PATH: &str = "/inlezen";
const TABLE: &str = "Gemeente;Categorie;Datum;Omschrijving\n\
                     Utrecht;funding;12-2-2013;Geen geld\n\
                     Houten;supplier-delivery;13-2-2013;Wacht\n";

impl Desk {
    /// Sends a form with a file, or without one.
    async fn upload(
        &self,
        target: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &str)>,
        headers: &str,
    ) -> Response {
        let mut body = String::new();
        for (name, value) in fields {
            let _ = write!(
                body,
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        if let Some((name, text)) = file {
            let _ = write!(
                body,
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
            );
        }
        body.push_str("--x--\r\n");
        let (host, length) = (&self.world.address, body.len());
        self.world
            .raw(&format!(
                "POST {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: text/html\r\n\
                 Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
            ))
            .await
    }

    /// Tries a file as a browser does.
    async fn try_file(&self, name: &str, text: &str) -> Response {
        let origin = format!("Origin: http://{}\r\n", self.world.address);
        self.upload(PATH, &[], Some((name, text)), &origin).await
    }

    /// Sends the form on a page again, with more fields.
    async fn again(&self, page: &Response, more: &[(&str, &str)]) -> Response {
        let carried = ["name", "content", "time", "seal"].map(|name| (name, hidden(page, name)));
        let fields = [&carried[..], more].concat();
        let origin = format!("Origin: http://{}\r\n", self.world.address);
        self.upload(PATH, &fields, None, &origin).await
    }
}

#[tokio::test]
async fn the_page_begins_with_a_field_for_a_file_in_both_languages() {
    let desk = Desk::with(&[]).await;
    for (link, text) in [
        (PATH, "Doe een proef"),
        ("/inlezen?lang=en", "Do a trial run"),
    ] {
        let page = desk.world.browse(link).await;
        check_page(link, &page);
        assert!(page.body.contains(text), "{}", page.body);
    }
    assert_eq!(desk.world.browse("/inlezen?x=1").await.status, 400);
    let overview = desk.world.browse("/").await.body;
    assert!(overview.contains("href=\"/melden\"") && overview.contains("href=\"/inlezen\""));
}

#[tokio::test]
async fn a_table_is_tried_then_added_once() {
    let desk = Desk::with(&[]).await;
    let tried = desk.try_file("meldingen.csv", TABLE).await;
    check_page(PATH, &tried);
    for part in [
        "Proef van meldingen.csv",
        "Geen fouten.",
        "er wordt nog niets bewaard",
        "Dit kunt u toevoegen:",
        "<li>2 meldingen</li>",
        "Voeg 2 regels toe",
        "Utrecht",
        "12 februari 2013",
    ] {
        assert!(tried.body.contains(part), "{part}: {}", tried.body);
    }
    assert_eq!(desk.waiting(), 0, "a trial publishes nothing");
    let added = desk.again(&tried, &[("confirm", "1")]).await;
    assert_eq!(added.status, 303, "{}", added.body);
    assert_eq!(desk.waiting(), 2);
    let to = added.header("location").unwrap();
    let page = desk.world.browse(to).await;
    check_page(to, &page);
    assert!(
        page.body.contains("2 regels zijn toegevoegd"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("nog niets bewaard"), "{}", page.body);
    // Sent twice, as by two clicks: the events are those of the first.
    let again = desk.again(&tried, &[("confirm", "1")]).await;
    let page = desk.world.browse(again.header("location").unwrap()).await;
    assert!(
        page.body.contains("2 regels waren al bekend"),
        "{}",
        page.body
    );
    assert_eq!(desk.waiting(), 2);
}

#[tokio::test]
async fn what_is_in_the_log_already_is_not_added_again() {
    let desk = Desk::with(&[]).await;
    let source = "urn:example:desk".to_owned();
    let data = Data::Reported(KnelpuntReported {
        municipality: "GM0344".to_owned(),
        category: "funding".to_owned(),
        building_block: None,
        party: None,
        reference: None,
        observed_at: "2013-02-12".to_owned(),
        known_since: None,
        round: None,
        reporter: None,
        description: Some("Geen geld".to_owned()),
    });
    let (id, time) = (
        report_id(&source, &data),
        Observed::parse("2013-02-12").unwrap(),
    );
    let draft = Draft::with_derived_subject(source, id, time.first(), data).unwrap();
    desk.world.commit(&arrivals(1, &[draft.to_json()]));
    let tried = desk.try_file("meldingen.csv", TABLE).await;
    assert!(tried.body.contains("Voeg één regel toe"), "{}", tried.body);
    assert!(tried.body.contains("Eén regel was al bekend."));
    let one = TABLE.lines().take(2).collect::<Vec<_>>().join("\n");
    let tried = desk.try_file("meldingen.csv", &one).await;
    check_page(PATH, &tried);
    assert!(tried.body.contains("Er is niets om toe te voegen."));
    assert!(!tried.body.contains("name=\"confirm\""));
}

#[tokio::test]
async fn every_error_is_shown_with_its_row_and_column_and_the_other_rows_can_be_added() {
    let desk = Desk::with(&[]).await;
    let table = format!("{TABLE}Nergenshuizen;funding;14-2-2013;a\nUtrecht;funding;morgen;b\n");
    let tried = desk.try_file("fout.csv", &table).await;
    check_page(PATH, &tried);
    for part in [
        "2 rijen kloppen niet.",
        "De andere 2 kunt u nu toevoegen",
        "2 fouten",
        "data-label=\"Kolom\">Gemeente</td>",
        "data-label=\"Kolom\">Datum</td>",
        "Nergenshuizen",
    ] {
        assert!(tried.body.contains(part), "{part}: {}", tried.body);
    }
    let only_wrong = "Gemeente;Categorie;Datum\nNergens;funding;2013-02-12\n";
    let tried = desk.try_file("fout.csv", only_wrong).await;
    check_shown_again(
        &tried,
        422,
        &["Eén rij klopt niet.", "Er is niets om toe te voegen."],
    );
}

#[tokio::test]
async fn columns_that_are_not_recognised_are_chosen_on_the_page() {
    let desk = Desk::with(&[]).await;
    let table = "Plaats;Wat;Wanneer\nUtrecht;funding;12-2-2013\n";
    let shown = desk.try_file("a.csv", table).await;
    check_shown_again(
        &shown,
        422,
        &[
            "Welke kolom is wat?",
            "<option value=\"Plaats\">Plaats</option>",
        ],
    );
    let choices = [
        ("column-municipality", "Plaats"),
        ("value-category", "supplier-delivery"),
        ("column-observedAt", "Wanneer"),
    ];
    let tried = desk.again(&shown, &choices).await;
    check_page(PATH, &tried);
    assert!(tried.body.contains("Voeg één regel toe"), "{}", tried.body);
    let carried = choices.map(|(name, _)| (name, hidden(&tried, name)));
    let confirm = [&carried[..], &[("confirm", "1")]].concat();
    assert_eq!(desk.again(&tried, &confirm).await.status, 303);
    assert_eq!(desk.waiting(), 1);
}

#[tokio::test]
async fn dates_that_can_be_read_in_two_ways_are_never_guessed() {
    let desk = Desk::with(&[]).await;
    let table = "Gemeente;Categorie;Datum\nUtrecht;funding;02/03/2013\n";
    let shown = desk.try_file("a.csv", table).await;
    check_shown_again(
        &shown,
        422,
        &["Hoe staan de datums in het bestand?", "02/03/2013"],
    );
    let tried = desk.again(&shown, &[("dates", "d/m/y")]).await;
    check_page(PATH, &tried);
    assert!(tried.body.contains("2 maart 2013"), "{}", tried.body);
    let tried = desk.again(&shown, &[("dates", "m/d/y")]).await;
    assert!(tried.body.contains("3 februari 2013"), "{}", tried.body);
}

#[tokio::test]
async fn without_a_seal_or_with_that_of_another_file_nothing_is_added() {
    let desk = Desk::with(&[]).await;
    let tried = desk.try_file("a.csv", TABLE).await;
    let forged = desk
        .again(&tried, &[("confirm", "1"), ("dates", "m/d/y")])
        .await;
    check_shown_again(&forged, 409, &["Er is iets veranderd sinds de proef."]);
    let other = desk
        .try_file("b.csv", &TABLE.replace("Houten", "Utrecht"))
        .await;
    let origin = format!("Origin: http://{}\r\n", desk.world.address);
    let fields = [
        ("name", "b.csv"),
        ("content", hidden(&other, "content")),
        ("time", hidden(&tried, "time")),
        ("seal", hidden(&tried, "seal")),
        ("confirm", "1"),
    ];
    let mixed = desk.upload(PATH, &fields, None, &origin).await;
    check_shown_again(&mixed, 409, &["Er is iets veranderd"]);
    let elsewhere = "Origin: http://example.nl\r\n";
    let sent = desk.upload(PATH, &fields, None, elsewhere).await;
    assert_eq!(sent.status, 403);
    assert_eq!(desk.waiting(), 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named_with_what_to_do() {
    let desk = Desk::with(&[]).await;
    let origin = format!("Origin: http://{}\r\n", desk.world.address);
    let none = desk.upload(PATH, &[], Some(("", "")), &origin).await;
    check_shown_again(&none, 422, &["Er is geen bestand gekozen."]);
    for (name, text) in [
        ("leeg.csv", ""),
        ("a.pdf", "%PDF-1.7 abc"),
        ("a.html", "<!doctype html><p>Log in"),
        ("a.xlsx", "PK\u{3}\u{4}niets"),
    ] {
        let tried = desk.try_file(name, text).await;
        check_shown_again(&tried, 422, &[&format!("{name} kan niet gelezen worden")]);
    }
    let large = "a".repeat(4 * 1024 * 1024 + 1);
    let tried = desk.try_file("groot.csv", &large).await;
    check_shown_again(&tried, 413, &["groter dan 4 MB"]);
    let damaged = desk.upload(PATH, &[("content", "*")], None, &origin).await;
    check_shown_again(&damaged, 422, &["Kies het nog een keer."]);
}

#[tokio::test]
async fn what_is_wrong_with_a_table_or_a_workbook_is_written_in_the_language_of_the_page() {
    let desk = Desk::with(&[]).await;
    let table = "Gemeente;Categorie;Datum;Soort partij;Naam partij;Prio\n\
                 Utrecht;funding;morgen;;;\nNergenshuizen;geld;;;;\nUtrecht;funding;2013-02-12;fabriek;;hoog\n";
    let tried = desk.try_file("fout.csv", table).await;
    check_shown_again(
        &tried,
        422,
        &[
            "“morgen” is geen datum. Schrijf bijvoorbeeld 12-2-2013",
            "“Nergenshuizen” is geen gemeente die wij kennen. Bedoelt u een van deze:",
            "“geld” is geen categorie uit de lijst.",
            "Dit vak is leeg. Vul het in.",
            "“fabriek” is geen soort partij. Kies uit:",
            "Deze kolommen horen bij geen veld en zijn niet gelezen: “Prio”.",
        ],
    );
    for (text, sentence) in [
        (
            "Gemeente;Categorie;Datum\nUtrecht;funding;02/03/2013\n",
            "Kies hoe de datums in het bestand staan.",
        ),
        (
            "Plaats;Wat;Wanneer\nUtrecht;funding;12-2-2013\n",
            "“Gemeente” ontbreekt nog. Kies er een kolom voor",
        ),
        ("%PDF-1.7 abc", "Het is een pdf. Kies het werkboek"),
        (
            "Gemeente;Datum\nUtrecht;\"2013\n",
            "een aanhalingsteken dat nergens sluit",
        ),
    ] {
        let tried = desk.try_file("fout.csv", text).await;
        check_shown_again(&tried, 422, &[sentence]);
        assert!(!tried.body.contains("pass --"), "{}", tried.body);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_call_sheet_is_written_in_the_language_of_the_page() {
    let desk = Desk::with(&[]).await;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(MUNICIPALITIES).unwrap();
    sheet
        .write_row(0, 0, [CODE, MUNICIPALITY, PROVINCE, COUNT, REACHED, DATE])
        .unwrap();
    let content = in_base64(&workbook.save_to_buffer().unwrap());
    let origin = format!("Origin: http://{}\r\n", desk.world.address);
    let fields = [("name", "bellijst.xlsx"), ("content", &*content)];
    let tried = desk.upload(PATH, &fields, None, &origin).await;
    check_shown_again(
        &tried,
        422,
        &[
            "Het kopje ontbreekt dat de ronde en de bron noemt.",
            "Dit blad ontbreekt. Begin opnieuw met het oorspronkelijke werkboek.",
            "Dit kopje ontbreekt. Zet het terug.",
        ],
    );
    let details = "{\"\"form\"\":\"\"2\"\",\"\"workbook\"\":\"\"5a3c8e52-6bd3-5d1e-8a0a-0c3c1f1f7b11\"\",\
                   \"\"round\"\":\"\"2015-12\"\",\"\"source\"\":\"\"urn:example:coaches\"\",\"\"asOf\"\":\"\"2015-12-01\"\"}";
    let table = format!(
        "{CODE};{MUNICIPALITY};{PROVINCE};{COUNT};{REACHED};{DATE};{TOPICS};\"{STAMP} {details}\";Eigen\n\
         GM0344;Utrecht;Utrecht;0;misschien;gisteren;geld;;a\nGM0321;Utrecht;Utrecht;0;;;;;\n"
    );
    let tried = desk.try_file("gemeenten.csv", &table).await;
    check_shown_again(
        &tried,
        422,
        &[
            "“misschien” is geen keuze uit de lijst. Kies uit:",
            "“gisteren” is geen datum.",
            "“geld” is geen categorie uit de lijst.",
            "“Utrecht” is niet de naam van GM0321.",
            "Blad Gemeenten, rij 2, kolom “Eigen”: Deze kolom hoort niet bij de bellijst",
        ],
    );
}

#[tokio::test]
async fn an_empty_workbook_of_a_round_adds_nothing() {
    let sheet = CallSheet {
        info: WorkbookInfo {
            round: "2015-12".to_owned(),
            source: "urn:example:coaches".to_owned(),
            as_of: date(2015, 12, 1),
            coach_organisation: None,
        },
        municipalities: vec![SheetMunicipality {
            code: "GM0344".to_owned(),
            name: "Utrecht".to_owned(),
            province: "Utrecht".to_owned(),
        }],
        knelpunten: Vec::new(),
    };
    let bytes = write_workbook(&sheet, Register::embedded()).unwrap();
    let desk = Desk::with(&[]).await;
    let content = in_base64(&bytes);
    let origin = format!("Origin: http://{}\r\n", desk.world.address);
    let fields = [("name", "bellijst.xlsx"), ("content", &*content)];
    let tried = desk.upload(PATH, &fields, None, &origin).await;
    check_page(PATH, &tried);
    for part in ["Dit is de bellijst van", "Er is niets ingevuld."] {
        assert!(tried.body.contains(part), "{part}: {}", tried.body);
    }
}

#[tokio::test]
async fn the_workbook_of_a_round_is_downloaded_and_comes_back() {
    let desk = Desk::with(&history()).await;
    let page = desk.world.browse("/rondes").await;
    check_page("/rondes", &page);
    for link in ["href=\"/bellijst.xlsx?round=2016-01\"", "href=\"/inlezen\""] {
        assert!(page.body.contains(link), "{link}: {}", page.body);
    }
    let host = &desk.world.address;
    let request = format!(
        "GET /bellijst.xlsx?round=2016-01 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    );
    let reply = desk.world.send(&request).await;
    let start = reply
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .unwrap()
        + 4;
    let (head, workbook) = reply.split_at(start);
    let head = String::from_utf8_lossy(head);
    assert!(
        head.contains("filename=\"bellijst-2016-01.xlsx\""),
        "{head}"
    );
    let content = in_base64(workbook);
    let origin = format!("Origin: http://{host}\r\n");
    let fields = [("name", "bellijst.xlsx"), ("content", &*content)];
    let tried = desk.upload(PATH, &fields, None, &origin).await;
    check_page(PATH, &tried);
    assert!(
        tried.body.contains("Er is niets ingevuld."),
        "{}",
        tried.body
    );
    for wrong in ["/bellijst.xlsx", "/bellijst.xlsx?round=een%20ronde"] {
        assert_eq!(desk.world.get(wrong).await.status, 400, "{wrong}");
    }
}

fn in_base64(bytes: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}
