use people_http::DeleteContact;
use people_model::{ContactId, Empty, Message};
use people_store::{Account, RowKind, Store, Write};

use super::{
    Service,
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

/// It does not mind how the contact changed since it was read.
pub(super) struct Delete {
    pub(super) id: ContactId,
}

impl Change for Delete {
    type Outcome = ();

    fn needs(&self) -> Needs {
        Needs::contact(self.id)
    }

    fn plan(&mut self, rows: &mut Rows, _: &Desk<'_>) -> Result<Plan<()>, Failure> {
        let write = Write::Delete {
            kind: RowKind::Contact,
            id: self.id.get(),
            version: rows.take_contact(self.id)?.version,
        };
        Ok(Plan {
            writes: vec![write],
            outcome: (),
        })
    }
}
