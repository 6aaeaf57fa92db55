-- One more mail: money came too late and goes back.
alter table notifications.mail drop constraint template_is_known;
alter table notifications.mail add constraint template_is_known
    check (template in ('verification', 'receipt', 'passwordReset', 'passwordChanged', 'factorsChanged',
                        'invitation', 'newDevice',
                        'emailChange', 'emailChangeAnnounced', 'emailChanged', 'accountClosed', 'refunded', 'orphaned'));
