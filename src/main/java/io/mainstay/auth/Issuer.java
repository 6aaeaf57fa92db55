package io.mainstay.auth;

import org.springframework.stereotype.Component;

/// The public address of this installation, as its access tokens name it.
@Component
public class Issuer {

    private final String address;

    Issuer(AuthSettings settings) {
        this.address = settings.issuer();
    }

    /// `mainstay.auth.issuer`.
    public String address() {
        return address;
    }
}
