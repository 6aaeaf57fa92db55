-- Mails to send: the intent is committed with the message that caused it, SMTP is spoken outside any transaction.
create schema notifications;
grant usage on schema notifications to mainstay_app;

create table notifications.mail (
    -- also the mail's Message-ID, the same at every try
    id uuid primary key,
    -- one mail per message, whatever the listener does
    message_id text not null unique,
    -- the address isn't stored: it is asked for when the mail is sent
    account uuid not null,
    template text not null,
    -- what the template needs, secrets included; erased with the last try
    data json,
    state text not null default 'queued',
    attempts smallint not null default 0,
    -- queued: not before; sending: when the lease runs out; null: nothing is left to do
    next_attempt_at timestamptz default clock_timestamp(),
    created_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    -- kind of the last failure: never the server's text, which repeats addresses
    last_error text,
    constraint template_is_known check (template in ('verification', 'receipt')),
    constraint state_is_known check (state in ('queued', 'sending', 'sent', 'failed')),
    constraint finished_mail_holds_no_data check (
        (state in ('sent', 'failed')) = (finished_at is not null)
        and (finished_at is not null) = (next_attempt_at is null)
        and (finished_at is not null) = (data is null)),
    constraint attempts_are_not_negative check (attempts >= 0)
) with (fillfactor = 80); -- each row is updated at least twice
-- The mailer takes what is due, oldest first; finished mails, which stay, are not in it.
create index mail_due on notifications.mail (next_attempt_at) where next_attempt_at is not null;
grant select, insert on notifications.mail to mainstay_app;
grant update (state, attempts, next_attempt_at, finished_at, last_error, data) on notifications.mail to mainstay_app;
