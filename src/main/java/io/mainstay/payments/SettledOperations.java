package io.mainstay.payments;

import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What moved money at a provider, as reconciliation compares it with the provider's own word: captures, refunds, and late
/// money with its return. A capture that came with its authorization goes by that one's id, which is what the provider knows.
@Service
public class SettledOperations {

    private static final String ALL = """
            (select o.id, p.provider, case when o.kind = 'refund' then 'refund' else 'capture' end as type, o.amount,
                    p.currency, o.status = 'succeeded' as succeeded, p.id as payment,
                    case when o.kind = 'refund' then 'refund:' else 'capture:' end as posted_as, o.id as posted_id
             from payments.operation o join payments.payment p on p.id = o.payment_id
             where (o.kind = 'refund' or o.kind = 'capture' and p.capture_method = 'manual'
                    or o.kind = 'authorize' and p.capture_method = 'automatic')
                 and not exists (select from payments.late_money l where l.operation_id = o.id)
             union all
             select l.operation_id, p.provider, 'capture', l.amount, l.currency, true, p.id, 'late:', l.operation_id
             from payments.late_money l join payments.payment p on p.id = l.payment_id where not l.held
             union all
             select l.return_id, p.provider, 'refund', l.amount, l.currency, l.status = 'returned', p.id, 'late-return:',
                    l.operation_id
             from payments.late_money l join payments.payment p on p.id = l.payment_id where not l.held) as settled
            """;

    private final JdbcClient jdbc;

    SettledOperations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param type `capture` or `refund`
    /// @param isSucceeded whether we think that it moved money
    /// @param posting the ledger's reference for it
    public record Settled(OperationId id, String type, Money amount, boolean isSucceeded, PaymentId payment,
            String posting) {}

    /// Those of a provider that are known here, in no particular order.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Settled> find(String provider, Collection<OperationId> ids) {
        return jdbc.sql("select * from " + ALL + " where provider = :provider and id = any (:ids)")
                .param("provider", provider).param("ids", ids.stream().map(OperationId::value).toArray(UUID[]::new))
                .query(SettledOperations::settled).list();
    }

    /// Those that succeeded from `from`, included, to `to`, not included, by our clock; at most `limit`.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Settled> succeeded(String provider, Instant from, Instant to, int limit) {
        return jdbc.sql("""
                select * from %s where provider = :provider and succeeded and id in (
                    select subject_id from payments.history
                    where machine = 'operation' and to_status = 'succeeded' and at >= :from and at < :to)
                limit :limit""".formatted(ALL)).param("provider", provider).param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC)).param("limit", limit).query(SettledOperations::settled)
                .list();
    }

    private static Settled settled(ResultSet row, int number) throws SQLException {
        return new Settled(new OperationId(row.getObject("id", UUID.class)), row.getString("type"),
                Money.of(row.getLong("amount"), row.getString("currency")),
                row.getBoolean("succeeded"), new PaymentId(row.getObject("payment", UUID.class)),
                row.getString("posted_as") + new OperationId(row.getObject("posted_id", UUID.class)));
    }
}
