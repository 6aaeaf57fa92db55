-- Finds the ended sessions of an account that is closed, to erase where they were used.
create index concurrently session_of_account_ended on auth.session (account_id) where ended_at is not null;
