//! How much callers may ask for: a flag for each limit of the server.
use std::{str::FromStr, time::Duration};

use people_http::Quota;
use people_server::{Limits, Sizes};

/// Sizes are in bytes, times in seconds.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Args {
    /// Contacts per account.
    #[arg(long, env = "PEOPLE_MAX_CONTACTS", value_name = "N", default_value_t = Sizes::default().contacts)]
    max_contacts: u64,
    /// Contact groups per account.
    #[arg(long, env = "PEOPLE_MAX_GROUPS", value_name = "N", default_value_t = Sizes::default().groups)]
    max_groups: u64,
    #[command(flatten)]
    contact: ContactArgs,
    /// Bytes per request body, as it is sent.
    #[arg(long, env = "PEOPLE_MAX_BODY", value_name = "N", default_value_t = Limits::default().body, value_parser = at_least::<usize>(1))]
    max_body: usize,
    /// Bytes per request body, after decompression.
    #[arg(long, env = "PEOPLE_MAX_INFLATED_BODY", value_name = "N", default_value_t = Limits::default().inflated_body, value_parser = at_least::<usize>(1))]
    max_inflated_body: usize,
    /// Bytes of all request bodies in memory. The first 16 KiB of each body do not count. One account can use half.
    #[arg(long, env = "PEOPLE_MAX_BODIES", value_name = "N", default_value_t = Limits::default().bodies)]
    max_bodies: usize,
    /// Bytes of all replies that are not sent yet. The first 16 KiB of each reply do not count. One account can use
    /// half.
    #[arg(long, env = "PEOPLE_MAX_REPLIES", value_name = "N", default_value_t = Limits::default().replies)]
    max_replies: usize,
    /// Bytes of the request line and all header fields of a request; at least 8,192.
    #[arg(long, env = "PEOPLE_MAX_HEAD", value_name = "N", default_value_t = Limits::default().head, value_parser = at_least::<usize>(8192))]
    max_head: usize,
    /// Header fields per request.
    #[arg(long, env = "PEOPLE_MAX_HEADERS", value_name = "N", default_value_t = Limits::default().headers, value_parser = at_least::<usize>(1))]
    max_headers: usize,
    /// Open connections. If one more comes, the server closes the one that has been idle for longest.
    #[arg(long, env = "PEOPLE_MAX_CONNECTIONS", value_name = "N", default_value_t = Limits::default().connections, value_parser = at_least::<usize>(1))]
    max_connections: usize,
    /// Concurrent requests per HTTP/2 connection.
    #[arg(long, env = "PEOPLE_MAX_STREAMS", value_name = "N", default_value_t = Limits::default().streams, value_parser = at_least::<u32>(1))]
    max_streams: u32,
    /// Calls that the server answers at the same time.
    #[arg(long, env = "PEOPLE_MAX_CALLS", value_name = "N", default_value_t = Limits::default().calls, value_parser = at_least::<usize>(1))]
    max_calls: usize,
    /// Calls of one account that the server answers at the same time.
    #[arg(long, env = "PEOPLE_MAX_ACCOUNT_CALLS", value_name = "N", default_value_t = Limits::default().account_calls, value_parser = at_least::<usize>(1))]
    max_account_calls: usize,
    /// Calls that wait until the server can answer them.
    #[arg(long, env = "PEOPLE_MAX_WAITING", value_name = "N", default_value_t = Limits::default().waiting)]
    max_waiting: usize,
    /// The longest time for a request's head, for a TLS handshake, and between two requests.
    #[arg(long, env = "PEOPLE_HEAD_TIME", value_name = "SECONDS", default_value_t = seconds(Limits::default().head_time), value_parser = at_least::<u64>(1))]
    head_time: u64,
    /// The longest time for a request's body.
    #[arg(long, env = "PEOPLE_BODY_TIME", value_name = "SECONDS", default_value_t = seconds(Limits::default().body_time), value_parser = at_least::<u64>(1))]
    body_time: u64,
    /// The longest time for a client to read a part of a reply.
    #[arg(long, env = "PEOPLE_WRITE_TIME", value_name = "SECONDS", default_value_t = seconds(Limits::default().write_time), value_parser = at_least::<u64>(1))]
    write_time: u64,
    /// The longest time that a call waits for others.
    #[arg(long, env = "PEOPLE_WAITING_TIME", value_name = "SECONDS", default_value_t = seconds(Limits::default().waiting_time), value_parser = at_least::<u64>(1))]
    waiting_time: u64,
    /// The longest time to answer a call.
    #[arg(long, env = "PEOPLE_CALL_TIME", value_name = "SECONDS", default_value_t = seconds(Limits::default().call_time), value_parser = at_least::<u64>(1))]
    call_time: u64,
    /// The longest time for running calls to end when the server stops.
    #[arg(long, env = "PEOPLE_SHUTDOWN_TIME", value_name = "SECONDS", default_value_t = seconds(Limits::default().shutdown_time), value_parser = at_least::<u64>(1))]
    shutdown_time: u64,
    /// Critical reads and writes per account and minute: `google`, or two numbers such as `90,90`. Default: no quota.
    #[arg(long, env = "PEOPLE_QUOTA", value_name = "google|READS,WRITES")]
    quota: Option<Rate>,
}

