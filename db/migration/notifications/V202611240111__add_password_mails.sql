-- Two more mails: the link of a forgotten password, and the news that a password was replaced.
alter table notifications.mail drop constraint template_is_known;
alter table notifications.mail add constraint template_is_known
    check (template in ('verification', 'receipt', 'passwordReset', 'passwordChanged'));
