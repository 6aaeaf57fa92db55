package io.mainstay.oauth;

import io.mainstay.auth.Accounts;
import io.mainstay.caller.AccountId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// What a client may know of a person, by the scopes that the person allowed. Source: OpenID Connect Core, 5.4.
@Component
class IdentityClaims {

    private final Accounts accounts;

    IdentityClaims(Accounts accounts) {
        this.accounts = accounts;
    }

    /// Whether the account is somebody's, and not closed meanwhile.
    boolean isSomebody(AccountId account) {
        return accounts.contact(account).isPresent();
    }

    /// Personal data. One read of the account, if any scope asks for more than who it is.
    Map<String, Object> of(AccountId account, Set<String> scopes) {
        var claims = new LinkedHashMap<String, Object>();
        if (scopes.contains(Scope.PROFILE) || scopes.contains(Scope.EMAIL)) {
            accounts.contact(account).ifPresent(contact -> {
                if (scopes.contains(Scope.PROFILE)) {
                    claims.put("name", contact.name());
                }
                if (scopes.contains(Scope.EMAIL)) {
                    claims.put("email", contact.email());
                    // nobody logs in before that
                    claims.put("email_verified", true);
                }
            });
        }
        return claims;
    }
}
