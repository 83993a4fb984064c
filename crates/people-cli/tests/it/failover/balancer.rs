//! What stands in front of several servers: it asks each whether it is ready, and hands connections
//! to one that is.
use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    time::{Instant, sleep},
};

/// How often a server is asked, and how long it has for an answer.
const EVERY: Duration = Duration::from_millis(200);
const ANSWER: Duration = Duration::from_secs(2);

pub(super) struct Balancer {
    pub(super) url: String,
    backends: Arc<Mutex<Vec<Arc<Backend>>>>,
}

/// A server, and what it said about itself.
pub(super) struct Backend {
    url: String,
    ready: AtomicBool,
    probes: Mutex<Vec<Probe>>,
}

/// One answer to whether a server is ready, or none in time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    pub(super) begun: Instant,
    pub(super) status: Option<u16>,
}

impl Balancer {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let backends = Arc::<Mutex<Vec<Arc<Backend>>>>::default();
        let all = Arc::clone(&backends);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let mut backends = all.lock().expect("not poisoned").clone();
                fastrand::shuffle(&mut backends);
                // If none is ready, any may say so itself.
                backends.sort_by_key(|backend| !backend.is_ready());
                tokio::spawn(async move { carry(client, &backends).await.ok() });
            }
        });
        Self { url, backends }
    }

    pub(super) fn add(&self, url: &str) -> Arc<Backend> {
        let backend = Arc::new(Backend {
            url: url.to_owned(),
            ready: AtomicBool::new(true),
            probes: Mutex::default(),
        });
        tokio::spawn(probe(Arc::downgrade(&backend)));
        let mut backends = self.backends.lock().expect("not poisoned");
        backends.push(Arc::clone(&backend));
        backend
    }

    pub(super) fn remove(&self, backend: &Arc<Backend>) {
        let mut backends = self.backends.lock().expect("not poisoned");
        backends.retain(|it| !Arc::ptr_eq(it, backend));
    }
}

impl Backend {
    pub(super) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }

    /// What it was asked since then.
    pub(super) fn probes_since(&self, moment: Instant) -> Vec<Probe> {
        let probes = self.probes.lock().expect("not poisoned");
        let since = probes.iter().filter(|probe| probe.begun >= moment);
        since.copied().collect()
    }

    fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }
}

async fn carry(mut client: TcpStream, backends: &[Arc<Backend>]) -> io::Result<()> {
    for backend in backends {
        if let Ok(mut server) = TcpStream::connect(backend.address()).await {
            copy_bidirectional(&mut client, &mut server).await?;
            return Ok(());
        }
    }
    Ok(())
}

/// Asks as long as the server counts.
async fn probe(backend: std::sync::Weak<Backend>) {
    let http = reqwest::Client::builder().timeout(ANSWER).build();
    let http = http.expect("a client");
    while let Some(backend) = backend.upgrade() {
        let begun = Instant::now();
        let reply = http.get(format!("{}/readyz", backend.url)).send().await;
        let status = reply.ok().map(|reply| reply.status().as_u16());
        backend.ready.store(status == Some(200), Ordering::Relaxed);
        let probe = Probe { begun, status };
        backend.probes.lock().expect("not poisoned").push(probe);
        drop(backend);
        sleep(EVERY).await;
    }
}
