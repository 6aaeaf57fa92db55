package io.mainstay.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/// The authenticated sender of a request. A controller method takes it as a parameter; without one the answer is 401.
///
/// @param account whose access token came with the request
public record Caller(AccountId account) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /// Called by authentication alone, once per request.
    public void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /// Empty for an anonymous request.
    public static Optional<Caller> of(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }
}
