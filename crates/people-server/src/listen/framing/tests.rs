use proptest::prelude::*;

use super::*;

/// How many heads end in bytes that come in pieces of that many, and the first fault.
fn scan(bytes: &[u8], piece: usize) -> (u64, Option<(u64, Fault)>) {
    let mut scanner = Scanner::default();
    for piece in bytes.chunks(piece) {
        scanner.read(piece);
        assert!(scanner.line.start.len() <= Line::LONGEST);
    }
    let verdicts = scanner.verdicts();
    let found = verdicts.lock();
    (found.ended, found.fault)
}

#[test]
fn f16_a_fault_is_found_however_the_bytes_come() {
    let long = format!(
        "GET / HTTP/1.1\r\nContent-Length:{}5\r\n\r\n",
        " ".repeat(200)
    );
    for (text, fault) in [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET / HTTP/1.1\nHost: x\r\n\r\n", Some(Fault::BareLineFeed)),
        ("GET / HTTP/1.1\r\nHost: x\n\r\n", Some(Fault::BareLineFeed)),
        ("GET / HTTP/1.1\r\nHost: x\r\n\n", Some(Fault::BareLineFeed)),
        (
            "\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
            Some(Fault::BareLineFeed),
        ),
        (
            "GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            Some(Fault::TwoLengths),
        ),
        (
            "GET / HTTP/1.1\r\ntransfer-ENCODING: chunked\r\ncontent-length:0\r\n\r\n",
            Some(Fault::TwoLengths),
        ),
        (&long, Some(Fault::LongFraming)),
    ] {
        for piece in [1, 2, 3, 7, 1000] {
            let expected = fault.map(|fault| (1, fault));
            assert_eq!(scan(text.as_bytes(), piece), (1, expected), "{text:?}");
        }
    }
}

/// A request with a body of some kind, in which there is what looks like a head.
fn request() -> impl Strategy<Value = String> {
    const BODY: &str =
        "x\r\nGET / HTTP/1.1\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n";
    let cut = || (0..BODY.len()).prop_map(|end| &BODY[..end]);
    let sized = cut().prop_map(|body| {
        format!(
            "POST /a HTTP/1.1\r\nhost: x\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    });
    let chunked =
        (prop::collection::vec(cut(), 0..3), "(a: b\r\n){0,2}").prop_map(|(chunks, trailers)| {
            let chunks = chunks.iter().filter(|chunk| !chunk.is_empty());
            let chunks: String = chunks
                .map(|chunk| format!("{:X};e=1\r\n{chunk}\r\n", chunk.len()))
                .collect();
            format!(
                "POST /b HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n{chunks}0\r\n{trailers}\r\n"
            )
        });
    prop_oneof![
        Just("GET /c HTTP/1.1\r\nHost: x\r\n\r\n".to_owned()),
        sized,
        chunked,
    ]
}

proptest! {
    #[test]
    fn f16_heads_are_told_from_bodies(requests in prop::collection::vec(request(), 0..6), piece in 1..40_usize) {
        let bad = "GET / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n";
        let text = requests.concat() + bad;
        let ended = requests.len() as u64 + 1;
        prop_assert_eq!(scan(text.as_bytes(), piece), (ended, Some((ended, Fault::TwoLengths))));
    }

    #[test]
    fn f16_any_bytes_are_scanned(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[ -~\r\n]{0,200}") {
        scan(&bytes, 5);
        scan(text.as_bytes(), 5);
    }
}
