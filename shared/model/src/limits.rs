//! The limits of the contract, as numbers and as patterns: the rules and the published schemas read the same ones.
//!
//! Patterns are in what ECMA 262, Python and Rust have in common, and match whole strings.

/// The most that a whole event may measure, in bytes.
pub const EVENT_LIMIT_BYTES: usize = 64 * 1024;

/// The most violations that are named of one event: one of 64 KiB can hold thousands, each longer than its cause.
pub(crate) const FAULTS: usize = 100;

/// Code points of a description.
pub(crate) const DESCRIPTION: usize = 4_000;
/// Code points of a reason.
pub(crate) const REASON: usize = 1_000;
/// Code points of every other text: a name, a role, an attribute of the envelope.
pub(crate) const NAME: usize = 200;

/// A text: something other than white space in it, and no control characters.
pub(crate) const TEXT: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";
/// A municipality's CBS code.
pub(crate) const MUNICIPALITY: &str = "^GM[0-9]{4}$";
/// A reference: a number of a ticket or a system, never a sentence.
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
/// JSON, with or without parameters.
pub(crate) const JSON: &str =
    r"^\s*[Aa][Pp][Pp][Ll][Ii][Cc][Aa][Tt][Ii][Oo][Nn]/[Jj][Ss][Oo][Nn]\s*(;.*)?$";
