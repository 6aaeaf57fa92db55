package io.mainstay.ledger;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Posts transfers, in the transaction of the business fact that they record.
@Service
public class Ledger {

    private final JdbcClient jdbc;

    /// Accounts that are known to be open: they are never closed.
    private final Set<UUID> open = ConcurrentHashMap.newKeySet();

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Posts a transfer: one round trip once its accounts are open.
    ///
    /// @throws org.springframework.dao.DuplicateKeyException if its reference was posted before
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId post(Transfer transfer) {
        transfer.entries().stream().map(Transfer.Entry::account).filter(account -> !open.contains(account.id()))
                .forEach(this::open);
        var id = TransferId.next();
        var entries = transfer.entries();
        jdbc.sql("""
                with posted as (
                    insert into ledger.transfer (id, reference, description) values (:id, :reference, :description)
                )
                insert into ledger.entry (transfer_id, position, account_id, currency, amount)
                select :id, e.position, e.account_id, e.currency, e.amount
                from unnest(:accounts::uuid[], :currencies::text[], :amounts::bigint[]) with ordinality
                     as e (account_id, currency, amount, position)
                """).param("id", id.value()).param("reference", transfer.reference())
                .param("description", transfer.description())
                .param("accounts", entries.stream().map(entry -> entry.account().id()).toArray(UUID[]::new))
                .param("currencies", entries.stream().map(entry -> entry.account().currency()).toArray(String[]::new))
                .param("amounts", entries.stream().map(Transfer.Entry::amount).toArray(Long[]::new)).update();
        return id;
    }

    private void open(LedgerAccount account) {
        jdbc.sql("""
                insert into ledger.account (id, code, currency, kind) values (:id, :code, :currency, :kind)
                on conflict do nothing
                """).param("id", account.id()).param("code", account.code()).param("currency", account.currency())
                .param("kind", account.kind().text()).update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                open.add(account.id());
            }
        });
    }
}
