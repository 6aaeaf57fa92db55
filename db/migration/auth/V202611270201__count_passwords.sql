-- Counts an account's passwords. A log-in that was under way with one of before finds another number when its session
-- is to begin, and doesn't.
alter table auth.account add column password_generation integer not null default 0;
-- With which password the log-in began; null: by another provider's word.
alter table auth.login_challenge add column password_generation integer;
grant update (password_generation) on auth.account to mainstay_app;
