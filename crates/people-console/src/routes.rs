//! Which page is where.
use http::{Method as Verb, StatusCode};

use crate::{
    answer::{Answer, Refused},
    console::Shared,
    duplicates::Standing,
    guard::Stranger,
    live,
    pages::{
        accounts, card, conflict, connect, contact, contacts, directory, duplicates, edit,
        findings, group, groups, import, merge, merges, others, photo, request, requests, rule,
        rules, sign_in, state, tokens,
    },
    visit::Visit,
};

/// Waits for a result that a page shows and that another task computes. During that time, the page does not count as
/// one of those being made.
pub(crate) async fn wait(shared: &Shared, visit: &Visit) -> Result<Option<Standing>, Refused> {
    match &visit.segments[..] {
        [account, page] if page == "duplicates" && visit.verb != Verb::POST => {
            let Some(name) = account.strip_prefix('@') else {
                return Ok(None);
            };
            let account = accounts::account(name)?;
            let standing = shared.searches.look(&shared.backend, &account).await?;
            Ok(Some(standing))
        }
        _ => Ok(None),
    }
}

/// Whether a page reads or imports a file of contacts.
pub(crate) fn is_of_file(verb: &Verb, segments: &[String]) -> bool {
    match segments {
        [account, page, ..] if account.starts_with('@') && page == "import" => {
            segments.len() > 2 || *verb == Verb::POST
        }
        _ => false,
    }
}

/// Answers a browser that may see pages. `standing` is what [`wait`] waited for.
pub(crate) async fn answer(shared: &Shared, visit: &Visit, standing: Option<Standing>) -> Answer {
    let segments: Vec<&str> = visit.segments.iter().map(String::as_str).collect();
    let is_form = match visit.verb {
        Verb::GET | Verb::HEAD => false,
        Verb::POST => true,
        _ => {
            let text = "A page is read with GET, and a form is sent with POST.";
            return Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, text));
        }
    };
    if let [account, rest @ ..] = &segments[..]
        && let Some(name) = account.strip_prefix('@')
    {
        let account = accounts::account(name)?;
        return match (is_form, rest) {
            (false, []) => contacts::list(shared, visit, &account).await,
            (false, ["contacts", id]) => contact::show(shared, visit, &account, id).await,
            (true, ["contacts", id]) => contact::change(shared, visit, &account, id).await,
            (false, ["contacts", id, "card"]) => card::download(shared, visit, &account, id).await,
            (false, ["contacts", id, "edit"]) => {
                edit::show(shared, visit, &account, id, false).await
            }
            (true, ["contacts", id, "edit"]) => edit::change(shared, visit, &account, id).await,
            (false, ["contacts", id, "json"]) => {
                edit::show(shared, visit, &account, id, true).await
            }
            (true, ["contacts", id, "json"]) => edit::change_json(shared, visit, &account, id),
            (true, ["contacts", id, "save"]) => edit::save(shared, visit, &account, id).await,
            (true, ["contacts", id, "conflict"]) => {
                conflict::solve(shared, visit, &account, id).await
            }
            (false, ["groups"]) => groups::list(shared, visit, &account).await,
            (true, ["groups"]) => groups::create(shared, visit, &account).await,
            (false, ["groups", id]) => group::show(shared, visit, &account, id).await,
            (true, ["groups", id]) => group::change(shared, visit, &account, id).await,
            (false, ["groups", id, "delete"]) => group::ask(shared, &account, id).await,
            (true, ["groups", id, "delete"]) => group::delete(shared, visit, &account, id).await,
            (false, ["others"]) => others::list(shared, visit, &account).await,
            (true, ["others"]) => others::copy(shared, visit, &account).await,
            (false, ["directory"]) => directory::list(shared, visit, &account).await,
            (false, ["directory", id]) => directory::show(shared, visit, &account, id).await,
            (false, ["merge"]) => merge::show(shared, visit, &account).await,
            (true, ["merge"]) => merge::change(shared, visit, &account).await,
            (false, ["merges"]) => merges::show(shared, visit, &account).await,
            (true, ["merges"]) => merges::undo(shared, visit, &account).await,
            (false, ["duplicates"]) => duplicates::show(shared, visit, &account, standing).await,
            (true, ["duplicates"]) => duplicates::again(shared, &account),
            (false, ["duplicates", "events"]) => live::duplicates(shared, &account),
            (false, ["import"]) => import::begin(shared, &account),
            (true, ["import"]) => import::upload(shared, visit, &account),
            (false, ["import", id]) => import::show(shared, visit, &account, id).await,
            (true, ["import", id]) => import::import(shared, visit, &account, id).await,
            (false, ["state"]) => state::show(shared, visit, &account).await,
            (false, ["tokens"]) => tokens::list(shared, visit, &account).await,
            (true, ["tokens"]) => tokens::change(shared, visit, &account).await,
            (true, ["state"]) => state::change(shared, visit, &account).await,
            _ => Err(no_page(visit)),
        };
    }
    match (is_form, &segments[..]) {
        (false, []) => accounts::list(shared, visit).await,
        (false, ["open"]) => accounts::open(visit),
        (false, ["requests"]) => requests::list(shared, visit),
        (false, ["requests", "events"]) => live::requests(shared),
        (false, ["requests", number]) => request::show(shared, visit, number).await,
        (true, ["requests", number]) => request::replay(shared, visit, number).await,
        (false, ["requests", number, "conflict"]) => {
            conflict::of_request(shared, visit, number).await
        }
        (false, ["findings"]) => findings::list(shared, visit).await,
        (true, ["findings"]) => findings::clear(shared).await,
        (false, ["rules"]) => rules::list(shared, visit).await,
        (true, ["rules"]) => rules::change(shared, visit).await,
        (false, ["rule", id]) => rule::show(shared, id),
        (false, ["photo", token]) => photo::show(shared, token).await,
        (false, ["connect"]) => connect::show(shared, visit),
        (true, ["demo"]) => accounts::load_demo(shared, visit).await,
        _ => Err(no_page(visit)),
    }
}

/// Answers a browser that may not.
pub(crate) fn sign_in(shared: &Shared, visit: &Visit, why: Stranger) -> Answer {
    sign_in::answer(shared, visit, why)
}

fn no_page(visit: &Visit) -> Refused {
    let path = visit.segments.join("/");
    Refused::not_found(format!("There is no page `{path}` in this console."))
}
