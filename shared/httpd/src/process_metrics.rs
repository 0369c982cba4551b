//! Metrics of the process, by the names of the Prometheus client libraries, from `/proc`; where there is none, none.

use std::fs;

use crate::Text;

/// Ticks of a second in `/proc`: `USER_HZ`, which is 100 in the interface of Linux on every architecture that we build for.
const TICKS: u64 = 100;

/// What `/proc` has of a process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ProcessMetrics {
    resident_bytes: Option<u64>,
    /// In ticks, as the program and as the kernel for it.
    cpu_ticks: Option<u64>,
    /// In ticks since 1970.
    start_ticks: Option<u64>,
    open_files: Option<usize>,
    open_files_limit: Option<u64>,
}

/// Writes the metrics of this process.
pub(crate) fn write(text: &mut Text) {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let files = fs::read_dir("/proc/self/fd").ok();
    let metrics = ProcessMetrics {
        // Without the one that lists the others.
        open_files: files.map(|files| files.count().saturating_sub(1)),
        ..ProcessMetrics::parse(
            &read("/proc/self/status"),
            &read("/proc/self/stat"),
            &read("/proc/stat"),
            &read("/proc/self/limits"),
        )
    };
    metrics.write(text);
}

impl ProcessMetrics {
    fn parse(status: &str, stat: &str, system: &str, limits: &str) -> Self {
        let kilobytes = number_after(status, "VmRSS:");
        // The name of the program is in parentheses, and may contain spaces; what follows it starts with the third value.
        let after_name = stat.rsplit_once(')').map(|(_, rest)| rest);
        let value = |number: usize| -> Option<u64> {
            let mut values = after_name?.split_whitespace();
            values.nth(number.checked_sub(3)?)?.parse().ok()
        };
        let started = number_after(system, "btime").zip(value(22));
        Self {
            resident_bytes: kilobytes.map(|kilobytes| kilobytes * 1024),
            cpu_ticks: value(14).zip(value(15)).map(|(user, kernel)| user + kernel),
            start_ticks: started.map(|(boot, since)| boot * TICKS + since),
            open_files: None,
            open_files_limit: number_after(limits, "Max open files"),
        }
    }

    fn write(&self, text: &mut Text) {
        if let Some(bytes) = self.resident_bytes {
            let help = "Resident memory size in bytes";
            text.gauge("process_resident_memory_bytes", help, bytes);
        }
        if let Some(ticks) = self.cpu_ticks {
            let help = "Total user and system CPU time spent in seconds";
            text.counter("process_cpu_seconds_total", help, seconds(ticks));
        }
        if let Some(ticks) = self.start_ticks {
            let help = "Start time of the process since unix epoch in seconds";
            text.gauge("process_start_time_seconds", help, seconds(ticks));
        }
        if let Some(files) = self.open_files {
            text.gauge("process_open_fds", "Number of open file descriptors", files);
        }
        if let Some(files) = self.open_files_limit {
            let help = "Maximum number of open file descriptors";
            text.gauge("process_max_fds", help, files);
        }
    }
}

/// Returns the number behind a name at the start of a line.
fn number_after(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}

fn seconds(ticks: u64) -> String {
    format!("{}.{:02}", ticks / TICKS, ticks % TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(metrics: &ProcessMetrics) -> String {
        let mut text = Text::default();
        metrics.write(&mut text);
        text.into_string()
    }

    #[test]
    fn what_proc_has_is_written_by_the_conventions() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 5 6 0 0 123 45 0 0 20 0 9 0 250 1 2";
        let metrics = ProcessMetrics {
            open_files: Some(8),
            ..ProcessMetrics::parse(
                "Name:\ta\nVmRSS:\t    2048 kB\n",
                stat,
                "cpu 1 2\nbtime 1000\n",
                "Max open files            1024                 4096                 files\n",
            )
        };
        let text = written(&metrics);
        for line in [
            "process_resident_memory_bytes 2097152",
            "# TYPE process_cpu_seconds_total counter",
            "process_cpu_seconds_total 1.68",
            "process_start_time_seconds 1002.50",
            "process_open_fds 8",
            "process_max_fds 1024",
        ] {
            assert!(
                text.lines().any(|one| one == line),
                "{line} is not in\n{text}"
            );
        }
    }

    #[test]
    fn what_is_unknown_is_left_out() {
        let limits = "Max open files            unlimited            unlimited            files";
        let metrics = ProcessMetrics::parse("", "7 (a", "", limits);
        assert_eq!(metrics, ProcessMetrics::default());
        assert_eq!(written(&metrics), "");
    }

    #[test]
    fn this_process_has_memory_and_files_and_started_after_the_machine() {
        let mut text = Text::default();
        write(&mut text);
        let text = text.into_string();
        for name in ["process_resident_memory_bytes", "process_open_fds"] {
            assert!(number_after(&text, name) > Some(0), "{name} in\n{text}");
        }
        assert!(text.contains("\nprocess_start_time_seconds "), "{text}");
    }
}
