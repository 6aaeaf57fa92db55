package io.mainstay.notifications;

import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.messaging.Wakeup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The mails to send. Times are the database's, since several workers share the leases.
@Repository
class Mails {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;
    private final Wakeup wakeup = new Wakeup();

    Mails(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    enum Template {
        VERIFICATION,
        RECEIPT,
        REFUNDED,
        ORPHANED,
        PASSWORD_RESET,
        PASSWORD_CHANGED,
        FACTORS_CHANGED,
        NEW_DEVICE,
        INVITATION,
        EMAIL_CHANGE,
        EMAIL_CHANGE_ANNOUNCED,
        EMAIL_CHANGED,
        ACCOUNT_CLOSED;

        String column() {
            return switch (this) {
                case VERIFICATION -> "verification";
                case RECEIPT -> "receipt";
                case REFUNDED -> "refunded";
                case ORPHANED -> "orphaned";
                case PASSWORD_RESET -> "passwordReset";
                case PASSWORD_CHANGED -> "passwordChanged";
                case INVITATION -> "invitation";
                case NEW_DEVICE -> "newDevice";
                case EMAIL_CHANGE -> "emailChange";
                case EMAIL_CHANGE_ANNOUNCED -> "emailChangeAnnounced";
                case EMAIL_CHANGED -> "emailChanged";
                case ACCOUNT_CLOSED -> "accountClosed";
                case FACTORS_CHANGED -> "factorsChanged";
            };
        }

        private static Template of(String column) {
            return Arrays.stream(values()).filter(template -> template.column().equals(column)).findAny()
                    .orElseThrow();
        }
    }

    /// A mail that this worker alone may send, until its lease runs out.
    ///
    /// @param account whose it is; null if the data say to whom it goes
    /// @param attempt counts the tries, this one included; a later lease has a higher one
    record Leased(UUID id, @Nullable AccountId account, Template template, String data, int attempt) {

        private static Leased read(ResultSet row, int number) throws SQLException {
            var account = row.getObject("account", UUID.class);
            return new Leased(row.getObject("id", UUID.class), account == null ? null : new AccountId(account),
                    Template.of(row.getString("template")), row.getString("data"), row.getInt("attempts"));
        }

        @Override
        public String toString() {
            return "Leased[" + id + ", attempt " + attempt + "]";
        }
    }

    /// Signalled after the commit of each new mail.
    Wakeup wakeup() {
        return wakeup;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void queue(String messageId, @Nullable AccountId account, Template template, Record data) {
        jdbc.sql("""
                insert into notifications.mail (id, message_id, account, template, data)
                values (:id, :messageId, :account, :template, :data::json)
                on conflict (message_id) do nothing
                """).param("id", TypeId.next()).param("messageId", messageId)
                .param("account", account == null ? null : account.value())
                .param("template", template.column()).param("data", mapper.writeValueAsString(data)).update();
        wakeup.afterCommit();
    }

    /// Sends no more to an account but its farewell, whichever of the two messages comes first, and erases what the mails
    /// hold.
    @Transactional(propagation = Propagation.MANDATORY)
    void forget(AccountId account) {
        jdbc.sql("""
                update notifications.mail
                set state = 'failed', last_error = 'account closed', data = null, next_attempt_at = null,
                    finished_at = clock_timestamp()
                where account = :account and next_attempt_at is not null and template <> :farewell
                """).param("account", account.value()).param("farewell", Template.ACCOUNT_CLOSED.column()).update();
    }

    /// Takes due mails: new ones, failed ones after their pause, and those whose worker's lease ran out.
    List<Leased> lease(int limit, Duration lease) {
        return jdbc.sql("""
                update notifications.mail
                set state = 'sending', attempts = attempts + 1,
                    next_attempt_at = clock_timestamp() + make_interval(secs => :leaseSeconds)
                where id in (select id from notifications.mail where next_attempt_at <= clock_timestamp()
                             order by next_attempt_at limit :limit for update skip locked)
                returning id, account, template, data, attempts
                """).param("leaseSeconds", seconds(lease)).param("limit", limit).query(Leased::read).list();
    }

    /// @return how many of them were still this worker's; the others' leases had run out
    int sent(List<Leased> mails) {
        return mails.isEmpty()
                ? 0
                : jdbc.sql("""
                update notifications.mail
                set state = 'sent', data = null, next_attempt_at = null, finished_at = clock_timestamp()
                from unnest(:ids::uuid[], :attempts::int[]) as done (id, attempt)
                where mail.id = done.id and state = 'sending' and attempts = done.attempt
                """).param("ids", mails.stream().map(Leased::id).toArray(UUID[]::new))
                        .param("attempts", mails.stream().map(Leased::attempt).toArray(Integer[]::new)).update();
    }

    /// @return false if the lease ran out and another worker has the mail
    boolean failed(Leased mail, String error) {
        return jdbc.sql("""
                update notifications.mail
                set state = 'failed', last_error = :error, data = null, next_attempt_at = null,
                    finished_at = clock_timestamp()
                where id = :id and state = 'sending' and attempts = :attempt
                """).param("error", error).param("id", mail.id()).param("attempt", mail.attempt()).update() == 1;
    }

    /// @return false if the lease ran out and another worker has the mail
    boolean retry(Leased mail, Duration pause, String error) {
        return jdbc.sql("""
                update notifications.mail
                set state = 'queued', last_error = :error,
                    next_attempt_at = clock_timestamp() + make_interval(secs => :pauseSeconds)
                where id = :id and state = 'sending' and attempts = :attempt
                """).param("error", error).param("pauseSeconds", seconds(pause)).param("id", mail.id())
                .param("attempt", mail.attempt()).update() == 1;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
