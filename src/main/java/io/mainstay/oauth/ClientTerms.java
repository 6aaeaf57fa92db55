package io.mainstay.oauth;

import java.util.List;
import java.util.Set;

/// What an administrator decides about a client.
///
/// @param name what people read on the page that asks for their consent
record ClientTerms(String name, Set<Grant> grants, List<RedirectUri> redirectUris, Set<Scope> scopes) {

    ClientTerms {
        grants = Set.copyOf(grants);
        redirectUris = redirectUris.stream().distinct().toList();
        scopes = Set.copyOf(scopes);
    }
}
