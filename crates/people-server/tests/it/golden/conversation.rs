//! A file of exchanges: how it is read and played.
use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use http_body_util::Full;
use people_http::route;
use people_model::Method;
use people_rules::Contract;

use crate::{
    fake::{Answer, anonymous},
    service::Server,
};

pub(super) struct Conversation<'t> {
    head: Vec<&'t str>,
    contract: Contract,
    seed: &'t str,
    exchanges: Vec<Exchange<'t>>,
}

struct Exchange<'t> {
    /// The lines of the request as the file has them, title included.
    lines: Vec<&'t str>,
    later: i64,
    verb: &'t str,
    address: &'t str,
    headers: Vec<(&'t str, &'t str)>,
    body: String,
    /// Whether the file expects a reply that is no error.
    succeeds: bool,
}

impl<'t> Conversation<'t> {
    /// Reads a file; what it expects of the responses is skipped.
    pub(super) fn parse(text: &'t str) -> Result<Self, &'t str> {
        let mut lines = text.lines().peekable();
        let (mut head, mut contract, mut seed) = (Vec::new(), Contract::Documented, "seed");
        while let Some(line) = lines.next_if(|line| !line.starts_with("### ")) {
            match line {
                "contract: observed" => contract = Contract::Observed,
                line if line.starts_with("seed: ") => seed = &line["seed: ".len()..],
                line if line.is_empty() || line.starts_with("# ") => {}
                line => return Err(line),
            }
            head.push(line);
        }
        let mut exchanges = Vec::new();
        while let Some(title) = lines.next() {
            let mut request = vec![title];
            while let Some(line) =
                lines.next_if(|line| !line.starts_with("HTTP/1.1 ") && !line.starts_with("### "))
            {
                request.push(line);
            }
            let succeeds = lines.peek().is_some_and(|line| *line == "HTTP/1.1 200 OK");
            while lines.next_if(|line| !line.starts_with("### ")).is_some() {}
            exchanges.push(Exchange {
                succeeds,
                ..Exchange::parse(request)?
            });
        }
        Ok(Self {
            head,
            contract,
            seed,
            exchanges,
        })
    }

    /// The methods that the file calls with success.
    pub(super) fn succeeded(&self) -> impl Iterator<Item = Method> {
        let good = self.exchanges.iter().filter(|it| it.succeeds);
        good.filter_map(|exchange| {
            let verb = http::Method::from_bytes(exchange.verb.as_bytes()).ok()?;
            let path = exchange.address.split('?').next()?;
            Some(route(&verb, path)?.method)
        })
    }

    pub(super) async fn play(&self) -> String {
        let seed = folder().join(format!("{}.json", self.seed));
        let seed = fs::read_to_string(seed).expect("a seed");
        let server = Server::of_contract(self.contract).await;
        let server = server.seeded(&seed).await;
        let mut tokens = BTreeMap::new();
        let mut played = String::new();
        for line in &self.head {
            played += line;
            played.push('\n');
        }
        for (index, exchange) in self.exchanges.iter().enumerate() {
            server.clock.advance(exchange.later);
            let answer = server.send(exchange.request(&tokens)).await;
            if index > 0 {
                played.push('\n');
            }
            for line in &exchange.lines {
                played += line;
                played.push('\n');
            }
            write!(played, "\n{}", shown(&answer, &mut tokens)).expect("a string takes everything");
        }
        played
    }
}

impl<'t> Exchange<'t> {
    fn parse(mut lines: Vec<&'t str>) -> Result<Self, &'t str> {
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        let mut rest = lines.iter().copied().skip(1).peekable();
        let mut later = 0;
        if let Some(seconds) = rest.peek().and_then(|line| line.strip_prefix("later: ")) {
            later = seconds.parse().map_err(|_| seconds)?;
            rest.next();
        }
        let line = rest.next().ok_or(lines[0])?;
        let (verb, address) = line.split_once(' ').ok_or(line)?;
        let mut headers = Vec::new();
        for line in rest.by_ref().take_while(|line| !line.is_empty()) {
            headers.push(
                line.split_once(':')
                    .map(|(name, value)| (name, value.trim()))
                    .ok_or(line)?,
            );
        }
        let body = rest.collect::<Vec<_>>().join("\n");
        Ok(Self {
            later,
            verb,
            address,
            headers,
            body,
            succeeds: false,
            lines,
        })
    }

    fn request(&self, tokens: &BTreeMap<String, String>) -> Request<Full<Bytes>> {
        let filled = |text: &str| {
            tokens.iter().fold(text.to_owned(), |text, (name, token)| {
                text.replace(&format!("{{{name}}}"), token)
            })
        };
        let mut request = anonymous(self.verb, &filled(self.address), self.body.clone());
        let mut authorization = "Bearer ada";
        for &(name, value) in &self.headers {
            if name == "authorization" {
                authorization = value;
                continue;
            }
            let name: HeaderName = name.parse().expect("a header's name");
            request
                .headers_mut()
                .append(name, value.parse().expect("a header's value"));
        }
        if !authorization.is_empty() {
            let value = HeaderValue::try_from(authorization).expect("a header's value");
            request.headers_mut().insert("authorization", value);
        }
        request
    }
}

/// The response as it would stand on the wire, with names for tokens.
fn shown(answer: &Answer, tokens: &mut BTreeMap<String, String>) -> String {
    let mut text = format!("HTTP/1.1 {}\n", answer.status);
    for (name, value) in &answer.headers {
        writeln!(
            text,
            "{name}: {}",
            value.to_str().expect("a header of text")
        )
        .expect("a string takes everything");
    }
    let mut body = answer.text().to_owned();
    // Made of random numbers too; and files here have no carriage returns.
    let kind = answer.header("content-type");
    if let Some((_, boundary)) = kind.split_once("boundary=") {
        text = text.replace(boundary, "{boundary}");
        body = body.replace(boundary, "{boundary}").replace("\r\n", "\n");
    }
    if answer.status == 200 && kind.starts_with("application/json") {
        for name in ["nextPageToken", "nextSyncToken"] {
            let json = answer.json();
            if let Some(token) = json[name].as_str() {
                body = body.replace(token, &format!("{{{name}}}"));
                tokens.insert(name.to_owned(), token.to_owned());
            }
        }
    }
    let end = if body.ends_with('\n') {
        ""
    } else {
        "\n(no line break at the end)\n"
    };
    format!("{text}\n{body}{end}")
}

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden")
}
