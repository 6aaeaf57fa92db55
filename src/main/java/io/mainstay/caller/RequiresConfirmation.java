package io.mainstay.caller;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A sensitive action: this endpoint needs a session whose person showed a moment ago who they are, by logging in or by
/// confirming. Otherwise it's a 401 `confirmation-required` that says how long ago is too long. It comes on top of the
/// endpoint's rule of who may call it. Source: RFC 9470.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresConfirmation {

    /// `mainstay.auth.proofs.confirmation-age`.
    int AS_CONFIGURED = 0;

    /// How long ago it may be at most.
    int maxAgeSeconds() default AS_CONFIGURED;

    /// Whether a credential that is limited to scopes is enough: it was made with a confirmation, and its scopes name the
    /// permission. Without this none ever is.
    boolean limitedCredentials() default false;
}
