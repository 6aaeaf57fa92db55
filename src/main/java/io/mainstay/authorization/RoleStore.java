package io.mainstay.authorization;

import io.mainstay.ids.TypeId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `access.role`; whoever calls them owns the transaction.
@Repository
class RoleStore {

    private static final String COLUMNS = "id, scope, name, permissions, created_at, version";

    private final JdbcClient database;
    private final Clock clock;

    RoleStore(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// By name; there are as many as the settings allow.
    List<CustomRole> in(Scope scope) {
        return database.sql("select " + COLUMNS + " from access.role where scope = :scope order by name")
                .param("scope", scope.key()).query(RoleStore::role).list();
    }

    Optional<CustomRole> find(Scope scope, RoleName name) {
        return database.sql("select " + COLUMNS + " from access.role where scope = :scope and name = :name")
                .param("scope", scope.key()).param("name", name.value()).query(RoleStore::role).optional();
    }

    CustomRole add(Scope scope, RoleName name, Set<Permission> permissions) {
        return database.sql("""
                insert into access.role (id, organization_id, name, permissions, created_at)
                values (:id, :organization, :name, :permissions, :now) returning\s""" + COLUMNS)
                .param("id", TypeId.next()).param("organization", organization(scope)).param("name", name.value())
                .param("permissions", texts(permissions))
                .param("now", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .query(RoleStore::role).single();
    }

    CustomRole change(UUID id, Set<Permission> permissions) {
        return database.sql("""
                update access.role set permissions = :permissions, version = version + 1 where id = :id
                returning\s""" + COLUMNS).param("id", id).param("permissions", texts(permissions))
                .query(RoleStore::role).single();
    }

    void delete(UUID id) {
        database.sql("delete from access.role where id = :id").param("id", id).update();
    }

    static @Nullable UUID organization(Scope scope) {
        var organization = scope.organization();
        return organization == null ? null : organization.value();
    }

    /// Permissions that a newer version of the program wrote, and this one doesn't know, permit nothing here.
    static Set<Permission> permissions(Array column) throws SQLException {
        var known = EnumSet.noneOf(Permission.class);
        Arrays.stream((Object[]) column.getArray()).map(String::valueOf).map(Permission::find)
                .flatMap(Optional::stream).forEach(known::add);
        return known;
    }

    private static String[] texts(Set<Permission> permissions) {
        return permissions.stream().map(Permission::toString).sorted().toArray(String[]::new);
    }

    private static CustomRole role(ResultSet row, int number) throws SQLException {
        return new CustomRole(row.getObject("id", UUID.class), Scope.of(row.getObject("scope", UUID.class)),
                new RoleName(row.getString("name")), permissions(row.getArray("permissions")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getLong("version"));
    }
}
