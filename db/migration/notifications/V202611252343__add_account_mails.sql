-- Four more mails: the link and the news of another e-mail address, and the last one of a closed account.
alter table notifications.mail drop constraint template_is_known;
alter table notifications.mail add constraint template_is_known
    check (template in ('verification', 'receipt', 'passwordReset', 'passwordChanged', 'factorsChanged',
                        'invitation', 'newDevice',
                        'emailChange', 'emailChangeAnnounced', 'emailChanged', 'accountClosed'));
