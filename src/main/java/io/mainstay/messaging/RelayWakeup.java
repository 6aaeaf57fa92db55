package io.mainstay.messaging;

import org.springframework.stereotype.Component;

/// What the outbox wakes this process's relay by.
@Component
record RelayWakeup(Wakeup wakeup) {

    RelayWakeup() {
        this(new Wakeup());
    }
}
