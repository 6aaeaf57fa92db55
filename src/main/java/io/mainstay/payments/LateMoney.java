package io.mainstay.payments;

import io.mainstay.caller.AccountId;
import io.mainstay.messaging.Outbox;
import io.mainstay.money.Money;
import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the evidence of money that arrived for an attempt which had been given up, in `payments.late_money`, and in the
/// ledger as something that we owe, until it has gone back. It is announced, and counted in `mainstay.payments.late`.
@Component
class LateMoney {

    private static final Logger log = LoggerFactory.getLogger(LateMoney.class);

    private final JdbcClient jdbc;
    private final Postings postings;
    private final Outbox outbox;
    private final PaymentSettings settings;
    private final Clock clock;
    private final Counter late;
    private final Counter refused;

    LateMoney(JdbcClient jdbc, Postings postings, Outbox outbox, PaymentSettings settings, Clock clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.postings = postings;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
        this.late = meters.counter("mainstay.payments.late");
        this.refused = meters.counter("mainstay.payments.late.refused");
    }

    /// The message `payment.orphaned`, version 1; `docs/reference/messages` has its schema.
    record PaymentOrphaned(PaymentId paymentId, @Nullable String orderId, AccountId accountId, OperationId operationId,
            Money amount,
            Instant arrivedAt) {

        static final String TYPE = "payment.orphaned";
        static final int VERSION = 1;
    }

    /// Money that is about to go back.
    ///
    /// @param instruction the same each time, so that asking again moves nothing again
    record Owed(OperationId operation, String provider, Instruction instruction, int checks) {

        boolean isCaptured() {
            return instruction instanceof Instruction.Refund;
        }
    }

    /// Once per operation, however often it's told. An authorization that is captured later only holds money: that is
    /// released, and nobody is told.
    ///
    /// @param reference what the provider calls the authorization that it came by
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(Payment payment, OperationId id, String reference) {
        var operation = payment.operation(id);
        var held = operation.is(OperationKind.authorize) && payment.operations().stream().noneMatch(
                one -> one.is(OperationKind.capture) && one.attempt() == operation.attempt());
        var amount = payment.money(operation.amount());
        var now = clock.instant();
        var kept = jdbc.sql("""
                insert into payments.late_money
                    (operation_id, payment_id, amount, currency, reference, return_id, held, status, next_check_at)
                values (:operation, :payment, :amount, :currency, :reference, :return, :held, 'owed', :now)
                on conflict do nothing
                """).param("operation", id.value()).param("payment", payment.id().value())
                .param("amount", amount.amount()).param("currency", amount.currency()).param("reference", reference)
                .param("return", OperationId.next().value()).param("held", held)
                .param("now", now.atOffset(ZoneOffset.UTC)).update();
        if (kept == 1 && !held) {
            postings.late(payment, id, amount);
            announce(payment, operation, now);
        }
    }

    /// Money came that nobody waits for any more, and goes back.
    void announce(Payment payment, Operation operation, Instant now) {
        outbox.publish(PaymentOrphaned.TYPE, PaymentOrphaned.VERSION, payment.id().toString(),
                new PaymentOrphaned(payment.id(), orderId(payment), payment.payer().account(),
                        operation.id(), payment.money(operation.amount()), now));
        late.increment();
        log.atWarn().addKeyValue("payment", payment.id()).addKeyValue("operation", operation.id())
                .log("Money arrived that nobody waits for any more; it goes back");
    }

    /// Takes what is due; it's due again after the grace if nobody records an outcome until then. Of several workers one takes
    /// each.
    @Transactional
    public List<Owed> take() {
        return jdbc.sql("""
                update payments.late_money l
                set status = 'submitting', checks = l.checks + 1, next_check_at = now() + make_interval(secs => :grace)
                from payments.payment p
                where p.id = l.payment_id and l.operation_id in (
                    select operation_id from payments.late_money
                    where status in ('owed', 'submitting') and next_check_at <= now()
                    order by next_check_at limit :batch for update skip locked)
                returning l.operation_id, p.provider, l.return_id, l.amount, l.currency, l.reference, l.checks, l.held
                """).param("grace", settings.submittingGrace().toSeconds()).param("batch", settings.checkBatch())
                .query((row, _) -> new Owed(new OperationId(row.getObject(1, UUID.class)), row.getString(2),
                        Sending.instruction(row.getBoolean(8) ? OperationKind.voiding : OperationKind.refund,
                                new OperationId(row.getObject(3, UUID.class)),
                                Money.of(row.getLong(4), row.getString(5)), row.getString(6), false),
                        row.getInt(7)))
                .list();
    }

    /// Records what the provider said.
    @Transactional
    public void settle(Owed owed, Outcome outcome) {
        switch (outcome) {
            case Outcome.Succeeded _ -> {
                if (end(owed, "returned") && owed.isCaptured()) {
                    postings.lateReturn(owed.provider(), owed.operation(), owed.instruction().amount());
                }
            }
            case Outcome.Declined(String code) -> handOver(owed, code);
            case Outcome.NotSent _,Outcome.Pending _,Outcome.ActionRequired _,Outcome.Unknown _ -> {
                if (owed.checks() >= settings.maxChecks()) {
                    handOver(owed, "no outcome");
                } else {
                    jdbc.sql("update payments.late_money set next_check_at = :next where operation_id = :operation")
                            .param("next", clock.instant().plus(settings.pauseAfter(owed.checks()))
                                    .atOffset(ZoneOffset.UTC))
                            .param("operation", owed.operation().value()).update();
                }
            }
        }
    }

    private void handOver(Owed owed, String why) {
        if (end(owed, "refused")) {
            refused.increment();
            log.atError().addKeyValue("operation", owed.operation()).addKeyValue("why", why)
                    .log("Late money can't go back by itself: a person has to pay it back");
        }
    }

    private boolean end(Owed owed, String status) {
        return jdbc.sql("""
                update payments.late_money set status = :status, next_check_at = null
                where operation_id = :operation and status = 'submitting'""").param("status", status)
                .param("operation", owed.operation().value()).update() == 1;
    }

    private static @Nullable String orderId(Payment payment) {
        return PaymentResponse.orderId(payment.paidFor());
    }
}
