-- One more mail: somebody signed in from a device that the account doesn't know.
alter table notifications.mail drop constraint template_is_known;
alter table notifications.mail add constraint template_is_known
    check (template in ('verification', 'receipt', 'passwordReset', 'passwordChanged', 'factorsChanged',
                        'invitation', 'newDevice'));
