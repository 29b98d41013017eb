use crate::app::Shared;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use jiff::Span;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// How long a client may take over the head of a request; also how long an idle connection is kept.
const HEAD_SECONDS: u64 = 15;

/// Connections at once; the next one waits to be accepted.
const CONNECTIONS: usize = 4096;

/// Serves until `stop` resolves, then finishes what is in hand.
///
/// A client that sends its request drop by drop is cut off, and connections are counted, so that nobody can hold them all
/// for nothing.
///
/// # Errors
/// When the listener's address cannot be told.
pub async fn serve(
    app: Shared,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let after_hours = tokio::spawn(after_hours(app.clone()));
    let site = crate::site::router(app);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let in_hand = GracefulShutdown::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(HEAD_SECONDS));
    tokio::pin!(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        // Stopping is heard also while every place is taken.
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        let Ok(place) = place else { break };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(fault) => {
                // Out of file handles, or a client that left before it was greeted: the next one may do better.
                tracing::warn!(%fault, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let site = site.clone();
        let answer = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            site.clone().oneshot(request)
        });
        let served = in_hand.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            // A connection that breaks is the client's affair; what was acknowledged is recorded.
            let _ = served.await;
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = in_hand.shutdown() => {}
        () = tokio::time::sleep(Duration::from_secs(30)) => tracing::warn!("some requests were cut off"),
    }
    after_hours.abort();
    Ok(())
}

/// Work that no visitor waits for: the index catches up, other servers' changes are seen, ended sessions are cleared.
async fn after_hours(app: Shared) {
    if let Err(fault) = crate::find::reconcile(&app).await {
        tracing::error!(%fault, "the search index could not be filled");
    }
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for round in 0_u64.. {
        tick.tick().await;
        if let Err(fault) = crate::desk::catch_up(&app).await {
            tracing::error!(%fault, "the search index could not catch up");
        }
        if round % 30 == 0 {
            if let Err(fault) = app.reload_tree().await {
                tracing::error!(%fault, "the bodies could not be read again");
            }
            app.limits.tidy();
        }
        if round % 600 == 0 {
            let oldest = crate::now::now() - Span::new().hours(app.settings.sessions.longest_hours);
            let cleared = async {
                let mut unit = app.store.begin().await?;
                unit.clear_sessions_before(oldest).await?;
                unit.commit().await
            };
            if let Err(fault) = cleared.await {
                tracing::error!(%fault, "ended sessions could not be cleared");
            }
        }
    }
}
