//! The methods of contact groups as functions.
use std::collections::HashMap;

use people_model::{
    ContactGroup, ContactGroupResponse, ContactId, Method, ModifyContactGroupMembersResponse,
    ParseNameError,
};

use super::{
    Client,
    calls::{contact_id, not_one_of_many},
    error::Error,
};
use crate::methods::{
    BatchGetContactGroups, DeleteContactGroup, ModifyContactGroupMembers, UpdateContactGroup,
};

impl Client {
    /// Reads any number of contact groups, [`BatchGetContactGroups::MAX`] per call. It returns one result for each of
    /// `names`, in their order: for a group that does not exist, an error that [is not found](Error::is_not_found).
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// for group in client.get_groups(&["contactGroups/starred", "contactGroups/1f"]).await? {
    ///     match group {
    ///         Ok(group) => println!("{}: {} contacts", group.formatted_name, group.member_count),
    ///         Err(error) => println!("{error}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. If one batch fails as a whole, the call fails.
    pub async fn get_groups<S: AsRef<str>>(
        &self,
        names: &[S],
    ) -> Result<Vec<Result<ContactGroup, Error>>, Error> {
        let mut groups = Vec::with_capacity(names.len());
        for batch in names.chunks(BatchGetContactGroups::MAX) {
            let names = || batch.iter().map(AsRef::as_ref);
            let reply = self.send(BatchGetContactGroups::new(names())).await?;
            let found: HashMap<&str, &ContactGroupResponse> = reply
                .responses
                .iter()
                .map(|response| (response.requested_resource_name.as_str(), response))
                .collect();
            groups.extend(names().map(|name| {
                let response = found.get(name);
                let group = response.and_then(|response| response.contact_group.clone());
                group.ok_or_else(|| {
                    let told = response.map(|response| (response.status.as_ref(), 0));
                    not_one_of_many(Method::BatchGetContactGroups, name, told)
                })
            }));
        }
        Ok(groups)
    }

    /// Renames a contact group that was read, unless it changed since.
    ///
    /// If the reply was lost and the etag is stale at the next attempt, the client reads the group: if it has the name,
    /// the rename succeeded (rule `R4`).
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// let group = client.group("contactGroups/1f").await?;
    /// let renamed = client.rename_group(&group, "Society").await?;
    /// assert_eq!(renamed.resource_name, group.resource_name);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. When [`Error::is_already_exists`], another group has the name; when
    /// [`Error::is_stale`], the group changed since it was read.
    pub async fn rename_group(
        &self,
        group: &ContactGroup,
        name: &str,
    ) -> Result<ContactGroup, Error> {
        let renamed = ContactGroup::new().name(name).etag(group.etag.as_str());
        let update = UpdateContactGroup::new(group.resource_name.as_str(), renamed);
        self.send(update).await
    }

    /// Deletes a contact group: `contactGroups/1f`. Its members stay. To delete them as well, send
    /// [`DeleteContactGroup::with_contacts`].
    ///
    /// If the reply was lost and a second attempt finds no group, it was deleted (rule `R5`).
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. A call that fails may have taken members out of the group already: call
    /// again to finish it.
    pub async fn delete_group(&self, name: &str) -> Result<(), Error> {
        self.send(DeleteContactGroup::new(name)).await.map(|_| ())
    }

    /// Adds any number of contacts to a contact group, [`ModifyContactGroupMembers::MAX`] per call, and returns which
    /// of them do not exist.
    ///
    /// ```no_run
    /// # async fn example(client: people_http::Client) -> Result<(), people_http::Error> {
    /// let left_out = client.add_to_group("contactGroups/starred", ["people/c17", "people/c18"]).await?;
    /// for name in left_out.not_found_resource_names {
    ///     println!("there is no {name}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. If one of several calls fails, what those before it did stays done: calling
    /// again does no harm.
    pub async fn add_to_group<C>(
        &self,
        group: &str,
        contacts: impl IntoIterator<Item = C>,
    ) -> Result<ModifyContactGroupMembersResponse, Error>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        let modify =
            |ids: &[ContactId]| ModifyContactGroupMembers::new(group).add(ids.iter().copied());
        self.modify_members(contacts, modify).await
    }

    /// Removes any number of contacts from a contact group. It returns which of them do not exist, and which stay in
    /// the group because they are in no other. See also [`add_to_group`](Self::add_to_group).
    ///
    /// # Errors
    ///
    /// As for [`add_to_group`](Self::add_to_group).
    pub async fn remove_from_group<C>(
        &self,
        group: &str,
        contacts: impl IntoIterator<Item = C>,
    ) -> Result<ModifyContactGroupMembersResponse, Error>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        let modify =
            |ids: &[ContactId]| ModifyContactGroupMembers::new(group).remove(ids.iter().copied());
        self.modify_members(contacts, modify).await
    }

    async fn modify_members<C>(
        &self,
        contacts: impl IntoIterator<Item = C>,
        modify: impl Fn(&[ContactId]) -> ModifyContactGroupMembers,
    ) -> Result<ModifyContactGroupMembersResponse, Error>
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        let ids = contacts
            .into_iter()
            .map(|contact| contact_id(Method::ModifyContactGroupMembers, contact));
        // Before anything is sent: a name that is no contact's changes nothing.
        let ids: Vec<ContactId> = ids.collect::<Result<_, _>>()?;
        let mut all = ModifyContactGroupMembersResponse::default();
        for ids in ids.chunks(ModifyContactGroupMembers::MAX) {
            let reply = self.send(modify(ids)).await?;
            all.not_found_resource_names
                .extend(reply.not_found_resource_names);
            all.can_not_remove_last_contact_group_resource_names
                .extend(reply.can_not_remove_last_contact_group_resource_names);
        }
        Ok(all)
    }
}
