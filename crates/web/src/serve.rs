use crate::app::Shared;
use jiff::Span;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// Serves until `stop` resolves, then finishes what is in hand.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Shared,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let after_hours = tokio::spawn(after_hours(app.clone()));
    let site = crate::site::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, site).with_graceful_shutdown(stop).await;
    after_hours.abort();
    served
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
