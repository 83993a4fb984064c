use people_http::DeleteContact;
use people_model::{ContactId, Empty, Message};
use people_store::{Account, Store};

use super::{
    Service,
    rows::deletes,
    write::{Change, Desk, Needs, Plan, Rows},
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.deleteContact`: rule `C4`.
    pub(super) async fn delete_contact(
        &self,
        account: &Account,
        call: DeleteContact,
    ) -> Result<Reply, Failure> {
        self.write(account, Delete { id: call.id }).await?;
        Ok(Reply::new("{}", Empty::DESCRIPTOR))
    }
}

/// It deletes the contact even if it changed since it was read.
pub(super) struct Delete {
    pub(super) id: ContactId,
}

impl Change for Delete {
    type Outcome = ();

    fn needs(&self) -> Needs {
        Needs::to_delete([self.id])
    }

    fn plan(&mut self, rows: &mut Rows, _: &Desk<'_>) -> Result<Plan<()>, Failure> {
        let row = rows.take_contact(self.id)?;
        Ok(Plan {
            writes: deletes(&row, rows),
            outcome: (),
        })
    }
}
