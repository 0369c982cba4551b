//! The host check: only names of this machine, so that no other site can reach the server through a name of its own
//! (DNS rebinding).

use axum::http::{HeaderMap, StatusCode, Uri, header};

use crate::Problem;

/// Checks the `Host` header, and the host in the link if there is one.
///
/// # Errors
///
/// 400 if `Host` is missing or repeated, 421 if either names another host.
pub fn check(uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "A request must have exactly one Host header.",
        ));
    };
    let host = host.to_str().unwrap_or_default();
    let authority = uri.authority().map(axum::http::uri::Authority::as_str);
    if is_local(host) && authority.is_none_or(is_local) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::MISDIRECTED_REQUEST,
        "The Host of a request must be localhost, 127.0.0.1 or [::1], with any port.",
    ))
}

/// Returns whether a host, with or without a port, is this machine.
fn is_local(host: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        let (Some(start), Some(rest)) = (host.get(..name.len()), host.get(name.len()..)) else {
            return false;
        };
        start.eq_ignore_ascii_case(name) && (rest.is_empty() || is_port(rest))
    })
}

fn is_port(rest: &str) -> bool {
    rest.strip_prefix(':').is_some_and(|digits| {
        digits.bytes().all(|byte| byte.is_ascii_digit())
            && (digits.is_empty() || digits.parse::<u16>().is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_host(uri: &str, hosts: &[&str], expected: Option<u16>) {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, host.parse().unwrap());
        }
        let found = check(&uri.parse().unwrap(), &headers);
        assert_eq!(
            found.err().map(|problem| problem.status.as_u16()),
            expected,
            "{uri} {hosts:?}"
        );
    }

    #[test]
    fn names_of_this_machine_are_accepted_with_any_port() {
        for host in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:7420",
            "[::1]",
            "[::1]:65535",
            "localhost:",
        ] {
            check_host("/", &[host], None);
        }
    }

    #[test]
    fn every_other_name_is_misdirected() {
        for host in [
            "example.nl",
            "localhost.example.nl",
            "localhost:80.example.nl",
            "localhost.",
            "localhost:65536",
            "localhost:-1",
            "127.0.0.2",
            "::1",
            "0.0.0.0",
            "user@localhost",
            "",
            "é",
        ] {
            check_host("/", &[host], Some(421));
        }
    }

    #[test]
    fn a_host_in_the_link_is_checked_as_well() {
        check_host("http://localhost:1/", &["localhost"], None);
        check_host("http://example.nl/", &["localhost"], Some(421));
        check_host("http://localhost/", &["example.nl"], Some(421));
    }

    #[test]
    fn exactly_one_host_is_required() {
        check_host("/", &[], Some(400));
        check_host("/", &["localhost", "localhost"], Some(400));
    }
}
