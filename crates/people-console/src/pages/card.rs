//! A contact as a vCard, with the stored lines of the card that it came from.
use http::{HeaderValue, StatusCode, header};
use people_cards::{Card, CardPhoto, ContactCard, Flavour, Groups, Rest, Version};
use people_http::{Call, GetPerson};
use people_model::{ContactId, FieldMask, Person};
use people_rules::Sources;
use people_server::Failure;
use people_store::Account;

use super::contact;
use crate::{
    answer::{Answer, Refused, with_type},
    calls,
    console::Shared,
    person,
    visit::Visit,
};

/// `GET /console/@ada/contacts/c17/card`: the file, in version 4.0 or with `?version=3.0`.
pub(crate) async fn download(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    id: &str,
) -> Answer {
    let id = contact::contact_id(id)?;
    let version = match visit.query.text("version") {
        "" | "4.0" => Version::V4,
        "3.0" => Version::V3,
        _ => return Err(Refused::invalid("A card has the version 4.0 or 3.0.")),
    };
    let card = write(shared, account, id, version).await?;
    let mut response = with_type(StatusCode::OK, "text/vcard; charset=utf-8", card);
    let name = format!("attachment; filename=\"c{}.vcf\"", id.get());
    if let Ok(name) = HeaderValue::from_str(&name) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// The card as a page shows it.
pub(super) async fn shown(
    shared: &Shared,
    account: &Account,
    id: ContactId,
) -> Result<String, Refused> {
    let card = write(shared, account, id, Version::V4).await?;
    Ok(with_short_lines(&card))
}

/// The card of a contact, written as `people export` writes it.
async fn write(
    shared: &Shared,
    account: &Account,
    id: ContactId,
    version: Version,
) -> Result<Vec<u8>, Refused> {
    let mask = FieldMask::ALL | FieldMask::METADATA;
    let get = GetPerson::new(id.resource_name(), mask).sources(Sources::CONTACT);
    let person: Person = calls::call(shared, account, Call::GetPerson(get)).await?;
    let kept = match shared.backend.kept_sources(account, id).await {
        Ok(kept) => kept,
        Err(failure) if is_unimplemented(&failure) => Vec::new(),
        Err(failure) => return Err(failure.into()),
    };
    let photo = match person::photo(&person::json_of(&person)) {
        Some(token) => shared.backend.photo(&token).await?,
        None => None,
    };
    let groups = calls::groups(shared, account).await?;
    let named = groups.iter().map(|it| (&*it.resource_name, &*it.name));
    let groups: Groups = named.collect();

    let rests = kept.iter().map(|source| source.rest.as_deref());
    let last = Rest::of_all(rests, &groups);
    let (source, rest) = last.map(|(at, rest)| (&kept[at], rest)).unzip();
    let as_said = source.map(|source| source.as_said(&person));
    let mut contact = ContactCard::new(as_said.as_ref().unwrap_or(&person));
    contact.rest = rest.as_ref();
    contact.photo = photo.as_ref().map(|photo| {
        let mut line = CardPhoto::new(photo.format.media_type(), &photo.bytes);
        line.is_unchanged = source.is_some_and(|source| source.had(photo));
        line
    });
    Ok(contact.write(version, Flavour::Rfc, &groups))
}

/// Whether an emulator has no accounts, and so no files that said something.
fn is_unimplemented(failure: &Failure) -> bool {
    failure.status().code() == Some(people_model::Code::Unimplemented)
}

/// A card as a text, without most of lines such as that of a photo.
fn with_short_lines(card: &[u8]) -> String {
    const LONGEST: usize = 2_000;
    const BEGIN: usize = 120;
    let Ok(parsed) = Card::parse(card) else {
        return String::from_utf8_lossy(card).into_owned();
    };
    let lines = parsed.lines().iter().map(|line| {
        let raw = line.raw();
        let text = String::from_utf8_lossy(&raw[..raw.len().min(LONGEST)]);
        match raw.len() > LONGEST {
            false => text.replace("\r\n", "\n"),
            true => {
                let begin: String = text.chars().take(BEGIN).collect();
                let begin = begin.replace("\r\n ", "").replace("\r\n", "");
                format!("{begin}… ({} bytes, all in the file)\n", raw.len())
            }
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_and_the_others_are_whole() {
        let long = "A".repeat(5_000);
        let card = format!(
            "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada\r\nPHOTO:data:image/png;base64,{long}\r\nNOTE:Countess\r\nEND:VCARD\r\n"
        );
        let shown = with_short_lines(card.as_bytes());
        assert!(shown.len() < 400, "{shown}");
        assert!(
            shown.contains("(5030 bytes, all in the file)\nNOTE:Countess\n"),
            "{shown}"
        );
        assert!(shown.starts_with("BEGIN:VCARD\nVERSION:4.0\n"), "{shown}");
    }
}
