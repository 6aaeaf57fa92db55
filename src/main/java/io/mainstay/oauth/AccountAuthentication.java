package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/// The person whose browser asks, in the form in which the library wants to know it.
final class AccountAuthentication extends AbstractAuthenticationToken {

    private final transient AccountId account;
    private final @Nullable Instant confirmedAt;

    /// @param confirmedAt when they last showed who they are; null if that isn't known
    AccountAuthentication(AccountId account, @Nullable Instant confirmedAt) {
        super(List.of());
        this.account = account;
        this.confirmedAt = confirmedAt;
        setAuthenticated(true);
    }

    AccountId account() {
        return account;
    }

    @Nullable
    Instant confirmedAt() {
        return confirmedAt;
    }

    @Override
    public AccountId getPrincipal() {
        return account;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public String getName() {
        return account.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccountAuthentication same && same.account.equals(account);
    }

    @Override
    public int hashCode() {
        return account.hashCode();
    }
}
