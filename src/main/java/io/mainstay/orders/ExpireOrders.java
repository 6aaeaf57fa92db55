package io.mainstay.orders;

import io.mainstay.messaging.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/// The timer that ends unpaid orders. Several workers may run it: the lock on each order decides.
@Worker
class ExpireOrders {

    private static final Logger log = LoggerFactory.getLogger(ExpireOrders.class);

    private final ReleaseOrder releaseOrder;

    ExpireOrders(ReleaseOrder releaseOrder) {
        this.releaseOrder = releaseOrder;
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void expireOverdue() {
        for (var id : releaseOrder.overdue()) {
            try {
                releaseOrder.expire(id);
            } catch (RuntimeException failed) {
                log.atWarn().setCause(failed).addKeyValue("order", new OrderId(id))
                        .log("An order could not be expired; it will be tried again");
            }
        }
    }
}
