package io.mainstay.auth;

import io.mainstay.caller.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/// A kind of bearer token beside the access tokens of this module. Source: RFC 6750.
public interface BearerCredential {

    /// By its form alone, without asking anything.
    boolean recognizes(String token);

    /// @param token one that is recognized
    /// @return whom it stands for; empty if it is not valid, or not any more
    Optional<Caller> authenticate(String token, HttpServletRequest request);
}
