package io.mainstay.jobs;

import io.mainstay.messaging.Wakeup;
import org.springframework.stereotype.Component;

/// What a new job wakes this process's worker by.
@Component
record JobWakeup(Wakeup wakeup) {

    JobWakeup() {
        this(new Wakeup());
    }
}
