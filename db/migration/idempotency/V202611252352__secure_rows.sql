-- Stored answers hold personal data: a transaction sees those of its caller alone.
alter table idempotency.record enable row level security;
create policy of_the_caller on idempotency.record to mainstay_app
    using (case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else principal = current_setting('mainstay.caller', true)::uuid end);