/// How large one contact may be, for every way to write it.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct ContactArgs {
    /// Bytes per contact, as it is stored.
    #[arg(long, env = "PEOPLE_MAX_CONTACT_BYTES", value_name = "N", default_value_t = Sizes::default().bytes, value_parser = at_least::<usize>(1))]
    max_contact_bytes: usize,
    /// Values per contact, in all fields together.
    #[arg(long, env = "PEOPLE_MAX_CONTACT_VALUES", value_name = "N", default_value_t = Sizes::default().values, value_parser = at_least::<usize>(1))]
    max_contact_values: usize,
    /// Characters per text. Notes do not count.
    #[arg(long, env = "PEOPLE_MAX_CHARACTERS", value_name = "N", default_value_t = Sizes::default().characters, value_parser = at_least::<usize>(1))]
    max_characters: usize,
}

impl ContactArgs {
    pub(crate) fn sizes(&self) -> Sizes {
        let mut sizes = Sizes::default();
        sizes.bytes = self.max_contact_bytes;
        sizes.values = self.max_contact_values;
        sizes.characters = self.max_characters;
        sizes
    }
}

/// Numbers from `least`: with fewer, every request would be refused.
fn at_least<T: FromStr + TryInto<u64> + Copy>(
    least: u64,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let number = text.parse().ok();
        let enough = |number: &T| {
            (*number)
                .try_into()
                .is_ok_and(|number: u64| number >= least)
        };
        let number = number.filter(enough);
        number.ok_or_else(|| format!("expected a whole number from {least}"))
    }
}

fn seconds(time: Duration) -> u64 {
    time.as_secs()
}

impl Args {
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.characters = self.contact.max_characters;
        limits.values = self.contact.max_contact_values;
        limits.body = self.max_body;
        limits.inflated_body = self.max_inflated_body;
        limits.bodies = self.max_bodies;
        limits.replies = self.max_replies;
        limits.head = self.max_head;
        limits.headers = self.max_headers;
        limits.connections = self.max_connections;
        limits.streams = self.max_streams;
        limits.calls = self.max_calls;
        limits.account_calls = self.max_account_calls;
        limits.waiting = self.max_waiting;
        limits.head_time = Duration::from_secs(self.head_time);
        limits.body_time = Duration::from_secs(self.body_time);
        limits.write_time = Duration::from_secs(self.write_time);
        limits.waiting_time = Duration::from_secs(self.waiting_time);
        limits.call_time = Duration::from_secs(self.call_time);
        limits.shutdown_time = Duration::from_secs(self.shutdown_time);
        limits.quota = self.quota.map(|Rate(quota)| quota);
        limits
    }

    pub(crate) fn sizes(&self) -> Sizes {
        let mut sizes = self.contact.sizes();
        sizes.contacts = self.max_contacts;
        sizes.groups = self.max_groups;
        sizes
    }
}

/// The value of `--quota`.
#[derive(Clone, Copy, Debug)]
struct Rate(Quota);

impl FromStr for Rate {
    type Err = &'static str;

    fn from_str(rate: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected `google`, or two whole numbers from 1, such as `90,90`";
        if rate == "google" {
            return Ok(Self(Quota::GOOGLE));
        }
        let (reads, writes) = rate.split_once(',').ok_or(WRONG)?;
        let number = |number: &str| number.trim().parse().ok().filter(|n| *n > 0).ok_or(WRONG);
        Ok(Self(Quota {
            reads: number(reads)?,
            writes: number(writes)?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use expect_test::{Expect, expect};

    use super::*;

    #[derive(Parser)]
    struct Flags {
        #[command(flatten)]
        limits: Args,
    }

    #[track_caller]
    fn check(flags: &[&str], expected: Expect) {
        let flags = Flags::parse_from([&["people"], flags].concat()).limits;
        expected.assert_eq(&format!("{:#?}\n{:#?}\n", flags.limits(), flags.sizes()));
    }

    #[test]
    fn every_flag_reaches_what_it_names() {
        let names = [
            "max-contacts",
            "max-contact-bytes",
            "max-contact-values",
            "max-characters",
            "max-body",
            "max-inflated-body",
            "max-bodies",
            "max-head",
            "max-headers",
            "max-connections",
            "max-streams",
            "max-calls",
            "max-account-calls",
            "max-waiting",
            "head-time",
            "body-time",
            "write-time",
            "waiting-time",
            "call-time",
            "shutdown-time",
            "max-groups",
            "max-replies",
        ];
        let flags: Vec<String> = names
            .iter()
            .zip(1..)
            .map(|(name, number)| format!("--{name}={number}"))
            .collect();
        let mut flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        flags.retain(|flag| !flag.starts_with("--max-head="));
        flags.extend(["--max-head=8200", "--quota=23,24"]);
        check(
            &flags,
            expect![[r#"
            Limits {
                body: 5,
                inflated_body: 6,
                characters: 4,
                values: 3,
                body_time: 16s,
                headers: 9,
                head: 8200,
                head_time: 15s,
                write_time: 17s,
                connections: 10,
                streams: 11,
                call_time: 19s,
                bodies: 7,
                replies: 22,
                quota: Some(
                    Quota {
                        reads: 23,
                        writes: 24,
                    },
                ),
                calls: 12,
                account_calls: 13,
                waiting: 14,
                waiting_time: 18s,
                shutdown_time: 20s,
            }
            Sizes {
                contacts: 1,
                groups: 21,
                bytes: 2,
                values: 3,
                characters: 4,
                photo: 3000000,
            }
        "#]],
        );
    }

    #[test]
    fn a_quota_is_a_name_or_two_numbers() {
        assert_eq!(
            "google".parse::<Rate>().map(|rate| rate.0),
            Ok(Quota::GOOGLE)
        );
        for wrong in ["", "90", "90,", "90,90,90", "-1,2", "0,2", "2,0", "Google"] {
            assert!(wrong.parse::<Rate>().is_err(), "{wrong:?}");
        }
    }
}
