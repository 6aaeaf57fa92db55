package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.caller.AccountId;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class ProofCleanupIT {

    @Autowired
    ApiClient api;
    @Autowired
    LoginChallenges challenges;
    @Autowired
    ProofAttempts attempts;
    @Autowired
    ProofCleanup cleanup;
    @Autowired
    Owner owner;

    @Test
    void forgetsWhatIsOverAlone() {
        var account = api.signedUp().id();
        var over = OneTimeToken.next();
        var live = OneTimeToken.next();
        challenges.open(Proven.otherwise(account), over);
        owner.jdbc().sql("update auth.login_challenge set expires_at = now() where account_id = :id")
                .param("id", account.value()).update();
        challenges.open(Proven.otherwise(account), live);
        attempts.take(account, "totp");
        attempts.take(account, "passkey");
        owner.jdbc().sql("""
                update auth.proof_attempt set last_at = now() - interval '25 hours'
                where account_id = :id and kind = 'totp'""").param("id", account.value()).update();
        cleanup.forgetWhatIsOver();

        assertThat(rows("login_challenge", account)).isOne();
        assertThat(challenges.take(live)).contains(Proven.otherwise(account));
        assertThat(rows("proof_attempt", account)).isOne();
    }

    private long rows(String table, AccountId account) {
        return owner.jdbc().sql("select count(*) from auth." + table + " where account_id = :id")
                .param("id", account.value()).query(Long.class).single();
    }
}
