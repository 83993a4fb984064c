//! The cost of calls in the API's quotas: one table for the client that spends and the server that counts.
use people_model::{Code, ErrorInfo, Method, Status};

/// What is counted per user and minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums)] // code that counts must count all of them
pub enum Bucket {
    /// Critical reads: of contacts and profiles.
    Reads,
    /// Critical writes.
    Writes,
}

impl Bucket {
    /// Both buckets, in the order in which a call uses them.
    pub const ALL: [Self; 2] = [Self::Reads, Self::Writes];

    /// The answer to a call that the bucket has no room for: 429, as the API sends it (rule `Q2`).
    ///
    /// ```
    /// use people_http::Bucket;
    ///
    /// let status = Bucket::Writes.exceeded(123_456_789_012);
    ///
    /// assert!(status.message.starts_with("Quota exceeded for quota metric 'Critical write requests'"));
    /// assert_eq!(status.error_info().unwrap().reason, "RATE_LIMIT_EXCEEDED");
    /// ```
    #[must_use]
    pub fn exceeded(self, project: u64) -> Status {
        let (name, limit, metric) = match self {
            Self::Reads => (
                "Critical read requests (Contact and Profile Reads)",
                "CriticalReadsPerMinutePerProjectPerUser",
                "people.googleapis.com/critical_read_requests",
            ),
            Self::Writes => (
                "Critical write requests",
                "CriticalWritesPerMinutePerProjectPerUser",
                "people.googleapis.com/critical_write_requests",
            ),
        };
        let message = format!(
            "Quota exceeded for quota metric '{name}' and limit '{name} per minute per user' of \
             service 'people.googleapis.com' for consumer 'project_number:{project}'."
        );
        let info = ErrorInfo::new("RATE_LIMIT_EXCEEDED", "googleapis.com")
            .with_metadata("consumer", format!("projects/{project}"))
            .with_metadata("quota_limit", limit)
            .with_metadata("service", "people.googleapis.com")
            .with_metadata("quota_metric", metric);
        Status::new(Code::ResourceExhausted, message).with_detail(info)
    }
}

/// What one call takes out of each bucket (rule `Q1`).
///
/// ```
/// use people_http::{Bucket, Cost};
/// use people_model::Method;
///
/// let update = Cost::of(Method::UpdateContact);
///
/// assert_eq!((update.get(Bucket::Reads), update.get(Bucket::Writes)), (1, 1));
/// assert_eq!(Cost::of(Method::ListContactGroups), Cost::FREE);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Cost {
    /// Critical reads.
    pub reads: u32,
    /// Critical writes.
    pub writes: u32,
}

impl Cost {
    /// Nothing of either.
    pub const FREE: Self = Self::new(0, 0);

    const fn new(reads: u32, writes: u32) -> Self {
        Self { reads, writes }
    }

    /// What a call of this method costs, however many contacts it names.
    #[must_use]
    pub fn of(method: Method) -> Self {
        Self::new(method.critical_reads(), method.critical_writes())
    }

    /// How much it takes from this bucket.
    #[must_use]
    pub const fn get(self, bucket: Bucket) -> u32 {
        match bucket {
            Bucket::Reads => self.reads,
            Bucket::Writes => self.writes,
        }
    }
}

/// How many critical reads and writes a user may make in a minute (rules `Q1`, `R7`).
///
/// A client with a quota waits before a call that would exceed it. It counts only its own calls, but other programs of
/// the same user spend from the same quota. A server with a quota refuses this call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs)] // a number for each bucket
pub struct Quota {
    /// Critical reads per minute.
    pub reads: u32,
    /// Critical writes per minute.
    pub writes: u32,
}

impl Quota {
    /// What Google gives a user of a project by default: 90 of each.
    pub const GOOGLE: Self = Self::per_minute(90);

    /// The same number of reads and writes.
    #[must_use]
    pub const fn per_minute(calls: u32) -> Self {
        Self {
            reads: calls,
            writes: calls,
        }
    }

    /// What a minute brings to this bucket.
    #[must_use]
    pub const fn get(self, bucket: Bucket) -> u32 {
        match bucket {
            Bucket::Reads => self.reads,
            Bucket::Writes => self.writes,
        }
    }
}
