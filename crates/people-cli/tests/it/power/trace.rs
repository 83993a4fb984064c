//! What a server asked of the system, from a trace of strace.
use std::{collections::HashMap, fs, path::Path};

/// What strace is told to write down: what changes files and folders, what has them kept, and what
/// is sent to clients.
pub(super) const CALLS: &str = "trace=openat,pwrite64,write,writev,sendto,fsync,fdatasync,\
                                ftruncate,unlink,unlinkat,rename,mkdir,\
                                ?fallocate,?pwritev,?pwritev2,?sync_file_range,?sync,?syncfs";

/// Something that happened, in the order in which it did.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A file is opened, and made if there is none.
    Create {
        path: String,
    },
    /// Bytes are about to be written. Until it has `Finished`, nobody knows how many are.
    Write {
        call: usize,
        path: String,
        at: usize,
        bytes: Vec<u8>,
    },
    /// A file is about to be cut or extended.
    Resize {
        call: usize,
        path: String,
        size: usize,
    },
    Remove {
        path: String,
    },
    /// A file or folder is about to be synced.
    Sync {
        call: usize,
        path: String,
    },
    /// A `Write`, `Resize` or `Sync` has succeeded.
    Finished {
        call: usize,
    },
    /// Bytes are about to be sent to a client.
    Send {
        bytes: Vec<u8>,
    },
}

/// Reads a whole trace. Files are those of a folder; all others are left out.
pub(super) fn read(file: &Path, folder: &Path) -> Vec<Event> {
    let text = fs::read_to_string(file).expect("a trace");
    let folder = folder.to_str().expect("a path");
    let mut reader = Reader {
        folder,
        calls: 0,
        under_way: HashMap::new(),
        events: Vec::new(),
    };
    for line in text.lines() {
        reader.line(line);
    }
    reader.events
}

/// Whether a trace has come to its end.
pub(super) fn is_over(file: &Path, process: u32) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let process = process.to_string();
    let mut last = text.lines().rev().take(4).filter_map(of_thread);
    last.any(|(thread, what)| thread == process && what.starts_with("+++ "))
}

/// The number of a thread, and what it did.
fn of_thread(line: &str) -> Option<(&str, &str)> {
    let (thread, what) = line.split_once(' ')?;
    Some((thread, what.trim_start()))
}

struct Reader<'a> {
    folder: &'a str,
    calls: usize,
    /// What each thread waits for.
    under_way: HashMap<&'a str, Option<usize>>,
    events: Vec<Event>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str) {
        let (thread, what) = of_thread(line).expect("a thread's number");
        if what.starts_with("+++") || what.starts_with("---") {
            return;
        }
        if what.starts_with("<... ") {
            let call = self.under_way.remove(thread).expect("it was under way");
            return self.finish(call, what);
        }
        let (name, arguments) = what.split_once('(').expect("a call");
        let call = self.begin(name, arguments);
        if what.ends_with("<unfinished ...>") {
            self.under_way.insert(thread, call);
        } else {
            self.finish(call, what);
        }
    }

    /// Takes down what is about to happen; a number where it matters whether it succeeds.
    fn begin(&mut self, name: &str, arguments: &str) -> Option<usize> {
        let texts = texts(arguments);
        let ours = |text: Option<&Vec<u8>>| {
            let path = String::from_utf8(text?.clone()).ok()?;
            path.starts_with(self.folder).then_some(path)
        };
        let event = match name {
            "openat" if arguments.contains("O_CREAT") => {
                // The folder that it is relative to comes first.
                let path = ours(texts.last().filter(|_| !failed(arguments)))?;
                Event::Create { path }
            }
            "openat" | "mkdir" => return None,
            "unlink" | "unlinkat" => Event::Remove {
                path: ours(texts.last().filter(|_| !failed(arguments)))?,
            },
            "fsync" | "fdatasync" => Event::Sync {
                call: self.calls,
                path: ours(texts.first())?,
            },
            // Space that is kept for later, with a note of its size at its start. What a restart finds in
            // it decides only which changes have space, and nothing that was acknowledged is read from it.
            // So it is made and stays empty here, as it may after a power cut: nobody syncs it.
            "fallocate" | "ftruncate" | "write"
                if ours(texts.first()).is_some_and(|it| it.ends_with("/people.reserve")) =>
            {
                return None;
            }
            "ftruncate" => Event::Resize {
                call: self.calls,
                path: ours(texts.first())?,
                size: numbers(arguments)[0],
            },
            "pwrite64" => {
                let bytes = texts.get(1)?.clone();
                let numbers = numbers(arguments);
                assert_eq!(numbers[0], bytes.len(), "the trace has all bytes");
                Event::Write {
                    call: self.calls,
                    path: ours(texts.first())?,
                    at: numbers[1],
                    bytes,
                }
            }
            "write" | "writev" | "sendto" => {
                assert_eq!(ours(texts.first()), None, "a write without a place");
                let bytes = texts[1..].concat();
                if !texts[0].starts_with(b"socket") {
                    return None;
                }
                Event::Send { bytes }
            }
            _ => {
                assert_eq!(
                    ours(texts.first()),
                    None,
                    "not a call that is known: {name}"
                );
                return None;
            }
        };
        self.events.push(event);
        self.calls += 1;
        Some(self.calls - 1)
    }

    fn finish(&mut self, call: Option<usize>, what: &str) {
        if let Some(call) = call
            && !failed(what)
        {
            self.events.push(Event::Finished { call });
        }
    }
}

