//! Every address of the site, on one screen, and who may come there.
//!
//! A new page is one line in the table below. [`guard::gate`](crate::guard::gate) reads the last column before any handler runs;
//! the handler asks again for the body at hand. A test walks every line as every role.

use crate::app::Shared;
use crate::{account, admin, annual, apply, casework, collect, desk, error, find, guard, overview, publications, read};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use civic::Permission;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// Who may come to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everyone.
    Anyone,
    /// Whoever is signed in.
    Staff,
    /// Whoever may do this in at least one body.
    May(Permission),
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// `get` or `post`.
    pub method: &'static str,
    /// The path as the router knows it.
    pub path: &'static str,
    /// Who may come.
    pub who: Who,
}

macro_rules! site {
    ($($method:ident $path:literal $handler:path, $who:expr;)*) => {
        /// Every address.
        pub const TABLE: &[Address] = &[$(Address { method: stringify!($method), path: $path, who: $who }),*];

        fn routes() -> Router<Shared> {
            Router::new()$(.route($path, $method($handler)))*
        }
    };
}

use Permission::*;
use Who::*;

site! {
    // the frame
    get  "/healthz"                     desk::alive,                 Anyone;
    get  "/readyz"                      desk::ready,                 Anyone;
    get  "/type/{size}"                 account::type_size,          Anyone;
    get  "/static/{file}"               desk::asset,                 Anyone;

    // read and find
    get  "/"                            read::home::page,            Anyone;
    get  "/bodies/{slug}"               read::body::with_slash,      Anyone;
    get  "/bodies/{slug}/"              read::body::page,            Anyone;
    get  "/bodies/{slug}/guide"         read::body::guide,           Anyone;
    get  "/bodies/{slug}/rules"         read::body::rules,           Anyone;
    get  "/bodies/{slug}/content"       read::body::content,         Anyone;
    get  "/bodies/{slug}/reports"       read::report::list,          Anyone;
    get  "/bodies/{slug}/reports/{year}"                 read::report::page,      Anyone;
    get  "/bodies/{slug}/reports/{year}/cell"            read::report::cell,      Anyone;
    get  "/bodies/{slug}/reports/{year}/{file}"          read::report::file,      Anyone;
    get  "/bodies/{slug}/reports/{year}/v/{number}"      read::report::old_page,  Anyone;
    get  "/bodies/{slug}/reports/{year}/v/{number}/{file}"  read::report::old_file,  Anyone;
    get  "/bodies/{slug}/feed.atom"     read::feeds::of_body,        Anyone;
    get  "/p/{*key}"                    read::publication::page,     Anyone;
    get  "/files/{hash}/{name}"         read::file::download,        Anyone;
    get  "/search"                      find::page,                  Anyone;
    get  "/feed.atom"                   read::feeds::everything,     Anyone;
    get  "/sitemap.xml"                 read::feeds::sitemap,        Anyone;
    get  "/sitemap"                     read::feeds::site_map,       Anyone;
    get  "/robots.txt"                  read::feeds::robots,         Anyone;

    // see the region's reports together
    get  "/reports"                     overview::with_slash,        Anyone;
    get  "/reports/"                    overview::years_page,        Anyone;
    get  "/reports/{year}"              overview::year_page,         Anyone;
    get  "/reports/data"                overview::with_slash,        Anyone;
    get  "/reports/data/"               overview::data_page,         Anyone;
    get  "/reports/data/{file}"         overview::file,              Anyone;

    // apply and follow
    get  "/apply/"                      apply::choose,               Anyone;
    get  "/apply/{slug}"                apply::form,                 Anyone;
    post "/apply/{slug}"                apply::submit,               Anyone;
    get  "/track/"                      apply::ask,                  Anyone;
    post "/track/"                      apply::show,                 Anyone;
    post "/track/letter"                apply::download,             Anyone;
    post "/track/receipt"               apply::receipt_file,         Anyone;

    // sign in
    get  "/sign-in"                     account::sign_in_page,       Anyone;
    post "/sign-in"                     account::sign_in,            Anyone;
    post "/desk/sign-out"               account::sign_out,           Staff;
    get  "/desk/account"                account::page,               Staff;
    post "/desk/account"                account::change_password,    Staff;

    // the desk
    get  "/desk/"                       desk::home,                  Staff;
    get  "/desk/search"                 desk::search_page,           Staff;

    // handle cases
    get  "/desk/cases/"                 casework::list,              May(ReadCases);
    get  "/desk/cases/new"              casework::new,               May(HandleCase);
    post "/desk/cases/new"              casework::create,            May(HandleCase);
    get  "/desk/cases/{id}"             casework::page,              May(ReadCases);
    get  "/desk/cases/{id}/draft.docx"  casework::draft_file,        May(SeeApplicant);
    get  "/desk/cases/{id}/letters/{letter}"  casework::letter_file, May(SeeApplicant);
    get  "/desk/cases/{id}/remedies/new"      casework::file_remedy_form, May(HandleCase);
    post "/desk/cases/{id}/remedies/new"      casework::file_remedy, May(HandleCase);
    get  "/desk/cases/{id}/{act}"       casework::act_form,          May(ReadCases);
    post "/desk/cases/{id}/{act}"       casework::act,               May(ReadCases);
    get  "/desk/remedies"               casework::remedies,          May(ReadCases);
    get  "/desk/remedies/{id}"          casework::close_remedy_form, May(HandleCase);
    post "/desk/remedies/{id}"          casework::close_remedy,      May(HandleCase);

    // write, review, publish
    get  "/desk/publications"                  publications::list,          May(ReadDrafts);
    get  "/desk/publications/new"              publications::new,           May(Draft);
    post "/desk/publications/new"              publications::create,        May(Draft);
    get  "/desk/publications/{id}"             publications::view,          May(ReadDrafts);
    get  "/desk/publications/{id}/edit"        publications::edit,          May(Draft);
    post "/desk/publications/{id}/edit"        publications::save,          May(Draft);
    post "/desk/publications/{id}/submit"      publications::submit,        May(Draft);
    post "/desk/publications/{id}/take-back"   publications::take_back,     May(Draft);
    get  "/desk/publications/{id}/review"      publications::review_page,   May(Review);
    post "/desk/publications/{id}/review"      publications::decide,        May(Review);
    post "/desk/publications/{id}/publish"     publications::publish,       May(Draft);
    get  "/desk/publications/{id}/withdraw"    publications::withdraw_page, May(Withdraw);
    post "/desk/publications/{id}/withdraw"    publications::withdraw,      May(Withdraw);
    post "/desk/publications/{id}/new-edition" publications::new_edition,   May(Draft);
    post "/desk/publications/{id}/discard"     publications::discard,       May(Draft);

    // account for the year
    get  "/desk/report"                 annual::list_page,           May(ReadReport);
    get  "/desk/report/{slug}/{year}"   annual::sheet_page,          May(ReadReport);
    get  "/desk/report/{slug}/{year}/cell"              annual::cell_page,     May(ReadReport);
    get  "/desk/report/{slug}/{year}/figures"           annual::figures_page,  May(EnterFigures);
    post "/desk/report/{slug}/{year}/figures"           annual::save_figures,  May(EnterFigures);
    get  "/desk/report/{slug}/{year}/facts"             annual::facts_page,    May(EnterFigures);
    post "/desk/report/{slug}/{year}/facts"             annual::save_facts,    May(EnterFigures);
    get  "/desk/report/{slug}/{year}/text/{part}"       annual::text_page,     May(WriteReport);
    post "/desk/report/{slug}/{year}/text/{part}"       annual::save_text,     May(WriteReport);
    get  "/desk/report/{slug}/{year}/preview"           annual::preview,       May(ReadReport);
    get  "/desk/report/{slug}/{year}/sign"              annual::sign_page,     May(SignReport);
    post "/desk/report/{slug}/{year}/sign"              annual::sign,          May(SignReport);
    get  "/desk/report/{slug}/{year}/act/{act}"         annual::act_page,      May(ReadReport);
    post "/desk/report/{slug}/{year}/act/{act}"         annual::act,           May(ReadReport);
    get  "/desk/report/{slug}/{year}/v/{version}"       annual::version_page,  May(ReadReport);
    post "/desk/report/{slug}/{year}/remarks/{no}"      annual::answer,        May(WriteReport);
    get  "/desk/report/{slug}/{year}/draft.docx"        annual::draft_docx,    May(ReadReport);
    get  "/desk/report/{slug}/{year}/draft.html"        annual::draft_html,    May(ReadReport);

    // collect the reports of a region
    get  "/desk/collect"                        collect::list_page,     May(CollectReports);
    get  "/desk/collect/hand-in"                collect::hand_in_page,  May(HandInReport);
    post "/desk/collect/hand-in"                collect::receive,       May(HandInReport);
    get  "/desk/collect/files/{id}"             collect::mend_page,     May(HandInReport);
    post "/desk/collect/files/{id}"             collect::save_mendings, May(HandInReport);
    get  "/desk/collect/files/{id}/original"    collect::upload_file,   May(HandInReport);
    post "/desk/collect/files/{id}/settle"      collect::settle_upload, May(HandInReport);
    get  "/desk/collect/sum"                    collect::sum_page,      May(CollectReports);
    post "/desk/collect/sum"                    collect::adopt_sum,     May(CollectReports);
    get  "/desk/collect/sum/cell"               collect::sum_cell,      May(CollectReports);
    get  "/desk/collect/sum/{file}"             collect::sum_file,      May(CollectReports);
    get  "/desk/collect/{slug}/{year}"          collect::body_page,     May(CollectReports);
    post "/desk/collect/{slug}/{year}"          collect::remark_act,    May(CollectReports);

    // run the installation
    get  "/desk/people"                 admin::people,               May(ManagePeople);
    get  "/desk/people/new"             admin::new_person,           May(ManagePeople);
    post "/desk/people/new"             admin::create_person,        May(ManagePeople);
    get  "/desk/people/{id}"            admin::edit_person,          May(ManagePeople);
    post "/desk/people/{id}"            admin::save_person,          May(ManagePeople);
    post "/desk/people/{id}/password"   admin::reset_password,       May(ManagePeople);
    get  "/desk/bodies"                 admin::bodies,               May(ManageBodies);
    get  "/desk/bodies/new"             admin::new_body,             May(ManageBodies);
    post "/desk/bodies/new"             admin::create_body,          May(ManageBodies);
    get  "/desk/bodies/{slug}"          admin::edit_body,            May(ManageBodies);
    post "/desk/bodies/{slug}"          admin::save_body,            May(ManageBodies);
    get  "/desk/audit"                  admin::audit_page,           May(ReadAudit);
}

/// Who may come to this address; an unknown one is nobody's secret.
pub fn who(method: &Method, path: &str) -> Who {
    let method = if *method == Method::HEAD { Method::GET } else { method.clone() };
    TABLE
        .iter()
        .find(|address| address.path == path && address.method.eq_ignore_ascii_case(method.as_str()))
        .map_or(Anyone, |address| address.who)
}

/// The whole site over its state.
pub fn router(app: Shared) -> Router {
    let largest = app.settings.upload_bytes + 1024 * 1024;
    routes()
        .route_layer(from_fn_with_state(app.clone(), guard::gate))
        .fallback(error::not_found)
        .layer(from_fn_with_state(app.clone(), guard::same_site))
        .layer(from_fn(guard::no_zero))
        .layer(from_fn_with_state(app.clone(), guard::session))
        .layer(DefaultBodyLimit::max(largest))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(30)))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state(app.clone(), guard::error_pages))
        .layer(from_fn_with_state(app.clone(), guard::headers))
        .layer(CompressionLayer::new())
        .with_state(app)
}
