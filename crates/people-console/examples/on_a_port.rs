//! A server with an emulator and its console on a port, until Ctrl-C. Open the address that it prints in a browser.
//!
//! `cargo run -p people-console --example on_a_port`
use std::{future::Future, sync::Arc};

use people_console::Console;
use people_emulator::{Accounts, Clocks, Emulator, Options, Watcher};
use people_server::{Dev, Front, HostCheck, People, Settings, serve};
use people_store::Memory;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(std::future::pending()).await
}

async fn run(
    stopped: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let clocks = Arc::new(Clocks::new());
    let mut settings = Settings::default();
    settings.public_url.clone_from(&url);
    settings.clock = Arc::clone(&clocks) as _; // clocks that a page can set
    settings.observer = Some(Arc::new(Watcher)); // findings
    let people = People::open(Memory::new(), settings).await?;
    let accounts = Accounts::new(people.clone(), clocks, None);
    let emulator = Emulator::new(people, Options::default()).with_accounts(accounts);

    let front = Front::new(emulator.clone(), emulator.knowing(Dev));
    let own = HostCheck::new(&url.parse()?);
    let router = emulator.layer(front.into_router(), own.clone());
    let router = own
        .clone()
        .layer(Console::new(&emulator, own)?.layer(router));
    println!("{url}/console");
    serve(listener, router, stopped).await?;
    Ok(())
}

#[tokio::test]
async fn it_runs() {
    run(async {}).await.expect("it runs");
}
