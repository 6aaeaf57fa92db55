-- As with orders: a transaction sees the payments of its caller, and those of the organizations in which the caller may
-- read payments.
create function payments.is_visible(account uuid, organization uuid) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else account = current_setting('mainstay.caller', true)::uuid
            or (organization is not null
                and access.permits(current_setting('mainstay.caller', true)::uuid, organization, 'payments:read'))
    end
$$;

alter table payments.payment enable row level security;
create policy of_the_caller on payments.payment to mainstay_app using (payments.is_visible(account_id, organization_id));

alter table payments.operation enable row level security;
create policy of_the_payment on payments.operation to mainstay_app
    using (exists (select from payments.payment p where p.id = payment_id));
alter table payments.late_money enable row level security;
create policy of_the_payment on payments.late_money to mainstay_app
    using (exists (select from payments.payment p where p.id = payment_id));
-- The subject of a history row is a payment or an operation.
alter table payments.history enable row level security;
create policy of_the_subject on payments.history to mainstay_app
    using (exists (select from payments.payment p where p.id = subject_id)
        or exists (select from payments.operation o where o.id = subject_id));
