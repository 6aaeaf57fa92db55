-- Which transfers have no link yet: those of the latest transactions. Each transfer has a first entry.
create index concurrently if not exists entry_to_link on ledger.entry (xid) where position = 1;
