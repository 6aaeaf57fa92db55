-- Another e-mail address: at most one change of an account is under way, and asking again puts another in its place, so
-- that the link before it dies. Only the hash of the link's token is here.
create table auth.email_change (
    account_id uuid        primary key references auth.account (id),
    token_hash bytea       not null check (octet_length(token_hash) = 32),
    email      text        not null check (email = lower(btrim(email)) and length(email) between 3 and 254),
    -- Who asked stays logged in when the change is confirmed; nobody else does.
    session_id uuid        not null,
    expires_at timestamptz not null,
    -- Finds the change by the link that was clicked.
    constraint email_change_by_token unique (token_hash)
);
grant select, insert, delete on auth.email_change to mainstay_app;
grant update (token_hash, email, session_id, expires_at) on auth.email_change to mainstay_app;

-- Closed accounts. The row stays, because orders and payments refer to it, and holds nothing of the person any more; the
-- address is free to be registered again.
alter table auth.account add column closed_at timestamptz;
alter table auth.account alter column email drop not null;
alter table auth.account alter column name drop not null;
alter table auth.account alter column password_hash drop not null;
alter table auth.account add constraint closed_account_holds_nothing_of_the_person check (
    closed_at is null or (email is null and name is null and password_hash is null and email_verified_at is null));
alter table auth.account add constraint open_account_is_whole check (
    closed_at is not null or (email is not null and name is not null and password_hash is not null));
grant update (email, closed_at) on auth.account to mainstay_app;
grant delete on auth.email_verification to mainstay_app;

create function auth.refuse_reopening() returns trigger language plpgsql as $$
begin
    raise exception 'a closed account stays closed' using errcode = 'restrict_violation';
end $$;
create trigger closed_for_good before update on auth.account for each row when (old.closed_at is not null)
    execute function auth.refuse_reopening();

alter table auth.session drop constraint session_end_reason_check;
alter table auth.session add constraint session_end_reason_check
    check (end_reason in ('logout', 'reuse', 'limit', 'password', 'email', 'closed'));

-- What a session that ended still tells of the person may be erased; nothing else of it changes.
create or replace function auth.refuse_session_change() returns trigger language plpgsql as $$
declare
    erasure constant boolean := new.address = '' and new.user_agent is null
        and to_jsonb(new) - '{address,user_agent}'::text[] = to_jsonb(old) - '{address,user_agent}'::text[];
begin
    if old.ended_at is not null and not erasure
            or (new.id, new.account_id, new.created_at, new.expires_at)
               is distinct from (old.id, old.account_id, old.created_at, old.expires_at) then
        raise exception 'a session that ended stays ended, and its terms are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
