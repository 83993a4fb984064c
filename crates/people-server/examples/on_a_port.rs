//! A server on a free port, which stops on request.
//!
//! `cargo run -p people-server --example on_a_port`
use people_server::{Dev, People, Settings, router, serve};
use people_store::Memory;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = router(People::open(Memory::new(), Settings::default()).await?, Dev);
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, service, async {
        stopped.await.ok();
    }));

    let mut connection = TcpStream::connect(address).await?;
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut reply = String::new();
    connection.read_to_string(&mut reply).await?;
    println!("{}", reply.lines().next().unwrap_or_default());
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");

    stop.send(()).ok();
    server.await??;
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("it runs");
}
