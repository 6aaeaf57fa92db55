-- Products, their prices, and their stock.
create schema catalog;
grant usage on schema catalog to mainstay_app;

-- Folds accents, so that "cafe" finds "Café". A text search configuration may use it in a generated column, where the
-- function unaccent() itself, not being immutable, may not.
create extension unaccent with schema catalog;

-- Words of any language: lower case, no accents, no stemming.
create text search configuration catalog.words (copy = pg_catalog.simple);
alter text search configuration catalog.words
    alter mapping for hword, hword_part, word with catalog.unaccent, pg_catalog.simple;

-- What is sold. Changed rarely, by administrators; never deleted, because orders name it.
create table catalog.product (
    id uuid primary key,
    -- the shop's own number for it; unique, so that loading the same product twice makes one
    sku text not null unique check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    name text not null check (length(name) between 1 and 200),
    description text not null check (length(description) <= 4000),
    -- gross price of one piece in minor units; a bound keeps 1,000,000 pieces of it within a bigint
    price_minor bigint not null check (price_minor between 1 and 1000000000000),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    -- tax contained in the price, in hundredths of a percent of the net price
    tax_basis_points integer not null check (tax_basis_points between 0 and 10000),
    status text not null default 'active' check (status in ('active', 'retired')),
    search tsvector not null generated always as (
        setweight(to_tsvector('catalog.words', name), 'A')
        || setweight(to_tsvector('catalog.words', description), 'B')) stored,
    created_at timestamptz not null,
    -- the entity tag; each change adds one
    version bigint not null default 1 check (version > 0)
);

-- GET /v1/products: any page of the active ones, newest first, is one short range of this index. That the status is
-- part of it makes no update slower that is frequent: stock has a table of its own.
create index product_newest on catalog.product (created_at desc, id desc) where status = 'active';

-- GET /v1/products?q=
create index product_search on catalog.product using gin (search);

-- One row per product, changed by every order. Apart from the product, so that an order copies a small row, and with
-- room on each page, so that the copy stays on it and touches no index (HOT).
create table catalog.stock (
    product_id uuid primary key references catalog.product,
    on_hand integer not null default 0 check (on_hand between 0 and 1000000000),
    reserved integer not null default 0 check (reserved >= 0),
    -- no oversell, whatever the code believes
    constraint stock_not_oversold check (reserved <= on_hand)
) with (fillfactor = 70);

-- Why the pieces on hand changed: their sum per product is stock.on_hand. Append-only: the application may only insert.
create table catalog.stock_adjustment (
    id bigint generated always as identity primary key,
    product_id uuid not null references catalog.product,
    delta integer not null check (delta <> 0),
    reason text not null check (length(reason) between 1 and 200),
    -- an account; null where the program itself did it
    adjusted_by uuid,
    adjusted_at timestamptz not null
);

-- No delete anywhere, and neither an id, a SKU nor a date can change.
grant select, insert on catalog.product to mainstay_app;
grant update (name, description, price_minor, currency, tax_basis_points, status, version)
    on catalog.product to mainstay_app;
grant select, insert, update (on_hand, reserved) on catalog.stock to mainstay_app;
grant insert on catalog.stock_adjustment to mainstay_app;
