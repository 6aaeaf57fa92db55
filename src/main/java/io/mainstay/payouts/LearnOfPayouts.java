package io.mainstay.payouts;

import io.mainstay.providers.Announcement;
import io.mainstay.providers.AnnouncementHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Hears from providers what became of payouts.
@Component
class LearnOfPayouts implements AnnouncementHandler {

    private final Payouts payouts;
    private final PayoutStore store;

    LearnOfPayouts(Payouts payouts, PayoutStore store) {
        this.payouts = payouts;
        this.store = store;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean learn(String provider, Announcement announcement) {
        if (!(announcement instanceof Announcement.OperationChanged(var operation, var outcome))) {
            return false;
        }
        return store.lock(new PayoutId(operation.value())).map(payout -> payouts.settle(payout.id(), outcome))
                .isPresent();
    }
}
