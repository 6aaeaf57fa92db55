package io.mainstay.payments;

import io.mainstay.messaging.Worker;
import io.mainstay.providers.PaymentProviders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/// Pays late money back at the provider that it came from, and asks again, under the same id, until that has an end.
@Worker
class ReturnLateMoney {

    private static final Logger log = LoggerFactory.getLogger(ReturnLateMoney.class);

    private final LateMoney lateMoney;
    private final PaymentProviders providers;

    ReturnLateMoney(LateMoney lateMoney, PaymentProviders providers) {
        this.lateMoney = lateMoney;
        this.providers = providers;
    }

    @Scheduled(initialDelayString = "PT1S", fixedDelayString = "PT1S")
    void payBack() {
        for (var owed : lateMoney.take()) {
            try {
                lateMoney.settle(owed, providers.called(owed.provider()).submit(owed.instruction()));
            } catch (RuntimeException failed) {
                log.atWarn().setCause(failed).addKeyValue("operation", owed.operation())
                        .log("Late money could not be paid back; it will be tried again");
            }
        }
    }
}
