package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.ids.TypeId;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps who changed who may do what, append-only: no change without its entry, since both commit together.
@Service
public class AuditLog {

    private static final Set<String> NOTED_CONFLICTS = Set.of(AccessProblems.LAST_ADMINISTRATOR.code(),
            AccessProblems.LAST_OWNER.code());

    private final JdbcClient database;
    private final JsonMapper json;
    private final AccessSettings settings;

    AuditLog(JdbcClient database, JsonMapper json, AccessSettings settings) {
        this.database = database;
        this.json = json;
        this.settings = settings;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void note(AuditEntry entry) {
        var actor = entry.actor();
        var subject = entry.subject();
        var role = entry.role();
        database.sql(
                """
                insert into access.event
                    (id, actor_id, action, outcome, scope, subject_id, role, before, after, request_id)
                values (:id, :actor, :action, 'done', :scope, :subject, :role, :before::jsonb, :after::jsonb, :request)""")
                .param("id", TypeId.next()).param("actor", actor == null ? null : actor.value())
                .param("action", entry.action()).param("scope", entry.scope().key())
                .param("subject", subject == null ? null : subject.value())
                .param("role", role == null ? null : role.value()).param("before", written(entry.before()))
                .param("after", written(entry.after())).param("request", MDC.get(Problems.REQUEST_ID)).update();
    }

    /// Tries a change with its own transaction inside, and notes when it is refused for lack of rights, or because it
    /// would leave nobody in charge. Never within a transaction, which the refusal would undo together with the note.
    @Transactional(propagation = Propagation.NEVER)
    public <T> T watching(Caller caller, String action, Scope scope, Supplier<T> change) {
        try {
            return change.get();
        } catch (Refusal refusal) {
            if (refusal.type().status() == HttpStatus.FORBIDDEN || NOTED_CONFLICTS.contains(refusal.type().code())) {
                refused(caller.account(), action, scope, refusal.type().code());
            }
            throw refusal;
        }
    }

    /// A refused attempt; of a flood of the same ones, in whatever scope, one in each [AccessSettings#refusalInterval].
    void refused(AccountId actor, String action, Scope scope, String reason) {
        database.sql("""
                insert into access.event (id, actor_id, action, outcome, reason, scope, request_id)
                select :id, :actor, :action, 'refused', :reason, :scope, :request
                where not exists (
                    select from access.event
                    where actor_id = :actor and outcome = 'refused' and action = :action and reason = :reason
                        and at > clock_timestamp() - make_interval(secs => :interval))""")
                .param("id", TypeId.next()).param("actor", actor.value()).param("action", action)
                .param("reason", reason).param("scope", scope.key()).param("request", MDC.get(Problems.REQUEST_ID))
                .param("interval", settings.refusalInterval().toSeconds()).update();
    }

    /// @param scope null for all
    public Page<AuditEvent> page(@Nullable Scope scope, PageRequest page) {
        var rows = database.sql("""
                select id, at, actor_id, action, outcome, reason, scope, subject_id, role, before, after, request_id
                from access.event where (at, id) < (:at, :id)\s""" + (scope == null ? "" : "and scope = :scope ")
                + "order by at desc, id desc limit :fetch")
                .param("at", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("scope", scope == null ? null : scope.key()).param("fetch", page.fetch()).query(this::event)
                .list();
        return Page.of(rows, page, event -> new Keyset(event.at(), event.id().value()));
    }

    private @Nullable String written(Map<String, Object> values) {
        return values.isEmpty() ? null : json.writeValueAsString(values);
    }

    private @Nullable Map<String, Object> read(@Nullable String values) {
        return values == null ? null : json.readValue(values, new TypeReference<Map<String, Object>>() {
        });
    }

    private AuditEvent event(ResultSet row, int number) throws SQLException {
        var organization = Scope.of(row.getObject("scope", UUID.class)).organization();
        return new AuditEvent(new AuditEventId(row.getObject("id", UUID.class)),
                row.getObject("at", OffsetDateTime.class).toInstant(), account(row, "actor_id"),
                row.getString("action"), row.getString("outcome"), row.getString("reason"),
                organization == null ? null : new OrganizationId(organization.value()), account(row, "subject_id"),
                row.getString("role"), read(row.getString("before")), read(row.getString("after")),
                row.getString("request_id"));
    }

    private static @Nullable AccountId account(ResultSet row, String column) throws SQLException {
        var id = row.getObject(column, UUID.class);
        return id == null ? null : new AccountId(id);
    }
}
