use std::{future::poll_fn, task::ready};

use deadpool_postgres::Connect;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::JoinHandle,
};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, Error};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::pipeline::Request;

/// The function that PostgreSQL names in its warning that a commit no longer waits for its standby. The text of the
/// warning is translated, and its code is that of every warning, so only the function identifies it.
const WAIT: &str = "SyncRepWaitForLSN";

/// Makes connections that break when a commit's wait for its standby is cancelled: by `statement_timeout`, or by a
/// user. PostgreSQL sends a warning and then answers such a commit like any other. So this connection drops the answer,
/// and the store looks for the commit.
pub(super) struct Connector {
    pub(super) tls: MakeRustlsConnect,
}

impl Connect for Connector {
    fn connect(&self, config: &Config) -> Request<'_, (Client, JoinHandle<()>)> {
        let (config, tls) = (config.clone(), self.tls.clone());
        Box::pin(async move {
            let (client, connection) = config.connect(tls).await?;
            Ok((client, tokio::spawn(drive(connection))))
        })
    }
}

/// Carries messages until the connection ends or is no longer trusted.
async fn drive<S, T>(mut connection: Connection<S, T>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    let ended: Result<(), Error> = poll_fn(|context| {
        loop {
            match ready!(connection.poll_message(context)).transpose()? {
                None => return Ok(()).into(),
                Some(AsyncMessage::Notice(notice)) if notice.routine() == Some(WAIT) => {
                    tracing::warn!("a commit's wait for its standby was cancelled");
                    return Ok(()).into();
                }
                Some(_) => {}
            }
        }
    })
    .await;
    if let Err(error) = ended {
        tracing::debug!("a connection broke: {error}");
    }
}
