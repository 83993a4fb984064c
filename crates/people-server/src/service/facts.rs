//! What plans and replies use besides the rows: the settings, the keys and the profiles, but no store.
use std::sync::Arc;

use people_model::{
    ContactId, FieldMask, Fields, Fingerprint, PersonResourceName, ProfileId, UserType,
};
use people_rules::{CanonicalPhone, ContactKind, Context, Extent, Sources, View, project};
use people_store::{Account, RowKind, Version};

use super::{
    Settings,
    clock::rfc3339,
    etags::Mint,
    phones,
    photos::Addresses,
    profiles::{Profile, Profiles},
    rows::{Stored, row_kind},
};

/// What the service knows without asking its store.
pub(super) struct Facts {
    pub(super) settings: Settings,
    pub(super) mint: Mint,
    pub(super) addresses: Addresses,
    pub(super) profiles: Profiles,
}

impl Facts {
    /// The E.164 form of a number, in the region of the account where it names none (rule `D7`).
    pub(super) fn canonical_phone(&self, account: &Account, value: &str) -> Option<String> {
        let own = self.profiles.of(account).and_then(|profile| profile.region);
        phones::canonical(value, own.or(self.settings.region))
    }

    /// What the rules need to change a contact.
    pub(super) fn context<'c>(
        &self,
        id: ContactId,
        canonical_phone: CanonicalPhone<'c>,
    ) -> Context<'c> {
        Context {
            id,
            contract: self.settings.contract,
            canonical_phone,
            dialled_forms: &phones::dialled_forms,
        }
    }

    /// The caller's own profile, by `people/me` or its id. Another's is as if it were not there
    /// (rule `S4`).
    pub(super) fn own_profile(
        &self,
        account: &Account,
        name: &PersonResourceName,
        read: FieldMask,
        sources: Sources,
    ) -> Option<String> {
        let profile = self
            .profiles
            .of(account)
            .unwrap_or_else(|| self.unseeded_profile(account));
        let named = match name {
            PersonResourceName::Me => true,
            PersonResourceName::Profile(id) => *id == profile.id,
            _ => false,
        };
        named.then(|| self.show_profile(&profile, read, sources))
    }

    /// Every account has a profile, even if it is empty.
    fn unseeded_profile(&self, account: &Account) -> Arc<Profile> {
        Arc::new(Profile {
            id: self.own_id(account),
            region: None,
            user_types: vec![UserType::GoogleUser],
            fields: Fields::new(),
            fingerprint: self.mint.profile(account, Version::ZERO),
            update_time: rfc3339(0),
            photo: None,
        })
    }

    /// The id of the profile of an account that none was given: 21 digits, as profiles have.
    pub(super) fn own_id(&self, account: &Account) -> ProfileId {
        let Fingerprint(bytes) = self.mint.row(account, RowKind::Profile, 0, Version::ZERO);
        let digits = format!("1{:020}", u64::from_le_bytes(bytes));
        ProfileId::parse(&digits).expect("21 digits are a profile id")
    }

    /// The fingerprints of the person and of its contact source.
    pub(super) fn fingerprints(
        &self,
        account: &Account,
        stored: &Stored,
        linked: Option<&Profile>,
    ) -> (Fingerprint, Fingerprint) {
        self.fingerprints_at(account, stored.kind, stored.id, stored.version, linked)
    }

    /// The same of a contact at a version.
    pub(super) fn fingerprints_at(
        &self,
        account: &Account,
        kind: ContactKind,
        id: ContactId,
        version: Version,
        linked: Option<&Profile>,
    ) -> (Fingerprint, Fingerprint) {
        let contact = self.mint.row(account, row_kind(kind), id.get(), version);
        match linked {
            Some(profile) => (self.mint.joined(contact, profile.fingerprint), contact),
            None => (contact, contact),
        }
    }

    /// A profile by itself, as `people/me` shows it.
    pub(super) fn show_profile(
        &self,
        profile: &Profile,
        read: FieldMask,
        sources: Sources,
    ) -> String {
        let source = profile.source();
        let view = View {
            resource_name: &profile.id.resource_name(),
            fingerprint: self.mint.joined(source.fingerprint, source.fingerprint),
            contact: None,
            profile: Some(source),
        };
        project(&view, read, sources, Extent::Whole)
    }

    /// The address of the photo with this id in an account.
    pub(super) fn own_photo_url(&self, account: &Account, id: u64, digest: &str) -> String {
        own_photo_url(
            &self.settings.public_url,
            &self.addresses,
            account,
            id,
            digest,
        )
    }

    /// Where the photo of a contact is: its own, which has this digest (rule `H4`), or else the default one (rule
    /// `D8`).
    pub(super) fn photo_url(
        &self,
        account: &Account,
        id: ContactId,
        digest: Option<&str>,
    ) -> String {
        match digest {
            Some(digest) => self.own_photo_url(account, id.get(), digest),
            None => {
                let url = &self.settings.public_url;
                [url, "/photos/", &id.source_id(), "=s100"].concat()
            }
        }
    }
}

pub(super) fn own_photo_url(
    public_url: &str,
    addresses: &Addresses,
    account: &Account,
    id: u64,
    digest: &str,
) -> String {
    let token = addresses.seal(account, id, digest);
    format!("{public_url}/photos/contacts/{token}=s100")
}
