//! The pages of failures.

/// A heading, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailureText {
    /// The heading.
    pub heading: &'static str,
    /// What happened, and what to do.
    pub advice: &'static str,
}

/// The link is not valid.
pub const BAD_LINK: FailureText = FailureText {
    heading: "Deze link klopt niet",
    advice: "Er staat iets in de link dat hier niet kan. Hieronder staat wat.",
};
/// There is no such page.
pub const NOT_FOUND: FailureText = FailureText {
    heading: "Hier is niets",
    advice: "Misschien is de link verkeerd overgenomen. Vanaf het overzicht is alles te vinden.",
};
/// A form came from another site.
pub const FOREIGN: FailureText = FailureText {
    heading: "Dat kan alleen vanaf een pagina hier",
    advice: "Er is iets verstuurd vanaf een andere site, of zonder dat te zien is waarvandaan. Daarvan is niets \
             vastgelegd. Open het formulier hier, en verstuur het vanaf die pagina.",
};
/// A form is too large or came too slowly.
pub const NOT_RECEIVED: FailureText = FailureText {
    heading: "Het formulier kwam niet goed aan",
    advice: "Het is te groot, of de verbinding was te traag. Er is niets vastgelegd. Ga terug met de knop van uw \
             browser: daar staat nog wat u invulde.",
};
/// The page cannot be posted to.
pub const WRONG_METHOD: FailureText = FailureText {
    heading: "Dat kan hier niet",
    advice: "Deze pagina kan alleen worden opgehaald.",
};
/// The server is overloaded or rebuilding.
pub const BUSY: FailureText = FailureText {
    heading: "Nog even geduld",
    advice: "Het is hier druk, of de cijfers zijn er nog niet. Laad deze pagina over enkele seconden opnieuw; wat u \
             verstuurde, telt ook dan maar één keer.",
};
/// Any other failure.
pub const OTHER: FailureText = FailureText {
    heading: "Er ging iets mis",
    advice: "Dat ligt niet aan u. Het logboek van de server zegt waarom.",
};
