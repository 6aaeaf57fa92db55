package io.mainstay.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The authenticated sender of a request. A controller method takes it as a parameter; without one the answer is 401.
///
/// @param account whose rights the request has: a person's or a service's
/// @param scopes the permissions that the request's credential is limited to, whatever the account may do; null for a
/// person's own session, which is not limited
/// @param confirmedAt when the person last showed in this session who they are; null for any other credential
public record Caller(AccountId account, @Nullable Set<String> scopes, @Nullable Instant confirmedAt) {

    private static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        scopes = scopes == null ? null : Set.copyOf(scopes);
    }

    /// Whether it is a person in a session of their own, who may do all that the account may.
    public boolean isUnlimited() {
        return scopes == null;
    }

    /// Whether the credential, as far as it is concerned, lets its holder use this permission.
    public boolean covers(String permission) {
        return scopes == null || scopes.contains(permission);
    }

    /// Called by authentication alone, once per request.
    public void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /// Empty for an anonymous request.
    public static Optional<Caller> of(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }
}
