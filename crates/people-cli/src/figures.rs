//! What `/metrics` says besides requests: of the process, and of the store in a folder.
use std::{fs, path::Path};

use people_server::Figure;
use people_store::Embedded;

/// What an embedded store has done since it was opened, and what it takes of the disk.
pub(crate) fn of_store(store: &Embedded, folder: &Path) -> Vec<Figure> {
    let stats = store.stats();
    let count = |name, help, count: u64| Figure::counter(name, help, as_number(count));
    vec![
        count(
            "people_store_commits",
            "Commits that succeeded",
            stats.commits,
        ),
        count(
            "people_store_conflicts",
            "Commits that found a row at another version",
            stats.conflicts,
        ),
        count(
            "people_store_transactions",
            "Transactions that carried commits, each with a sync of the disk",
            stats.transactions,
        ),
        count(
            "people_store_checkpoints",
            "Copies of the write-ahead log into the database",
            stats.checkpoints,
        ),
        count(
            "people_store_cache_hits",
            "Reads of one row that were answered from memory",
            stats.cache_hits,
        ),
        count(
            "people_store_cache_misses",
            "Reads of one row that were answered from the database",
            stats.cache_misses,
        ),
        Figure::gauge(
            "people_store_size_bytes",
            "The files of the store, the write-ahead log included",
            as_number(size(folder)),
        ),
    ]
}

/// The bytes of all files in a folder; those that are gone by now have none.
fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = files.filter_map(|file| file.metadata().ok());
    sizes.map(|file| file.len()).sum()
}

/// By the names that Prometheus' own libraries give them.
#[cfg(target_os = "linux")]
pub(crate) fn of_process() -> Vec<Figure> {
    read_process().unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn of_process() -> Vec<Figure> {
    Vec::new()
}

#[cfg(target_os = "linux")]
fn read_process() -> procfs::ProcResult<Vec<Figure>> {
    use procfs::{WithCurrentSystemInfo, process::Process};

    let process = Process::myself()?;
    let stat = process.stat()?;
    let ticks = procfs::ticks_per_second();
    let seconds = |time: u64| as_number(time) / as_number(ticks);
    let mut figures = vec![
        Figure::counter(
            "process_cpu_seconds",
            "Processor time, of the program and of the system for it",
            seconds(stat.utime + stat.stime),
        ),
        Figure::gauge(
            "process_resident_memory_bytes",
            "Memory that is in use",
            as_number(stat.rss_bytes().get()),
        ),
        Figure::gauge(
            "process_virtual_memory_bytes",
            "Memory that is reserved",
            as_number(stat.vsize),
        ),
        Figure::gauge(
            "process_threads",
            "Threads",
            as_number(u64::try_from(stat.num_threads).unwrap_or_default()),
        ),
        Figure::gauge(
            "process_open_fds",
            "File descriptors that are open",
            as_number(process.fd_count()? as u64),
        ),
        Figure::gauge(
            "process_start_time_seconds",
            "When it started, in seconds since 1970",
            as_number(procfs::boot_time_secs()?) + seconds(stat.starttime),
        ),
    ];
    if let procfs::process::LimitValue::Value(most) = process.limits()?.max_open_files.soft_limit {
        figures.push(Figure::gauge(
            "process_max_fds",
            "File descriptors that may be open",
            as_number(most),
        ));
    }
    Ok(figures)
}

/// Exact to 2^53, which none of these reaches.
#[expect(clippy::cast_precision_loss, reason = "see above")]
fn as_number(count: u64) -> f64 {
    count as f64
}
