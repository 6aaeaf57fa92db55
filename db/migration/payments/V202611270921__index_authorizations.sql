-- What a dispute or a settlement report is about, by the provider's name for the authorization.
create index concurrently if not exists authorization_by_reference on payments.operation (provider_reference)
    where kind = 'authorize' and provider_reference is not null;
