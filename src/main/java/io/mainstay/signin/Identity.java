package io.mainstay.signin;

import org.jspecify.annotations.Nullable;

/// Who somebody is at a provider, as its verified ID token says.
///
/// @param subject never given to anybody else by this issuer
/// @param confirmedEmail null unless the provider has confirmed it, and we trust it to
/// @param name null if it isn't told
record Identity(String issuer, String subject, @Nullable String confirmedEmail, @Nullable String name) {

    /// Without personal data.
    @Override
    public String toString() {
        return "Identity[" + issuer + "]";
    }
}
