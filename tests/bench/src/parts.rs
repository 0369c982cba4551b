//! How many bytes each part of the views takes, in memory and on disk.
//!
//! Folded by the library, in this process: the parts take the same, however events arrive.

use std::path::Path;

use model::{Draft, decode_structured};
use register::Register;
use views::{Arrival, Classified, PartSize, Views};

use crate::{
    figures::grouped,
    history::History,
    process::disk_bytes,
    report::{BenchFigure, FigureColumn},
};

/// Events of a commit, about as many as in a rebuild.
const AT_ONCE: usize = 1_024;

/// Folds a history of so many events in an empty folder, and measures the parts of its views.
pub(crate) fn measure(folder: &Path, events: usize) -> anyhow::Result<FigureColumn> {
    let (mut views, _) = Views::open(folder, Register::embedded())?;
    let mut history = History::new(events, false)?;
    let mut position = 0;
    while position < events as u64 {
        let drafts = std::iter::from_fn(|| history.draft()).take(AT_ONCE);
        let arrivals = (position + 1..).zip(drafts);
        let arrivals = arrivals.map(|(sequence, draft)| arrival(sequence, &draft));
        let arrivals = arrivals.collect::<anyhow::Result<Vec<Arrival>>>()?;
        if arrivals.is_empty() {
            break;
        }
        position = views.commit(&arrivals, None)?.position;
    }
    let knelpunten = views.knelpunten() as u64;
    let mut figures = vec![BenchFigure::new("knelpunten", grouped(knelpunten))];
    figures.extend(listed("in memory", &views.sizes_in_memory(), knelpunten));
    figures.extend(listed("stored", &views.sizes_stored()?, knelpunten));
    views.close()?;
    figures.push(figure("on disk", disk_bytes(folder), knelpunten));
    let title = format!("{} events", grouped(position));
    Ok(FigureColumn { title, figures })
}

fn arrival(sequence: u64, draft: &Draft) -> anyhow::Result<Arrival> {
    let event = decode_structured(draft.to_json().as_bytes(), Register::embedded())?;
    let mut fingerprint = [0; 16];
    fingerprint[..8].copy_from_slice(&sequence.to_be_bytes());
    Ok(Arrival {
        sequence,
        fingerprint,
        message: Classified::Event(Box::new(event)),
    })
}

/// Lists parts, and their sum.
fn listed(prefix: &str, parts: &[PartSize], knelpunten: u64) -> Vec<BenchFigure> {
    let all = parts.iter().map(|part| part.bytes as u64).sum();
    let named = parts.iter().map(|part| {
        let name = format!("{prefix}: {}", part.name);
        figure(&name, part.bytes as u64, knelpunten)
    });
    let sum = figure(&format!("{prefix}, in all"), all, knelpunten);
    named.chain([sum]).collect()
}

fn figure(name: &str, bytes: u64, knelpunten: u64) -> BenchFigure {
    let each = bytes / knelpunten.max(1);
    let megabytes = bytes.div_ceil(100_000);
    let (whole, tenth) = (megabytes / 10, megabytes % 10);
    BenchFigure::new(name, format!("{whole}.{tenth} MB; {each} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_history_is_measured() {
        let folder = tempfile::tempdir().unwrap();
        let column = measure(&folder.path().join("views"), 3_000).unwrap();
        let lines: Vec<String> = column.figures.iter().map(BenchFigure::to_string).collect();
        let value = |name: &str| {
            let mut values = lines.iter().filter_map(|lines| lines.strip_prefix(name));
            values.next().unwrap().to_owned()
        };
        for name in [
            "in memory: entries: ",
            "in memory: subjects: ",
            "in memory, in all: ",
            "stored: texts, in blocks: ",
            "stored: the open knelpunten: ",
            "on disk: ",
        ] {
            assert!(!value(name).starts_with("0.0 MB"), "{lines:?}");
        }
        assert_eq!(value("stored: quarantine: "), "0.0 MB; 0 bytes");
    }
}
