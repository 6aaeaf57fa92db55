package io.mainstay.ledgerchain;

import io.mainstay.messaging.Worker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives posted transfers their places in the chain, soon after their commit, in batches and by one worker at a time: whoever
/// has the head's row. A transfer's own transaction has nothing to do with it.
///
/// Only what is older than every running transaction is linked: nothing can be committed among it any more, so nothing is left
/// out. The order is that of transactions, then of ids.
@Worker
class SealTransfers {

    private static final Logger log = LoggerFactory.getLogger(SealTransfers.class);
    private static final int BATCH = 500;
    private static final int BATCHES = 100;

    private final JdbcClient jdbc;
    private final DataSource database;
    private final TransactionTemplate transaction;
    private volatile double age;

    SealTransfers(JdbcClient jdbc, DataSource database, PlatformTransactionManager transactions, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        Gauge.builder("mainstay.ledger.unsealed.age", () -> age).baseUnit("seconds")
                .description("Since when the oldest transfer waits for its place in the chain").register(meters);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Head(long position, byte[] hash, String sealedBefore) {}

    @Scheduled(initialDelayString = "PT2S", fixedDelayString = "PT1S")
    void seal() {
        try {
            for (var batch = 0; batch < BATCHES && Boolean.TRUE.equals(transaction.execute(_ -> sealSome())); batch++) {
                // there may be more
            }
        } catch (RuntimeException failed) {
            log.atWarn().setCause(failed).log("Transfers could not be sealed; it will be tried again");
        }
    }

    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT30S")
    void measure() {
        age = transaction.execute(_ -> jdbc.sql("""
                select coalesce(extract(epoch from now() - min(e.posted_at)), 0)
                from ledgerchain.head h join ledger.entry e on e.xid >= h.sealed_before and e.position = 1
                where not exists (select from ledgerchain.link l where l.transfer_id = e.transfer_id)""")
                .query(Double.class).single());
    }

    /// @return whether there may be more
    private boolean sealSome() {
        var head = jdbc.sql("select position, hash, sealed_before::text from ledgerchain.head for update skip locked")
                .query((row, _) -> new Head(row.getLong(1), row.getBytes(2), row.getString(3))).optional();
        if (head.isEmpty()) {
            return false;
        }
        var horizon = jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot())::text").query(String.class).single();
        var ids = jdbc.sql("""
                select e.transfer_id from ledger.entry e
                where e.position = 1 and e.xid >= :from::xid8 and e.xid < :horizon::xid8
                    and not exists (select from ledgerchain.link l where l.transfer_id = e.transfer_id)
                order by e.xid, e.transfer_id limit :batch
                """).param("from", head.get().sealedBefore).param("horizon", horizon).param("batch", BATCH)
                .query((row, _) -> row.getObject(1, UUID.class)).list();
        link(head.get(), ids, ids.size() < BATCH ? horizon : head.get().sealedBefore);
        return ids.size() == BATCH;
    }

    private void link(Head head, List<UUID> ids, String sealedBefore) {
        var position = head.position;
        var hash = head.hash;
        var hashes = new byte[ids.size()][];
        var connection = DataSourceUtils.getConnection(database);
        try {
            for (var transfer : ChainedTransfer.read(connection, ids)) {
                hash = transfer.hash(hash, position + 1);
                hashes[(int) (position - head.position)] = hash;
                position++;
            }
            jdbc.sql("""
                    insert into ledgerchain.link (position, transfer_id, hash)
                    select :position + place, id, hash
                    from unnest(:ids::uuid[], :hashes::bytea[]) with ordinality as links (id, hash, place)
                    """).param("position", head.position).param("ids", ids.toArray(UUID[]::new))
                    .param("hashes", connection.createArrayOf("bytea", hashes)).update();
        } catch (SQLException failed) {
            throw new DataAccessResourceFailureException("the chain can't be read", failed);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
        jdbc.sql("""
                update ledgerchain.head set position = :position, hash = :hash, sealed_before = :before::xid8,
                    sealed_at = case when :position > position then now() else sealed_at end""")
                .param("position", position).param("hash", hash).param("before", sealedBefore).update();
    }
}
