-- Sessions: who is logged in where. One row is a whole family of refresh tokens, of which one is good at a time.
create table auth.session (
    id            uuid        primary key,
    account_id    uuid        not null references auth.account (id),
    -- SHA-256 of the refresh token that is good now, and of the one that it replaced.
    token_hash    bytea       not null check (octet_length(token_hash) = 32),
    previous_hash bytea       check (octet_length(previous_hash) = 32),
    -- when the one replaced the other; a client that lost the answer may ask again for a few seconds
    rotated_at    timestamptz,
    -- What the account's owner recognises a session by; the address is that of the latest use.
    address       text        not null check (length(address) <= 64),
    user_agent    text        check (length(user_agent) <= 200),
    created_at    timestamptz not null,
    last_used_at  timestamptz not null,
    expires_at    timestamptz not null,
    ended_at      timestamptz,
    end_reason    text        check (end_reason in ('logout', 'reuse', 'limit', 'password')),
    constraint ended_for_a_reason check ((ended_at is null) = (end_reason is null)),
    constraint rotated_from_something check ((rotated_at is null) = (previous_hash is null))
) with (fillfactor = 70);

-- An account's live sessions, newest first, by keyset; also what ends all of them.
create index session_live on auth.session (account_id, created_at desc, id desc) where ended_at is null;
-- What every instance asks for twice a second: which ones have ended lately. The clean-up asks the same.
create index session_ended on auth.session (ended_at) where ended_at is not null;
-- The clean-up of those that nobody ended.
create index session_to_expire on auth.session (expires_at) where ended_at is null;

-- An ended session never comes back, and belongs to whom it belonged.
create function auth.refuse_session_change() returns trigger language plpgsql as $$
begin
    if old.ended_at is not null
            or (new.id, new.account_id, new.created_at, new.expires_at)
               is distinct from (old.id, old.account_id, old.created_at, old.expires_at) then
        raise exception 'a session that ended stays ended, and its terms are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on auth.session for each row execute function auth.refuse_session_change();

grant select, insert, delete on auth.session to mainstay_app;
grant update (token_hash, previous_hash, rotated_at, address, user_agent, last_used_at, ended_at, end_reason)
    on auth.session to mainstay_app;
