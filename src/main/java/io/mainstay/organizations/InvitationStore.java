package io.mainstay.organizations;

import io.mainstay.auth.EmailAddress;
import io.mainstay.authorization.RoleName;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements on `organizations.invitation`. Each joins its caller's transaction, or is one by itself, since
/// the policies show nothing outside of one. What has expired is not there.
@Repository
@Transactional
class InvitationStore {

    private static final String COLUMNS = """
            select i.id, i.organization_id, o.name, i.email, i.role, i.invited_by, i.created_at, i.expires_at
            """;
    private static final String FROM = """
            from organizations.invitation i join organizations.organization o on o.id = i.organization_id
            where i.expires_at > :now
            """;

    private final JdbcClient database;
    private final Clock clock;

    InvitationStore(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Counts one more mail of the organization within the running hour.
    ///
    /// @return false, and nothing has changed, if that is too many
    boolean count(OrganizationId organization, int max) {
        return database.sql("""
                update organizations.organization
                set invitations_sent = case when invitations_since > :hourAgo then invitations_sent + 1 else 1 end,
                    invitations_since = case when invitations_since > :hourAgo then invitations_since else :now end
                where id = :organization and (invitations_since <= :hourAgo or invitations_sent < :max)""")
                .param("organization", organization.value()).param("max", max).param("now", now())
                .param("hourAgo", now().minusHours(1)).update() == 1;
    }

    int openOf(OrganizationId organization) {
        return database
                .sql("""
                select count(*) from organizations.invitation where organization_id = :organization and expires_at > :now""")
                .param("organization", organization.value()).param("now", now()).query(Integer.class).single();
    }

    /// In the place of one that the address has from the same organization.
    Invitation put(OrganizationId organization, EmailAddress email, RoleName role, AccountId invitedBy,
            Duration lifetime) {
        return database.sql("""
                with put as (
                    insert into organizations.invitation
                        (id, organization_id, email, role, invited_by, created_at, expires_at)
                    values (:id, :organization, :email, :role, :invitedBy, :now, :expires)
                    on conflict (organization_id, email) do update
                    set id = excluded.id, role = excluded.role, invited_by = excluded.invited_by,
                        created_at = excluded.created_at, expires_at = excluded.expires_at
                    returning *)
                """ + COLUMNS + "from put i join organizations.organization o on o.id = i.organization_id")
                .param("id", InvitationId.next().value()).param("organization", organization.value())
                .param("email", email.value()).param("role", role.value()).param("invitedBy", invitedBy.value())
                .param("now", now()).param("expires", now().plus(lifetime)).query(InvitationStore::invitation)
                .single();
    }

    Page<Invitation> of(OrganizationId organization, PageRequest page) {
        return page(database.sql(COLUMNS + FROM + """
                and i.organization_id = :organization and (i.created_at, i.id) < (:createdAt, :id)
                order by i.created_at desc, i.id desc limit :fetch""").param("organization", organization.value()),
                page);
    }

    Page<Invitation> to(String email, PageRequest page) {
        return page(database.sql(COLUMNS + FROM + """
                and i.email = :email and (i.created_at, i.id) < (:createdAt, :id)
                order by i.created_at desc, i.id desc limit :fetch""").param("email", email), page);
    }

    private Page<Invitation> page(StatementSpec statement, PageRequest page) {
        var rows = statement.param("now", now())
                .param("createdAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(InvitationStore::invitation).list();
        return Page.of(rows, page, Invitation::keyset);
    }

    /// @param email whose it has to be
    Optional<Invitation> find(InvitationId id, String email) {
        return database.sql(COLUMNS + FROM + "and i.id = :id and i.email = :email").param("id", id.value())
                .param("email", email).param("now", now()).query(InvitationStore::invitation).optional();
    }

    /// @return false if it was answered, replaced or withdrawn meanwhile
    boolean delete(InvitationId id) {
        return database.sql("delete from organizations.invitation where id = :id").param("id", id.value())
                .update() == 1;
    }

    boolean delete(InvitationId id, OrganizationId organization) {
        return database.sql("delete from organizations.invitation where id = :id and organization_id = :organization")
                .param("id", id.value()).param("organization", organization.value()).update() == 1;
    }

    boolean delete(InvitationId id, String email) {
        return database.sql("delete from organizations.invitation where id = :id and email = :email")
                .param("id", id.value()).param("email", email).update() == 1;
    }

    void deleteFor(String email) {
        database.sql("delete from organizations.invitation where email = :email").param("email", email).update();
    }

    int deleteExpired(int limit) {
        return database.sql("""
                delete from organizations.invitation where id in (
                    select id from organizations.invitation where expires_at <= :now limit :limit)""")
                .param("now", now()).param("limit", limit).update();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Invitation invitation(ResultSet row, int number) throws SQLException {
        return new Invitation(new InvitationId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new OrganizationName(row.getString("name")), row.getString("email"),
                new RoleName(row.getString("role")), new AccountId(row.getObject("invited_by", UUID.class)),
                instant(row, "created_at"), instant(row, "expires_at"));
    }
}
