package io.mainstay.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/// On the management port: `GET /actuator/signingkeys` lists the keys and their states, newest first;
/// `POST /actuator/signingkeys {}` publishes the next one, which signs after the lead;
/// `POST /actuator/signingkeys {"immediate": "true"}` takes all keys away at once and signs with a new one.
@Component
@Endpoint(id = "signingkeys")
class SigningKeysEndpoint {

    private final SigningKeyStore store;
    private final SigningKeyRotation rotation;

    SigningKeysEndpoint(SigningKeyStore store, SigningKeyRotation rotation) {
        this.store = store;
        this.rotation = rotation;
    }

    @ReadOperation
    List<SigningKey.Standing> list() {
        return store.standings();
    }

    @WriteOperation
    List<SigningKey.Standing> rotate(@Nullable Boolean immediate) {
        if (Boolean.TRUE.equals(immediate)) {
            rotation.replaceAll();
        } else {
            rotation.begin();
        }
        return store.standings();
    }
}
