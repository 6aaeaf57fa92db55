package io.mainstay.auth;

import io.mainstay.messaging.Worker;
import org.springframework.scheduling.annotation.Scheduled;

/// Looks from time to time whether a step of the rotation is due. Several workers may do so at once.
@Worker
class SigningKeySchedule {

    private final SigningKeyRotation rotation;

    SigningKeySchedule(SigningKeyRotation rotation) {
        this.rotation = rotation;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void advance() {
        rotation.advance();
    }
}
