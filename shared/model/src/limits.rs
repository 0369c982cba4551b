//! Limits of the contract, as numbers and patterns, shared by the rules and the published schemas.
//!
//! Patterns use only syntax that ECMA 262, Python and Rust share, and match whole strings.

/// Maximum size of an event, in bytes.
pub const EVENT_LIMIT_BYTES: usize = 64 * 1024;

/// Maximum number of violations listed for one event: 64 KiB can contain thousands, each described at more length than
/// its cause.
pub(crate) const VIOLATIONS: usize = 100;

/// Maximum length of a description, in code points.
pub(crate) const DESCRIPTION: usize = 4_000;
/// Maximum length of a reason, in code points.
pub(crate) const REASON: usize = 1_000;
/// Maximum length of any other text (a name, a role, an attribute of the envelope), in code points.
pub(crate) const NAME: usize = 200;

/// A text that shows something, without control characters: not only white space and format characters (of general
/// category Cf, those beyond U+FFFF excepted, which patterns cannot name in every language).
pub(crate) const TEXT: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb][^\u0000-\u001f\u007f-\u009f]*$";
/// A municipality's CBS code.
pub(crate) const MUNICIPALITY: &str = "^GM[0-9]{4}$";
/// A reference: a ticket or system number, never a sentence.
pub(crate) const REFERENCE: &str = "^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$";
/// A round's slug.
pub(crate) const ROUND: &str = "^[a-z0-9][a-z0-9-]{0,31}$";
/// A date, or a date-time with offset.
pub(crate) const OBSERVED: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$";
/// A date-time with offset.
pub(crate) const TIME: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$";
/// A knelpunt's id.
pub(crate) const KNELPUNT: &str = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
/// The subject of a consultation.
pub(crate) const CONSULTATION: &str = "^GM[0-9]{4}/[a-z0-9][a-z0-9-]{0,31}$";
/// The subject of support, or of anything in a municipality.
pub(crate) const SUPPORT: &str = "^GM[0-9]{4}/[a-z0-9][a-z0-9-]{0,63}$";
/// The JSON media type, with or without parameters.
pub(crate) const JSON: &str =
    r"^\s*[Aa][Pp][Pp][Ll][Ii][Cc][Aa][Tt][Ii][Oo][Nn]/[Jj][Ss][Oo][Nn]\s*(;.*)?$";
