package io.mainstay.securitylog;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.ids.TypeId;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Notes what happens to accounts, append-only. A note joins the caller's transaction if there is one, so what is rolled
/// back leaves none; a refusal is noted outside of the transaction that it undoes. When the database is away the note
/// fails, and with it what was to be noted.
@Service
@Transactional
public class SecurityLog {

    private static final TypeReference<Map<String, String>> DETAIL = new TypeReference<>() {
    };

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

    /// @param account null for what concerns no account that is known
    public Page<SecurityEvent> of(@Nullable AccountId account, PageRequest page) {
        // sorted by the account, too: else a look for null would not be in the index's order
        var rows = database.sql("""
                select id, type, at, address, user_agent, detail from securitylog.event
                where %s and (at, id) < (:at, :id)
                order by account_id, at desc, id desc limit :fetch
                """.formatted(account == null ? "account_id is null" : "account_id = :account"))
                .param("account", account == null ? null : account.value())
                .param("at", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(this::event).list();
        return Page.of(rows, page, row -> new Keyset(row.at(), row.id().value()));
    }

    /// Deletes some of the oldest events, where they are older than `keep`; never what is younger than 30 days.
    int forget(Duration keep, int limit) {
        return database.sql("select securitylog.forget(make_interval(secs => :keep), :limit)")
                .param("keep", (double) keep.toSeconds()).param("limit", limit).query(Integer.class).single();
    }

    private SecurityEvent event(ResultSet row, int number) throws SQLException {
        return new SecurityEvent(new SecurityEvent.Id(row.getObject("id", UUID.class)), row.getString("type"),
                row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("address"),
                row.getString("user_agent"), json.readValue(row.getString("detail"), DETAIL));
    }
}
