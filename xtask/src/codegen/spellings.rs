//! Spellings of one name: the wire's, protobuf's, Rust's.

/// `emailAddresses` → `email_addresses`.
pub(crate) fn snake(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for (index, letter) in camel.char_indices() {
        let start = index == 0 || camel[..index].ends_with('.');
        if letter.is_ascii_uppercase() && !start {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// `emailAddresses` → `EmailAddresses`, `LAST_MODIFIED` → `LastModified`.
pub(crate) fn pascal(name: &str) -> String {
    let screaming = !name.contains(|letter: char| letter.is_ascii_lowercase());
    let mut pascal = String::with_capacity(name.len());
    let mut start = true;
    for letter in name.chars() {
        match letter {
            '_' | '.' => start = true,
            _ if start => {
                pascal.push(letter.to_ascii_uppercase());
                start = false;
            }
            _ if screaming => pascal.push(letter.to_ascii_lowercase()),
            _ => pascal.push(letter),
        }
    }
    pascal
}

/// `emailAddresses` → `EMAIL_ADDRESSES`.
pub(crate) fn screaming(camel: &str) -> String {
    snake(camel).to_ascii_uppercase()
}

/// The Rust identifier of a member: `type` → `r#type`.
pub(crate) fn ident(camel: &str) -> String {
    match snake(camel) {
        word if word == "type" => "r#type".to_owned(),
        word => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_every_spelling() {
        assert_eq!(
            snake("requestMask.includeField"),
            "request_mask.include_field"
        );
        assert_eq!(snake("Person"), "person");
        assert_eq!(pascal("sipAddresses"), "SipAddresses");
        assert_eq!(pascal("EIGHTEEN_TO_TWENTY"), "EighteenToTwenty");
        assert_eq!(screaming("userDefined"), "USER_DEFINED");
        assert_eq!(ident("type"), "r#type");
    }
}
