-- A replaced password ends what was authorized before: whoever knew the old one may have authorized it.
alter table oauth.authorization_grant drop constraint authorization_grant_end_reason_check;
alter table oauth.authorization_grant add constraint authorization_grant_end_reason_check
    check (end_reason in ('account', 'password', 'client', 'limit', 'code-reuse', 'refresh-reuse')) not valid;
alter table oauth.authorization_grant validate constraint authorization_grant_end_reason_check;