fn failed(what: &str) -> bool {
    what.contains(") = -1 ")
}

/// The texts of a call's arguments, and the paths of its files, all of which are in hexadecimal.
fn texts(arguments: &str) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    let mut rest = arguments;
    while let Some(start) = rest.find(['"', '<']) {
        let close = if rest[start..].starts_with('"') {
            '"'
        } else {
            '>'
        };
        rest = &rest[start + 1..];
        let end = rest.find(close).expect("it ends");
        let text = &rest[..end];
        rest = &rest[end + 1..];
        if text != "unfinished ..." {
            let bytes = text.split("\\x").skip(1);
            let byte = |byte| u8::from_str_radix(byte, 16).expect("a byte");
            texts.push(bytes.map(byte).collect());
        }
    }
    texts
}

/// The numbers after the last text.
fn numbers(arguments: &str) -> Vec<usize> {
    let end = arguments.find([')']).unwrap_or(arguments.len());
    let arguments = arguments[..end].trim_end_matches("<unfinished ...>");
    let last = arguments.rfind(['"', '>']).expect("a file");
    let numbers = arguments[last + 1..].split(',');
    numbers.filter_map(|it| it.trim().parse().ok()).collect()
}

/// strace fills a pid of less than five digits up with blanks.
#[test]
fn a_trace_of_any_process_comes_to_its_end() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    for (process, line) in [
        (7, "7     +++ exited with 0 +++\n"),
        (4711, "4711  +++ exited with 0 +++\n"),
        (47_110, "47110 +++ killed by SIGKILL +++\n"),
        (4_194_304, "4194304 +++ exited with 0 +++\n"),
    ] {
        fs::write(file.path(), format!("12345 close(3) = 0\n{line}")).expect("a file");
        assert!(is_over(file.path(), process), "{line}");
        assert!(!is_over(file.path(), process + 1), "{line}");
        assert!(!is_over(file.path(), 12_345), "{line}");
    }
}

#[test]
fn a_trace_is_read_in_its_order() {
    let hex = |text: &str| {
        text.bytes()
            .map(|byte| format!("\\x{byte:02x}"))
            .collect::<String>()
    };
    let (db, lock, reserve) = (hex("/d/db"), hex("/d/lock"), hex("/d/people.reserve"));
    let (folder, other, socket) = (hex("/d"), hex("/e/x"), hex("socket:[7]"));
    let text = format!(
        "7 openat(AT_FDCWD<{other}>, \"{db}\", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 5<{db}>\n\
         7 openat(AT_FDCWD<{other}>, \"{lock}\", O_RDONLY|O_CREAT) = -1 EACCES (Permission denied)\n\
         8 pwrite64(5<{db}>, \"\\x01\\x02\", 2, 4096 <unfinished ...>\n\
         7 writev(9<{socket}>, [{{iov_base=\"\\x48\", iov_len=1}}, {{iov_base=\"\\x49\", iov_len=1}}], 2) = 2\n\
         8 <... pwrite64 resumed>) = 2\n\
         8 fsync(5<{db}>) = 0\n\
         8 fsync(6<{folder}>) = -1 EIO (Input/output error)\n\
         8 ftruncate(5<{db}>, 4096) = 0\n\
         8 pwrite64(4<{other}>, \"\\x01\", 1, 0) = 1\n\
         8 fallocate(7<{reserve}>, 0, 0, 4096) = 0\n\
         8 write(7<{reserve}>, \"\\x34\", 1) = 1\n\
         8 unlink(\"{db}\") = 0\n\
         8 +++ exited with 0 +++\n"
    );
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), text).expect("a file");
    let path = || "/d/db".to_owned();
    let expected = [
        Event::Create { path: path() },
        Event::Finished { call: 0 },
        Event::Write {
            call: 1,
            path: path(),
            at: 4096,
            bytes: vec![1, 2],
        },
        Event::Send {
            bytes: b"HI".to_vec(),
        },
        Event::Finished { call: 2 },
        Event::Finished { call: 1 },
        Event::Sync {
            call: 3,
            path: path(),
        },
        Event::Finished { call: 3 },
        Event::Sync {
            call: 4,
            path: "/d".to_owned(),
        },
        Event::Resize {
            call: 5,
            path: path(),
            size: 4096,
        },
        Event::Finished { call: 5 },
        Event::Remove { path: path() },
        Event::Finished { call: 6 },
    ];
    assert_eq!(read(file.path(), Path::new("/d")), expected);
}
