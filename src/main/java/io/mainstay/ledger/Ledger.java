package io.mainstay.ledger;

import io.mainstay.ledger.TransferStore.Numbered;
import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Posts transfers, in the transaction of the business fact that they record. What PostgreSQL refuses comes out as a
/// [Refusal], after which the transaction is good for nothing but a rollback.
@Service
public class Ledger {

    private final JdbcClient jdbc;
    private final TransferStore transfers;

    /// The platform's own accounts that are known to be open: they are few, and never closed.
    private final Set<UUID> open = ConcurrentHashMap.newKeySet();

    Ledger(JdbcClient jdbc, TransferStore transfers) {
        this.jdbc = jdbc;
        this.transfers = transfers;
    }

    /// What became of one transfer of several.
    public sealed interface Outcome {

        record Posted(TransferId id) implements Outcome {}

        record Refused(Refusal why) implements Outcome {}
    }

    /// Opens an account, or does nothing if it's open. An owner's account has to be open before its first entry.
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(LedgerAccount account) {
        var owner = account.owner();
        jdbc.sql("""
                insert into ledger.account (id, owner, owner_type, code, currency, kind, floor)
                values (:id, :owner::uuid, :ownerType, :code, :currency, :kind,
                        case when :owner::uuid is null then null else 0 end)
                on conflict do nothing
                """).param("id", account.id().value()).param("owner", account.ownerId())
                .param("ownerType", owner == null ? null : owner.type().text()).param("code", account.code())
                .param("currency", account.currency()).param("kind", account.kind().text()).update();
    }

    /// Posts a transfer: one round trip once the platform's accounts in it are open.
    ///
    /// @throws Refusal `insufficient-funds`, `reference-used`, `balance-out-of-range` (409), `unknown-account` (422),
    ///     `not-found` for lowering an account of another owner than who ordered it
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId post(Transfer transfer) {
        return postAll(List.of(transfer)).getFirst();
    }

    /// Posts all of them or none, in one round trip.
    ///
    /// @throws Refusal as [#post], for any of them
    @Transactional(propagation = Propagation.MANDATORY)
    public List<TransferId> postAll(List<Transfer> several) {
        var numbered = several.stream().map(Numbered::next).toList();
        openAccountsOf(several);
        transfers.insert(numbered, null);
        return numbered.stream().map(Numbered::id).toList();
    }

    /// Posts each of them for itself, in their order and in one round trip: a refused one leaves the others.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Outcome> postEach(List<Transfer> several) {
        var numbered = several.stream().map(Numbered::next).toList();
        openAccountsOf(several);
        var refusals = transfers.insertEach(numbered);
        return IntStream.range(0, several.size()).mapToObj(index -> outcome(numbered.get(index), refusals.get(index)))
                .toList();
    }

    /// Undoes what a transfer posted by one that posts the opposite; at most once.
    ///
    /// @throws Refusal `already-reversed`, `not-reversible`, `insufficient-funds` (409), `not-found`
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId reverse(TransferId reversed, String description) {
        return reverse(reversed, description, Map.of());
    }

    TransferId reverse(TransferId reversed, String description, Map<String, String> metadata) {
        var id = TransferId.next();
        transfers.reverse(id, reversed, description, metadata);
        return id;
    }

    /// What was posted or held under a reference, as far as the caller may see it.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<TransferId> find(String reference) {
        return jdbc.sql("select id from ledger.transfer where reference = :reference").param("reference", reference)
                .query(UUID.class).optional().map(TransferId::new);
    }

    /// The account or organization that ordered a transfer; empty if the platform did.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> orderedBy(TransferId transfer) {
        return jdbc.sql("select ordered_by from ledger.transfer where id = :id").param("id", transfer.value())
                .query(UUID.class).optional();
    }

    /// Posts an exchange: one transfer of two pairs.
    ///
    /// @throws Refusal as [#post]
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId exchange(Exchange exchange) {
        return post(exchange.transfer());
    }

    private static Outcome outcome(Numbered numbered, Optional<Refusal> refusal) {
        return refusal.<Outcome>map(Outcome.Refused::new).orElseGet(() -> new Outcome.Posted(numbered.id()));
    }

    /// The platform's own; once per account and process.
    void openAccountsOf(List<Transfer> several) {
        several.stream().flatMap(transfer -> transfer.entries().stream()).map(Transfer.Entry::account).distinct()
                .filter(account -> account.owner() == null && !open.contains(account.id().value()))
                .forEach(account -> {
                    open(account);
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            open.add(account.id().value());
                        }
                    });
                });
    }
}
