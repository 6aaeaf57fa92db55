-- One more mail: the news that an account's factors have changed.
alter table notifications.mail drop constraint template_is_known;
alter table notifications.mail add constraint template_is_known
    check (template in ('verification', 'receipt', 'passwordReset', 'passwordChanged', 'factorsChanged'));
