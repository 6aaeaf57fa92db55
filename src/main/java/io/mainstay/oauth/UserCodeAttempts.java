package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2DeviceVerificationAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.stereotype.Component;

/// Counts the device codes that an account enters, before each is looked up, so that none is found by trying. Source:
/// RFC 8628, 5.1.
@Component
class UserCodeAttempts implements AuthenticationConverter {

    private final AuthenticationConverter converter = new OAuth2DeviceVerificationAuthenticationConverter();
    private final JdbcClient database;
    private final OAuthSettings settings;

    UserCodeAttempts(JdbcClient database, OAuthSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// @throws OAuth2AuthenticationException `slow_down`
    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        var entered = converter.convert(request);
        if (entered != null && entered.getPrincipal() instanceof AccountAuthentication person
                && count(person.account()) > settings.userCodeAttempts()) {
            throw new OAuth2AuthenticationException(new OAuth2Error("slow_down", "Too many codes were entered.", null));
        }
        return entered;
    }

    /// One statement, so that simultaneous attempts are counted one by one.
    private int count(AccountId account) {
        return database.sql("""
                insert into oauth.user_code_attempts as known (account_id, attempts, window_since)
                values (:account, 1, clock_timestamp())
                on conflict (account_id) do update set
                    attempts = case when known.window_since > clock_timestamp() - make_interval(secs => :window)
                        then least(known.attempts + 1, 1000000) else 1 end,
                    window_since = case when known.window_since > clock_timestamp() - make_interval(secs => :window)
                        then known.window_since else clock_timestamp() end
                returning attempts""").param("account", account.value())
                .param("window", settings.userCodeWindow().toSeconds()).query(Integer.class).single();
    }

    int deleteOld(int limit) {
        return database.sql("""
                delete from oauth.user_code_attempts where account_id in (
                    select account_id from oauth.user_code_attempts
                    where window_since < clock_timestamp() - make_interval(secs => :window) limit :limit)""")
                .param("window", settings.userCodeWindow().toSeconds()).param("limit", limit).update();
    }
}
