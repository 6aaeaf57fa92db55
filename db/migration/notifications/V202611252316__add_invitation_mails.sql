-- Invitations go to an address that may have no account: it is in the data, and erased with it.
alter table notifications.mail alter column account drop not null;
alter table notifications.mail drop constraint template_is_known;
alter table notifications.mail add constraint template_is_known
    check (template in ('verification', 'receipt', 'passwordReset', 'passwordChanged', 'factorsChanged',
                        'invitation'));
alter table notifications.mail add constraint only_invitations_have_no_account
    check ((account is null) = (template = 'invitation'));
