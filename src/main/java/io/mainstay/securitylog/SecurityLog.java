package io.mainstay.securitylog;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.ids.TypeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/// Notes what happens to accounts, append-only. A note joins the caller's transaction if there is one, so what is rolled
/// back leaves none; a refusal is noted outside of the transaction that it undoes. When the database is away the note
/// fails, and with it what was to be noted.
@Service
public class SecurityLog {

    private final JdbcClient database;
    private final JsonMapper json;

    SecurityLog(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /// @param account null if nobody is known by what was sent
    /// @param origin null for what no request did
    /// @param detail ids and names of what was touched: never a secret, a token or an e-mail address
    public void note(SecurityEventType type, @Nullable AccountId account, @Nullable Origin origin,
            Map<String, String> detail) {
        database.sql("""
                insert into securitylog.event (id, account_id, type, address, user_agent, detail)
                values (:id, :account, :type, :address, :agent, :detail::jsonb)""").param("id", TypeId.next())
                .param("account", account == null ? null : account.value()).param("type", type.toString())
                .param("address", origin == null ? null : origin.address())
                .param("agent", origin == null ? null : origin.userAgent())
                .param("detail", json.writeValueAsString(detail)).update();
    }
}
