package io.mainstay.jobs;

import io.mainstay.caller.AccountId;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The statements on `jobs.job`; whoever calls them owns the transaction. Times are the database's.
@Repository
class JobStore {

    private static final String SELECT = """
            select j.id, j.kind, j.status, j.attempts, j.result, j.error, j.created_at, j.finished_at, j.expires_at,
                   f.job_id is not null as has_file,
                   case j.status when 'succeeded' then 100 else coalesce(p.percent, 0) end as progress
            from jobs.job j left join jobs.file f on f.job_id = j.id left join jobs.progress p on p.job_id = j.id
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    JobStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// @param token tells this attempt from others
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Claimed(JobId id, AccountId owner, String kind, String parameters, byte @Nullable [] input, UUID token,
            int attempts) {}

    /// One at a time per account, so that nobody starts more than are allowed.
    long lockOpen(AccountId owner) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('jobs/' || :owner, 0))")
                .param("owner", owner.toString()).query((_, _) -> true).single();
        return jdbc.sql("""
                select count(*) from jobs.job where account_id = :owner and status in ('queued', 'running')""")
                .param("owner", owner.value()).query(Long.class).single();
    }

    void add(JobId id, AccountId owner, String kind, Object parameters, byte @Nullable [] input) {
        jdbc.sql("""
                insert into jobs.job (id, account_id, kind, parameters, input)
                values (:id, :owner, :kind, :parameters::json, :input)
                """).param("id", id.value()).param("owner", owner.value()).param("kind", kind)
                .param("parameters", json.writeValueAsString(parameters)).param("input", input).update();
    }

    /// The owner is in the query.
    Optional<Job> find(AccountId owner, JobId id) {
        return jdbc.sql(SELECT + "where j.id = :id and j.account_id = :owner").param("id", id.value())
                .param("owner", owner.value()).query(this::job).optional();
    }

    Page<Job> of(AccountId owner, PageRequest page) {
        var rows = jdbc.sql(SELECT + """
                where j.account_id = :owner and (j.created_at, j.id) < (:createdAt, :id)
                order by j.created_at desc, j.id desc limit :fetch""").param("owner", owner.value())
                .param("createdAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(this::job).list();
        return Page.of(rows, page, row -> new Keyset(row.createdAt(), row.id().value()));
    }

    Optional<JobKind.File> file(AccountId owner, JobId id) {
        return jdbc.sql("""
                select f.name, f.content_type, f.content from jobs.file f join jobs.job j on j.id = f.job_id
                where j.id = :id and j.account_id = :owner""").param("id", id.value()).param("owner", owner.value())
                .query((row, _) -> new JobKind.File(row.getString(1), row.getString(2), row.getBytes(3))).optional();
    }

    /// Takes the oldest that waits, or whose worker has died, away from all other workers for so long.
    Optional<Claimed> claim(double seconds) {
        return jdbc.sql("""
                update jobs.job set status = 'running', attempts = attempts + 1, token = gen_random_uuid(),
                    due_at = now() + make_interval(secs => :seconds)
                where id = (
                    select id from jobs.job where status in ('queued', 'running') and due_at <= now()
                    order by due_at limit 1 for no key update skip locked)
                returning id, account_id, kind, parameters, input, token, attempts
                """).param("seconds", seconds)
                .query((row, _) -> new Claimed(new JobId(row.getObject(1, UUID.class)),
                        new AccountId(row.getObject(2, UUID.class)), row.getString(3), row.getString(4),
                        row.getBytes(5), row.getObject(6, UUID.class), row.getInt(7)))
                .optional();
    }

    void progress(JobId id, int percent) {
        jdbc.sql("""
                insert into jobs.progress (job_id, percent) values (:id, :percent)
                on conflict (job_id) do update set percent = excluded.percent""").param("id", id.value())
                .param("percent", percent).update();
    }

    /// @return false if another attempt has taken over
    boolean succeed(Claimed job, JobKind.Result result, double keptForSeconds) {
        if (jdbc.sql("""
                update jobs.job set status = 'succeeded', result = :result::json, input = null, finished_at = now(),
                    expires_at = now() + make_interval(secs => :kept)
                where id = :id and token = :token and status = 'running'""").param("id", job.id().value())
                .param("token", job.token()).param("result", json.writeValueAsString(result.summary()))
                .param("kept", keptForSeconds).update() == 0) {
            return false;
        }
        var file = result.file();
        if (file != null) {
            jdbc.sql("insert into jobs.file (job_id, name, content_type, content) values (:id, :name, :type, :content)")
                    .param("id", job.id().value()).param("name", file.name()).param("type", file.contentType())
                    .param("content", file.content()).update();
        }
        return true;
    }

    void fail(Claimed job, Object problem, double keptForSeconds) {
        jdbc.sql("""
                update jobs.job set status = 'failed', error = :error::json, input = null, finished_at = now(),
                    expires_at = now() + make_interval(secs => :kept)
                where id = :id and token = :token and status = 'running'""").param("id", job.id().value())
                .param("token", job.token()).param("error", json.writeValueAsString(problem))
                .param("kept", keptForSeconds).update();
    }

    void tryAgain(Claimed job, double afterSeconds) {
        jdbc.sql("""
                update jobs.job set status = 'queued', due_at = now() + make_interval(secs => :after)
                where id = :id and token = :token and status = 'running'""").param("id", job.id().value())
                .param("token", job.token()).param("after", afterSeconds).update();
    }

    int deleteExpired(int limit) {
        return jdbc.sql("""
                delete from jobs.job where id in (
                    select id from jobs.job where expires_at <= now() order by expires_at limit :limit)""")
                .param("limit", limit).update();
    }

    void deleteOf(AccountId owner) {
        jdbc.sql("delete from jobs.job where account_id = :owner").param("owner", owner.value()).update();
    }

    private Job job(ResultSet row, int number) throws SQLException {
        var id = new JobId(row.getObject("id", UUID.class));
        return new Job(id, row.getString("kind"), row.getString("status"), row.getInt("progress"),
                row.getInt("attempts"), tree(row.getString("result")),
                row.getBoolean("has_file") ? "/v1/jobs/" + id + "/result" : null, tree(row.getString("error")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("finished_at", OffsetDateTime.class)),
                instant(row.getObject("expires_at", OffsetDateTime.class)));
    }

    private @Nullable JsonNode tree(@Nullable String text) {
        return text == null ? null : json.readTree(text);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
