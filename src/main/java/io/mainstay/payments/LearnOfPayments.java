package io.mainstay.payments;

import io.mainstay.providers.Announcement;
import io.mainstay.providers.AnnouncementHandler;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Hears from providers what became of operations. The end of one that was recorded already changes nothing.
@Component
class LearnOfPayments implements AnnouncementHandler {

    private final JdbcClient jdbc;
    private final Outcomes outcomes;

    LearnOfPayments(JdbcClient jdbc, Outcomes outcomes) {
        this.jdbc = jdbc;
        this.outcomes = outcomes;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean learn(String provider, Announcement announcement) {
        if (!(announcement instanceof Announcement.OperationChanged(var operation, var outcome))) {
            return false;
        }
        var known = find(provider, operation);
        known.filter(_ -> isEnd(outcome)).ifPresent(
                about -> outcomes.record(about.kind, about.paidFor, about.payment, operation, outcome));
        return known.isPresent();
    }

    private record About(OperationKind kind, PaymentId payment, PaidFor paidFor) {}

    private Optional<About> find(String provider, OperationId operation) {
        return jdbc.sql("""
                select o.kind, p.id, p.purpose, p.order_id from payments.operation o join payments.payment p on p.id = o.payment_id
                where o.id = :operation and p.provider = :provider""").param("operation", operation.value())
                .param("provider", provider)
                .query((row, _) -> new About(OperationKind.of(row.getString(1)),
                        new PaymentId(row.getObject(2, UUID.class)),
                        new PaidFor(row.getString(3), row.getObject(4, UUID.class))))
                .optional();
    }

    /// A step on the way tells nothing that isn't known, and an unclear one nothing at all.
    private static boolean isEnd(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _,Outcome.Declined _ -> true;
            case Outcome.NotSent _,Outcome.Pending _,Outcome.ActionRequired _,Outcome.Unknown _ -> false;
        };
    }
}
