-- The version that the account was at after all of its rows were replaced; 0 where that was never done. Rows of
-- earlier versions tell nothing of what was removed since.
ALTER TABLE accounts ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0;
