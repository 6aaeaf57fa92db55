package io.mainstay.signin;

import io.mainstay.auth.ExternalLogIn;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Decides which account somebody gets into whom a provider vouches for. That is the linked one; an identity that isn't
/// linked gets a new account if its address was confirmed by a provider that is trusted to, and never one that somebody
/// has already: its owner links it, logged in.
@Service
class SignIn {

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    private final Map<String, OpenIdProvider> providers;
    private final Map<String, String> issuers;
    private final Identities identities;
    private final ExternalLogIn accounts;
    private final IdentityNews news;
    private final TransactionTemplate transaction;

    SignIn(Providers providers, Identities identities, ExternalLogIn accounts, IdentityNews news,
            TransactionTemplate transaction) {
        this.providers = providers.byName();
        this.issuers = providers.issuers();
        this.identities = identities;
        this.accounts = accounts;
        this.news = news;
        this.transaction = transaction;
    }

    /// @param location where the browser goes
    /// @param attempt what it keeps meanwhile
    record Begun(String location, Attempt attempt) {}

    /// @throws Refusal `not-found`, `unavailable`
    Begun begin(String provider, @Nullable AccountId link, @Nullable String next) {
        var attempt = Attempt.begin(provider, link, next);
        try {
            return new Begun(provider(provider).authorizationAddress(attempt), attempt);
        } catch (ProviderFailure failure) {
            throw away(provider, failure);
        }
    }

    /// @param caller who is logged in in this browser; null: nobody
    /// @param origin for the log
    /// @return the account to be logged in to
    /// @throws Refusal `sign-in-refused`, `sign-in-not-linked`, `sign-in-linked-elsewhere`, `unavailable`
    AccountId complete(Attempt attempt, Answer answer, @Nullable AccountId caller, Origin origin) {
        var provider = provider(attempt.provider());
        if (answer.state() == null || !attempt.hasState(answer.state()) || answer.code() == null) {
            throw refused("The answer does not belong to this browser's attempt, or is a no.");
        }
        if (attempt.link() != null && !attempt.link().equals(caller)) {
            throw refused("Another account is logged in by now.");
        }
        Identity identity;
        try {
            if (!provider.isNamed(answer.issuer())) {
                throw refused("Another provider has answered.");
            }
            identity = provider.identify(attempt, answer.code());
        } catch (ProviderFailure failure) {
            LOG.warn("Signing in with {} failed: {}", attempt.provider(), failure.getMessage());
            throw refused("The provider does not vouch for anybody.");
        }
        return attempt.link() == null ? accountFor(identity, origin) : linked(identity, attempt.link(), origin);
    }

    /// What the provider sent along with the browser.
    ///
    /// @param issuer `iss`
    record Answer(@Nullable String state, @Nullable String code, @Nullable String issuer) {}

    /// @throws Refusal `not-found`
    void unlink(String provider, AccountId account, Origin origin) {
        var issuer = issuers.get(provider);
        transaction.executeWithoutResult(_ -> {
            if (issuer == null || !identities.unlink(account, issuer)) {
                throw new Refusal(HttpProblems.NOT_FOUND, "The account has no such identity.");
            }
            news.unlinked(account, issuer, origin);
        });
    }

    private AccountId accountFor(Identity identity, Origin origin) {
        var known = identities.accountOf(identity);
        if (known.isPresent()) {
            return known.get();
        }
        if (identity.confirmedEmail() == null) {
            throw notLinked();
        }
        var password = accounts.unknownPassword();
        return Objects.requireNonNull(transaction.execute(_ -> {
            var account = created(identity, password);
            require(identities.link(identity, account));
            news.began(account, identity.issuer(), origin);
            return account;
        }));
    }

    private AccountId created(Identity identity, String password) {
        var email = Objects.requireNonNull(identity.confirmedEmail());
        var name = identity.name() == null ? email.substring(0, Math.max(1, email.indexOf('@'))) : identity.name();
        try {
            return accounts.create(email, name, password).orElseThrow(SignIn::notLinked);
        } catch (IllegalArgumentException _) {
            throw refused("The provider tells an address or a name that nobody could register with.");
        }
    }

    private AccountId linked(Identity identity, AccountId account, Origin origin) {
        var holder = identities.accountOf(identity);
        if (holder.isPresent()) {
            require(holder.get().equals(account));
            return account;
        }
        transaction.executeWithoutResult(_ -> {
            require(identities.link(identity, account));
            news.linked(account, identity.issuer(), origin);
        });
        return account;
    }

    private OpenIdProvider provider(String name) {
        var provider = providers.get(name);
        if (provider == null) {
            throw new Refusal(HttpProblems.NOT_FOUND, "There is no such provider.");
        }
        return provider;
    }

    private static void require(boolean linked) {
        if (!linked) {
            throw new Refusal(SignInProblems.LINKED_ELSEWHERE, "One of the two is linked already.");
        }
    }

    private static Refusal notLinked() {
        return new Refusal(SignInProblems.NOT_LINKED, "Log in in another way, and link the identity there.");
    }

    private static Refusal refused(String detail) {
        return new Refusal(SignInProblems.REFUSED, detail);
    }

    private static Refusal away(String provider, ProviderFailure failure) {
        LOG.warn("Signing in with {} is not possible for now: {}", provider, failure.getMessage());
        return new Refusal(HttpProblems.UNAVAILABLE, "The provider does not answer as it should.");
    }
}
