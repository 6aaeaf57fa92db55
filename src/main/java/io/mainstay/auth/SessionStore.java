package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements on `auth.session`. Each decides by itself, so none needs others around it in its transaction, which
/// the policies want; all times are the database's, since instances may disagree about the time.
@Repository
@Transactional
class SessionStore {

    private static final String LIVE = """
            ended_at is null and expires_at > clock_timestamp()
            and last_used_at > clock_timestamp() - make_interval(secs => :idle)""";

    private final JdbcClient database;
    private final SessionSettings settings;

    SessionStore(JdbcClient database, SessionSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    enum EndReason {
        LOGOUT, PASSWORD, EMAIL, CLOSED;

        String column() {
            return switch (this) {
                case LOGOUT -> "logout";
                case PASSWORD -> "password";
                case EMAIL -> "email";
                case CLOSED -> "closed";
            };
        }
    }

    /// What its owner sees of a session.
    record Live(SessionId id, String address, @Nullable String userAgent, Instant createdAt, Instant lastUsedAt,
            Instant expiresAt) {

        private static Live read(ResultSet row, int number) throws SQLException {
            return new Live(new SessionId(row.getObject("id", UUID.class)), row.getString("address"),
                    row.getString("user_agent"), instant(row, "created_at"), instant(row, "last_used_at"),
                    instant(row, "expires_at"));
        }
    }

    record Ended(SessionId id, Instant at) {}

    /// Whose session it is, and when they last showed who they are.
    record Holder(AccountId account, Instant confirmedAt) {

        private static Holder read(ResultSet row, int number) throws SQLException {
            return new Holder(new AccountId(row.getObject("account_id", UUID.class)), instant(row, "confirmed"));
        }
    }

    /// @param confirmedAt logging in shows who one is
    /// @param surplus what ended with it
    record Opened(Instant confirmedAt, List<SessionId> surplus) {}

    /// Begins a session, and ends the least recently used ones beyond the limit. The lock on the account lets a session
    /// begin before the account is closed or its password replaced, which then ends it, or not at all.
    ///
    /// @return empty if the account was closed meanwhile, or has another password
    Optional<Opened> open(Proven proven, RefreshToken token, Origin origin) {
        return database.sql("""
                with surplus as (
                    update auth.session set ended_at = clock_timestamp(), end_reason = 'limit'
                    where id in (select id from auth.session where account_id = :account and ended_at is null
                                 order by last_used_at desc, id desc offset :others for update skip locked)
                    returning id),
                opened as (
                insert into auth.session
                    (id, account_id, token_hash, address, user_agent, created_at, last_used_at, confirmed_at, expires_at)
                select :id, id, :hash, :address, :agent, clock_timestamp(), clock_timestamp(), clock_timestamp(),
                       clock_timestamp() + make_interval(secs => :lifetime)
                from auth.account
                where id = :account and closed_at is null
                    and coalesce(:generation, password_generation) = password_generation for share
                returning confirmed_at)
                select confirmed_at, array(select id from surplus) as surplus from opened
                """).param("account", proven.account().value()).param("others", settings.maxPerAccount() - 1)
                .param("generation", proven.passwordGeneration(), Types.INTEGER).param("id", token.session().value())
                .param("hash", token.hash()).param("address", origin.address())
                .param("agent", origin.userAgent()).param("lifetime", settings.lifetime().toSeconds())
                .query((row, _) -> new Opened(instant(row, "confirmed_at"),
                        Arrays.stream((UUID[]) row.getArray("surplus").getArray()).map(SessionId::new).toList()))
                .optional();
    }

    /// @return when; empty if it's no live session of this account
    Optional<Instant> confirm(AccountId account, SessionId id) {
        return database.sql("""
                update auth.session set confirmed_at = clock_timestamp()
                where id = :id and account_id = :account and %s returning confirmed_at
                """.formatted(LIVE)).param("id", id.value()).param("account", account.value())
                .param("idle", settings.idle().toSeconds()).query((row, _) -> instant(row, "confirmed_at")).optional();
    }

    /// Puts a token in the place of the one that is good now. Of simultaneous calls one does it.
    ///
    /// @return whose session it is; empty, and nothing has changed, if `presented` isn't the one that is good now
    Optional<Holder> rotate(RefreshToken presented, RefreshToken next, Origin origin) {
        return database.sql("""
                update auth.session
                set previous_hash = token_hash, token_hash = :next, rotated_at = clock_timestamp(),
                    last_used_at = clock_timestamp(), address = :address, user_agent = :agent
                where id = :id and token_hash = :presented and %s
                returning account_id, coalesce(confirmed_at, created_at) as confirmed
                """.formatted(LIVE)).param("id", presented.session().value()).param("presented", presented.hash())
                .param("next", next.hash()).param("address", origin.address()).param("agent", origin.userAgent())
                .param("idle", settings.idle().toSeconds()).query(Holder::read).optional();
    }

    /// Whose session it is if `presented` was replaced by `next` a moment ago and `next` wasn't used yet.
    Optional<Holder> replacedJustNow(RefreshToken presented, RefreshToken next) {
        return database.sql("""
                select account_id, coalesce(confirmed_at, created_at) as confirmed from auth.session
                where id = :id and previous_hash = :presented and token_hash = :next
                      and rotated_at > clock_timestamp() - make_interval(secs => :grace) and %s
                """.formatted(LIVE)).param("id", presented.session().value()).param("presented", presented.hash())
                .param("next", next.hash()).param("grace", settings.grace().toMillis() / 1000.0)
                .param("idle", settings.idle().toSeconds()).query(Holder::read).optional();
    }

    /// Ends a session one of whose earlier tokens came back.
    ///
    /// @return whose it was, if it was alive until now
    Optional<AccountId> endIfReused(RefreshToken presented) {
        return database.sql("""
                update auth.session set ended_at = clock_timestamp(), end_reason = 'reuse'
                where id = :id and ended_at is null and token_hash <> :presented returning account_id
                """).param("id", presented.session().value()).param("presented", presented.hash()).query(UUID.class)
                .optional().map(AccountId::new);
    }

    /// @return whether there was such a session of this account
    boolean end(AccountId account, SessionId id) {
        return database.sql("""
                update auth.session set ended_at = clock_timestamp(), end_reason = 'logout'
                where id = :id and account_id = :account and ended_at is null
                """).param("id", id.value()).param("account", account.value()).update() == 1;
    }

    /// @param kept null: none
    List<SessionId> endAll(AccountId account, @Nullable SessionId kept, EndReason reason) {
        return database.sql("""
                update auth.session set ended_at = clock_timestamp(), end_reason = :reason
                where account_id = :account and ended_at is null and id is distinct from :kept::uuid returning id
                """).param("account", account.value()).param("reason", reason.column())
                .param("kept", kept == null ? null : kept.value())
                .query((row, _) -> new SessionId(row.getObject("id", UUID.class))).list();
    }

    /// The account's sessions have all ended.
    void eraseOrigins(AccountId account) {
        database.sql("""
                update auth.session set address = '', user_agent = null
                where account_id = :account and ended_at is not null""").param("account", account.value()).update();
    }

    Page<Live> of(AccountId account, PageRequest page) {
        var rows = database.sql("""
                select id, address, user_agent, created_at, last_used_at, expires_at from auth.session
                where account_id = :account and (created_at, id) < (:createdAt, :id) and %s
                order by created_at desc, id desc limit :fetch
                """.formatted(LIVE)).param("account", account.value())
                .param("createdAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("idle", settings.idle().toSeconds()).param("fetch", page.fetch()).query(Live::read).list();
        return Page.of(rows, page, row -> new Keyset(row.createdAt(), row.id().value()));
    }

    /// Oldest first.
    List<Ended> endedSince(Instant since) {
        return database.sql("select id, ended_at from auth.session where ended_at > :since order by ended_at")
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new Ended(new SessionId(row.getObject("id", UUID.class)), instant(row, "ended_at")))
                .list();
    }

    Instant now() {
        return database.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
    }

    /// @param keep how long what has ended stays
    int deleteOver(Duration keep, int limit) {
        return database.sql("""
                delete from auth.session where id in (
                    (select id from auth.session where ended_at < clock_timestamp() - make_interval(secs => :keep)
                     limit :limit)
                    union all
                    (select id from auth.session where ended_at is null
                         and expires_at < clock_timestamp() - make_interval(secs => :keep) limit :limit))
                """).param("keep", keep.toSeconds()).param("limit", limit).update();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
