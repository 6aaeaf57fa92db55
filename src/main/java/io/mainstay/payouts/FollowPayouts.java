package io.mainstay.payouts;

import io.mainstay.messaging.Worker;
import io.mainstay.providers.Outcome;
import io.mainstay.providers.PaymentProviders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Asks the provider what became of each payout that hasn't come to its end. Several workers share the work: a payout is
/// claimed before it's looked into. One that never ends stays held and is looked into for ever, more and more slowly, with
/// an error in the log for a person.
@Worker
class FollowPayouts {

    private static final Logger log = LoggerFactory.getLogger(FollowPayouts.class);
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final PayoutStore store;
    private final Payouts payouts;
    private final PaymentProviders providers;
    private final PayoutSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final Counter overdue;

    FollowPayouts(PayoutStore store, Payouts payouts, PaymentProviders providers, PayoutSettings settings, Clock clock,
            PlatformTransactionManager transactions, MeterRegistry meters) {
        this.store = store;
        this.payouts = payouts;
        this.providers = providers;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.overdue = meters.counter("mainstay.payouts.overdue");
    }

    @Scheduled(initialDelayString = "PT1S", fixedDelayString = "PT1S")
    void follow() {
        List<Payout> claimed = Objects.requireNonNull(
                transaction.execute(_ -> store.claim(CLAIM, settings.checkBatch())));
        for (var payout : claimed) {
            try {
                follow(payout);
            } catch (RuntimeException failed) {
                log.atWarn().setCause(failed).addKeyValue("payout", payout.id())
                        .log("A payout could not be followed; it will be tried again");
            }
        }
    }

    private void follow(Payout payout) {
        if (payout.checks() > settings.alertAfter()) {
            overdue.increment();
            log.atError().addKeyValue("payout", payout.id())
                    .log("A payout does not come to an end: a person has to look");
        }
        var outcome = providers.called(payout.provider()).find(payout.instruction()).orElseGet(() -> neverSeen(payout));
        transaction.executeWithoutResult(_ -> payouts.settle(payout.id(), outcome));
    }

    /// Once it's too old to arrive still, it was cut off on its way.
    private Outcome neverSeen(Payout payout) {
        return payout.createdAt().plus(settings.grace()).isAfter(clock.instant())
                ? new Outcome.Unknown("not seen yet")
                : new Outcome.Declined("not_received");
    }
}
