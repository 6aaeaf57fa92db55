package io.mainstay.providers;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What was announced, kept until it has taken effect.
@Repository
class WebhookInbox {

    private static final int MAX_LISTED = 1000;

    private final JdbcClient jdbc;
    private final WebhookSettings settings;
    private final Clock clock;

    WebhookInbox(JdbcClient jdbc, WebhookSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /// @param attempts how often it has failed
    @SuppressWarnings("ArrayRecordComponent")
    record Kept(long id, String provider, String type, byte[] body, int attempts) {}

    /// Without the body, which is about people.
    record Parked(long id, String provider, String eventId, String type, OffsetDateTime parkedAt, String reason) {}

    /// @return false if it's known already
    @Transactional
    boolean keep(String provider, WebhookReader.Event event, byte[] body) {
        // names no columns for the conflict: that would need to see the row, which a request may not
        return jdbc.sql("""
                insert into providers.webhook (provider, event_id, type, body, next_attempt_at)
                values (:provider, :event, :type, :body, :now) on conflict do nothing
                """).param("provider", provider).param("event", event.id()).param("type", event.type())
                .param("body", body).param("now", now()).update() == 1;
    }

    /// One that is due, locked until the transaction ends: other workers pass it over.
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<Kept> take() {
        return jdbc.sql("""
                select id, provider, type, body, attempts from providers.webhook
                where next_attempt_at <= :now order by next_attempt_at limit 1 for no key update skip locked
                """).param("now", now())
                .query((row, _) -> new Kept(row.getLong(1), row.getString(2), row.getString(3), row.getBytes(4),
                        row.getInt(5)))
                .optional();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void processed(Kept webhook) {
        var _ = jdbc.sql("""
                update providers.webhook set processed_at = :now, next_attempt_at = null, last_error = null where id = :id
                """).param("id", webhook.id()).param("now", now()).update();
    }

    /// Notes a failure, unless another worker was done with it in the meantime.
    ///
    /// @return whether it's parked now
    @Transactional
    boolean failed(Kept webhook, String kind) {
        var failures = webhook.attempts() + 1;
        var parked = failures >= settings.maxAttempts();
        var next = now().plus(settings.pauses().after(failures));
        return jdbc.sql("""
                update providers.webhook set attempts = :failures, last_error = :kind,
                    next_attempt_at = case when :parked then null else :next end,
                    parked_at = case when :parked then :now end
                where id = :id and next_attempt_at is not null and attempts < :failures
                """).param("id", webhook.id()).param("failures", failures).param("kind", kind)
                .param("parked", parked).param("next", next).param("now", now()).update() == 1 && parked;
    }

    /// @return how many, up to 1000
    @Transactional(readOnly = true)
    int countParked() {
        return jdbc.sql("select count(*) from (select from providers.webhook where parked_at is not null limit 1000) p")
                .query(Integer.class).single();
    }

    /// The oldest first, at most 1000.
    @Transactional(readOnly = true)
    List<Parked> listParked(int limit) {
        return jdbc.sql("""
                select id, provider, event_id, type, parked_at, last_error from providers.webhook
                where parked_at is not null order by parked_at limit :limit
                """).param("limit", Math.clamp(limit, 0, MAX_LISTED))
                .query((row, _) -> new Parked(row.getLong(1), row.getString(2), row.getString(3), row.getString(4),
                        row.getObject(5, OffsetDateTime.class), row.getString(6)))
                .list();
    }

    /// Tries the oldest again from the beginning, at most 1000.
    ///
    /// @return how many
    @Transactional
    int release(int max) {
        return jdbc.sql("""
                update providers.webhook set attempts = 0, parked_at = null, next_attempt_at = :now
                where id in (select id from providers.webhook where parked_at is not null order by parked_at limit :max
                    for no key update skip locked)
                """).param("max", Math.clamp(max, 0, MAX_LISTED)).param("now", now()).update();
    }

    /// @return how many were deleted: a full batch, or the rest
    @Transactional
    int deleteOld(int batch) {
        return jdbc.sql("""
                delete from providers.webhook where id in (
                    select id from providers.webhook where processed_at < :before order by processed_at limit :batch)
                """).param("before", now().minus(settings.retention())).param("batch", batch).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
