package io.mainstay.ledgerchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.Transfer;
import io.mainstay.ledger.TransferId;
import io.mainstay.ledgerchain.VerifyLedger.Kept;
import io.mainstay.money.Money;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// The chain of the shared ledger, and what becomes of it when somebody who may do everything changes a row. Each such change
/// is rolled back after it was found.
@IntegrationTest
class LedgerChainIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    ApiClient api;
    @Autowired
    Ledger ledger;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Owner tables;

    @Test
    void linksWhatIsPostedAndIsWhole() throws SQLException {
        var transfers = new ArrayList<TransferId>();
        for (var count = 0; count < 5; count++) {
            transfers.add(post());
        }
        transfers.forEach(this::awaitLink);
        assertThat(findings(null)).isEmpty();
        var checkpoint = checkpoint();
        assertThat(checkpoint.position()).isGreaterThanOrEqualTo(5);
        awaitLink(post());
        assertThat(findings(checkpoint)).isEmpty();
    }

    /// It holds the horizon back: what others commit meanwhile waits, and nothing is left out.
    @Test
    void leavesNothingOutThatIsCommittedLate() throws Exception {
        // the platform's accounts are open
        var _ = post();
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var late = threads.submit(() -> new TransactionTemplate(transactions).execute(_ -> {
                var id = ledger.post(transfer());
                begun.countDown();
                try {
                    end.await();
                } catch (InterruptedException stopped) {
                    throw new AssertionError(stopped);
                }
                return id;
            }));
            begun.await();
            try {
                var early = post();
                // longer than a round of the worker takes
                await().pollDelay(Duration.ofSeconds(3)).until(() -> !isLinked(early));
            } finally {
                end.countDown();
            }
            awaitLink(Objects.requireNonNull(late.get()));
        }
        assertThat(findings(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update ledger.entry set amount = amount + 1 where transfer_id = ':id'                        | isn't what was sealed
            update ledger.entry set account_id = gen_random_uuid() where transfer_id = ':id'             | isn't what was sealed
            update ledger.transfer set description = 'x' where id = ':id'                                | isn't what was sealed
            update ledger.transfer set posted_at = posted_at + interval '1 second' where id = ':id'      | isn't what was sealed
            delete from ledger.entry where transfer_id = ':id' and position = 2                          | isn't what was sealed
            delete from ledger.entry where transfer_id = ':id'; delete from ledger.transfer where id = ':id' | is gone
            update ledgerchain.link set hash = decode(repeat('11', 32), 'hex') where transfer_id = ':id' | isn't what was sealed
            delete from ledgerchain.link where transfer_id = ':id'                                       | is missing
            update ledger.entry set xid = '1' where transfer_id = ':new'                                 | was slipped in
            update ledgerchain.head set position = position - 1                                          | its head says
            """)
    void findsWhatWasChanged(String change, String finding) throws Exception {
        var first = post();
        var second = post();
        awaitLink(first);
        awaitLink(second);
        tampered("""
                insert into ledger.transfer (id, reference, description) values (':new', 'slipped:in', 'x');
                insert into ledger.entry (transfer_id, position, account_id, currency, amount)
                values (':new', 1, gen_random_uuid(), 'EUR', 5);
                """ + change, first, null, finding);
    }

    @Test
    void findsTwoThatChangedPlaces() throws Exception {
        var first = post();
        var second = post();
        awaitLink(first);
        awaitLink(second);
        tampered("""
                alter table ledgerchain.link drop constraint transfer_is_linked_once;
                update ledgerchain.link l set transfer_id = case l.transfer_id when ':id' then '%1$s' else ':id' end::uuid
                where l.transfer_id in (':id', '%1$s')""".formatted(second.value()), first, null,
                "isn't what was sealed");
    }

    /// Whoever may do everything can seal the rest anew; only a checkpoint that was kept elsewhere tells.
    @Test
    void findsAnEndThatWasCutOffByTheCheckpointAlone() throws Exception {
        awaitLink(post());
        var last = post();
        awaitLink(last);
        var kept = checkpoint();
        var cut = """
                delete from ledgerchain.link where position >= (select position from ledgerchain.link where transfer_id = ':id');
                delete from ledger.entry e where not exists
                    (select from ledgerchain.link l where l.transfer_id = e.transfer_id);
                update ledgerchain.head set position = (select max(position) from ledgerchain.link),
                    hash = (select hash from ledgerchain.link order by position desc limit 1)""";
        tampered(cut, last, kept, "before the checkpoint");
        tampered(cut, last, null, null);
    }

    @Test
    void trustsNoCheckpointByOtherKeys() {
        var signature = json("/v1/ledger/checkpoint").path("signature").asString();
        assertThatThrownBy(() -> Kept.of(signature, "{\"keys\":[]}")).hasMessageContaining("by these keys");
        api.get(api.signedUp(), "/v1/ledger/checkpoint").expectStatus().isForbidden();
    }

    @Test
    void isAppendOnly() {
        awaitLink(post());
        for (var change : List.of("update ledgerchain.link set hash = hash", "delete from ledgerchain.link",
                "delete from ledgerchain.head")) {
            assertThatThrownBy(() -> tables.jdbc().sql(change).update()).rootCause()
                    .hasMessageContaining("keeps every row as it is");
        }
        assertThatThrownBy(() -> tables.jdbc().sql("update ledgerchain.head set position = 0").update()).rootCause()
                .hasMessageContaining("only grows");
    }

    private TransferId post() {
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(_ -> ledger.post(transfer())));
    }

    private static Transfer transfer() {
        return Transfer.of("chain:" + UUID.randomUUID(), "For a test")
                .debit(new LedgerAccount("bank", Kind.ASSET, "EUR"), Money.of(100, "EUR"))
                .credit(new LedgerAccount("revenue", Kind.REVENUE, "EUR"), Money.of(100, "EUR")).balanced();
    }

    private void awaitLink(TransferId transfer) {
        await().atMost(SOON).until(() -> isLinked(transfer));
    }

    private boolean isLinked(TransferId transfer) {
        return tables.jdbc().sql("select exists (select from ledgerchain.link where transfer_id = :id)")
                .param("id", transfer.value()).query(Boolean.class).single();
    }

    private Kept checkpoint() {
        try {
            return Kept.of(json("/v1/ledger/checkpoint").path("signature").asString(),
                    json("/.well-known/jwks.json").toString());
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private JsonNode json(String path) {
        return Objects.requireNonNull(api.get(api.administrator(), path).expectStatus().isOk()
                .expectBody(JsonNode.class).returnResult().getResponseBody());
    }

    private List<String> findings(@Nullable Kept kept) throws SQLException {
        try (var connection = tables.connection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return VerifyLedger.findings(connection, kept);
        }
    }

    /// @param finding null: nothing is found
    private void tampered(String change, TransferId id, @Nullable Kept kept, @Nullable String finding)
            throws SQLException {
        List<String> findings;
        try (var connection = tables.connection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                for (var table : List.of("ledger.transfer", "ledger.entry", "ledgerchain.link", "ledgerchain.head")) {
                    statement.execute("alter table " + table + " disable trigger user");
                }
                statement.execute(change.replace(":id", id.value().toString()).replace(":new",
                        "01900000-0000-7000-8000-000000000000"));
                findings = VerifyLedger.findings(connection, kept);
            } finally {
                connection.rollback();
            }
        }
        if (finding == null) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).anyMatch(one -> one.contains(finding));
        }
    }
}
