package io.mainstay.securitylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class SecurityLogIT {

    @Autowired
    SecurityLog log;
    @Autowired
    Owner owner;

    private final AccountId account = AccountId.next();

    @Test
    void keepsWhoWhatAndFromWhere() {
        log.note(SecurityEventType.SIGNED_IN, account, new Origin("192.0.2.7", "curl/8"), Map.of("session", "s1"));
        log.note(SecurityEventType.SIGN_IN_FAILED, null, null, Map.of());

        assertThat(owner.jdbc().sql("""
                select type, address, user_agent, detail->>'session' as session from securitylog.event
                where account_id = :account""").param("account", account.value()).query().singleRow())
                .containsExactlyInAnyOrderEntriesOf(Map.of("type", "session.started", "address", "192.0.2.7",
                        "user_agent", "curl/8", "session", "s1"));
    }

    @Test
    void keepsEveryRowAsItIs() {
        log.note(SecurityEventType.SIGNED_IN, account, null, Map.of());

        assertThatThrownBy(() -> owner.jdbc().sql("update securitylog.event set type = 'session.ended'").update())
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> owner.jdbc().sql("delete from securitylog.event").update())
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> owner.jdbc().sql("truncate securitylog.event").update())
                .hasMessageContaining("append-only");
    }
}
