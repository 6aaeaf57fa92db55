package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Subjects;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `access.role_binding`; whoever calls them owns the transaction.
@Repository
class BindingStore {

    private static final String COLUMNS = "id, account_id, role, scope, granted_by, granted_at";

    private final JdbcClient database;
    private final Clock clock;

    BindingStore(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Until the end of the transaction nobody else changes roles or bindings of the scope. What is read afterwards is
    /// what holds then.
    void lock(Scope scope) {
        database.sql("select access.lock_scope(:scope)").param("scope", scope.key())
                .query((_, _) -> Boolean.TRUE).list();
    }

    /// What the account holds in the scope, and in the installation: one small statement, bounded by
    /// [AccessSettings#maxBindings].
    List<Grant> grantsOf(AccountId account, Scope scope) {
        return database.sql("""
                select b.role, b.scope, r.permissions
                from access.role_binding b left join access.role r on r.id = b.role_id
                where b.account_id = :account and b.scope in (:scope, :installation) order by b.role""")
                .param("account", account.value()).param("scope", scope.key())
                .param("installation", Scope.INSTALLATION.key()).query(BindingStore::grant).list();
    }

    /// @param kind who acts as the account: programs don't count where somebody has to be left
    /// @return empty if the account holds it already
    Optional<RoleBinding> add(AccountId account, Subjects.Kind kind, Scope scope, RoleName role, @Nullable UUID custom,
            @Nullable AccountId grantedBy) {
        return database.sql("""
                insert into access.role_binding
                    (id, account_id, person, role, organization_id, role_id, granted_by, granted_at)
                values (:id, :account, :person, :role, :organization, :custom, :grantedBy, :now)
                on conflict do nothing returning\s""" + COLUMNS).param("id", BindingId.next().value())
                .param("account", account.value()).param("person", kind == Subjects.Kind.PERSON)
                .param("role", role.value())
                .param("organization", RoleStore.organization(scope)).param("custom", custom)
                .param("grantedBy", grantedBy == null ? null : grantedBy.value())
                .param("now", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .query(BindingStore::binding).optional();
    }

    Optional<RoleBinding> find(Scope scope, BindingId id) {
        return database.sql("select " + COLUMNS + " from access.role_binding where id = :id and scope = :scope")
                .param("id", id.value()).param("scope", scope.key()).query(BindingStore::binding).optional();
    }

    List<RoleBinding> of(AccountId account, Scope scope) {
        return database.sql("""
                select %s from access.role_binding where account_id = :account and scope = :scope order by role"""
                .formatted(COLUMNS)).param("account", account.value()).param("scope", scope.key())
                .query(BindingStore::binding).list();
    }

    /// Where the account holds a role.
    List<Scope> scopesOf(AccountId account) {
        return database.sql("select distinct scope from access.role_binding where account_id = :account order by scope")
                .param("account", account.value()).query((row, _) -> Scope.of(row.getObject(1, UUID.class))).list();
    }

    /// In one statement, after which the database looks who is left.
    void deleteAll(List<RoleBinding> bindings) {
        database.sql("delete from access.role_binding where id = any (:ids)")
                .param("ids", bindings.stream().map(binding -> binding.id().value()).toArray(UUID[]::new)).update();
    }

    /// Whether a person other than the account holds the role in the scope, or any role if it is null.
    boolean isHeldByOthers(Scope scope, @Nullable Role role, AccountId account) {
        return database.sql("""
                select exists (select from access.role_binding
                               where scope = :scope and account_id <> :account and person
                                   and role = coalesce(:role, role))""")
                .param("scope", scope.key()).param("account", account.value())
                .param("role", role == null ? null : role.name()).query(Boolean.class).single();
    }

    boolean isHeld(UUID customRole) {
        return database.sql("select exists (select from access.role_binding where role_id = :role)")
                .param("role", customRole).query(Boolean.class).single();
    }

    Page<RoleBinding> page(Scope scope, @Nullable AccountId account, PageRequest page) {
        var rows = database.sql("""
                select %s from access.role_binding
                where scope = :scope and (granted_at, id) < (:grantedAt, :id)
                    and (:account::uuid is null or account_id = :account)
                order by granted_at desc, id desc limit :fetch""".formatted(COLUMNS)).param("scope", scope.key())
                .param("grantedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("account", account == null ? null : account.value()).param("fetch", page.fetch())
                .query(BindingStore::binding).list();
        return Page.of(rows, page, RoleBinding::keyset);
    }

    /// All bindings of these accounts in the scope.
    List<RoleBinding> of(Collection<AccountId> accounts, Scope scope) {
        return database
                .sql("""
                select %s from access.role_binding where scope = :scope and account_id = any (:accounts) order by role"""
                        .formatted(COLUMNS))
                .param("scope", scope.key())
                .param("accounts", accounts.stream().map(AccountId::value).toArray(UUID[]::new))
                .query(BindingStore::binding).list();
    }

    private static Grant grant(ResultSet row, int number) throws SQLException {
        var name = row.getString("role");
        var custom = row.getArray("permissions");
        return new Grant(name, Scope.of(row.getObject("scope", UUID.class)),
                custom == null ? Role.valueOf(name).permissions() : RoleStore.permissions(custom));
    }

    private static RoleBinding binding(ResultSet row, int number) throws SQLException {
        var grantedBy = row.getObject("granted_by", UUID.class);
        return new RoleBinding(new BindingId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)), new RoleName(row.getString("role")),
                Scope.of(row.getObject("scope", UUID.class)), grantedBy == null ? null : new AccountId(grantedBy),
                row.getObject("granted_at", OffsetDateTime.class).toInstant());
    }
}
