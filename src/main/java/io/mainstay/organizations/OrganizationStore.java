package io.mainstay.organizations;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements on `organizations.organization` and `organizations.member`. Each joins its caller's transaction, or
/// is one by itself, since the policies show nothing outside of one.
@Repository
@Transactional
class OrganizationStore {

    private static final String COLUMNS = "o.id, o.name, o.created_at, o.version";

    private final JdbcClient database;
    private final Clock clock;

    OrganizationStore(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    record Membership(AccountId account, Instant joinedAt) {}

    Organization add(OrganizationId id, OrganizationName name) {
        return database.sql("""
                insert into organizations.organization as o (id, name, created_at) values (:id, :name, :now)
                returning\s""" + COLUMNS).param("id", id.value()).param("name", name.value())
                .param("now", now()).query(OrganizationStore::organization).single();
    }

    Optional<Organization> find(OrganizationId id) {
        return database.sql("select " + COLUMNS + " from organizations.organization o where id = :id")
                .param("id", id.value()).query(OrganizationStore::organization).optional();
    }

    Optional<Organization> findForUpdate(OrganizationId id) {
        return database.sql("select " + COLUMNS + " from organizations.organization o where id = :id for update")
                .param("id", id.value()).query(OrganizationStore::organization).optional();
    }

    Organization rename(OrganizationId id, OrganizationName name) {
        return database.sql("""
                update organizations.organization o set name = :name, version = version + 1 where id = :id
                returning\s""" + COLUMNS).param("id", id.value()).param("name", name.value())
                .query(OrganizationStore::organization).single();
    }

    /// Those that the account belongs to, latest joined first.
    Page<Organization> of(AccountId account, PageRequest page) {
        record Joined(Organization organization, Instant at) {}
        var rows = database.sql("select " + COLUMNS + """
                , m.joined_at from organizations.member m
                join organizations.organization o on o.id = m.organization_id
                where m.account_id = :account and (m.joined_at, m.organization_id) < (:joinedAt, :id)
                order by m.joined_at desc, m.organization_id desc limit :fetch""").param("account", account.value())
                .param("joinedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch())
                .query((row, number) -> new Joined(organization(row, number), instant(row, "joined_at"))).list();
        return Page.of(rows, page, row -> new Keyset(row.at(), row.organization().id().value()))
                .map(Joined::organization);
    }

    /// Until the end of the transaction nobody else counts or changes this account's memberships.
    void lockMembershipsOf(AccountId account) {
        database.sql("select 1 from pg_advisory_xact_lock(hashtextextended('organizations:' || :account, 0))")
                .param("account", account.toString()).query(Integer.class).single();
    }

    int membershipsOf(AccountId account) {
        return database.sql("select count(*) from organizations.member where account_id = :account")
                .param("account", account.value()).query(Integer.class).single();
    }

    int membersOf(OrganizationId organization) {
        return database.sql("select organizations.count_members(:organization)")
                .param("organization", organization.value()).query(Integer.class).single();
    }

    boolean isMember(OrganizationId organization, AccountId account) {
        return database.sql("""
                select exists (select from organizations.member
                               where organization_id = :organization and account_id = :account)""")
                .param("organization", organization.value()).param("account", account.value()).query(Boolean.class)
                .single();
    }

    /// @return whether it did not belong to it before
    boolean join(OrganizationId organization, AccountId account) {
        return database.sql("""
                insert into organizations.member (organization_id, account_id, joined_at)
                values (:organization, :account, :now) on conflict do nothing""")
                .param("organization", organization.value()).param("account", account.value()).param("now", now())
                .update() == 1;
    }

    /// @return whether it did belong to it
    boolean leave(OrganizationId organization, AccountId account) {
        return database.sql("""
                delete from organizations.member where organization_id = :organization and account_id = :account""")
                .param("organization", organization.value()).param("account", account.value()).update() == 1;
    }

    void leaveAll(AccountId account) {
        database.sql("delete from organizations.member where account_id = :account").param("account", account.value())
                .update();
    }

    /// Latest joined first.
    Page<Membership> members(OrganizationId organization, PageRequest page) {
        var rows = database.sql("""
                select account_id, joined_at from organizations.member
                where organization_id = :organization and (joined_at, account_id) < (:joinedAt, :id)
                order by joined_at desc, account_id desc limit :fetch""").param("organization", organization.value())
                .param("joinedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch())
                .query((row, _) -> new Membership(new AccountId(row.getObject("account_id", UUID.class)),
                        instant(row, "joined_at")))
                .list();
        return Page.of(rows, page, member -> new Keyset(member.joinedAt(), member.account().value()));
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Organization organization(ResultSet row, int number) throws SQLException {
        return new Organization(new OrganizationId(row.getObject("id", UUID.class)),
                new OrganizationName(row.getString("name")), instant(row, "created_at"), row.getLong("version"));
    }
}
