package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Finds who may do something, and where somebody may: what [Deliberation] would permit because of a role.
@Repository
public class HolderSearch {

    private static final String ROLES = """
            from access.role_binding b left join access.role r on r.id = b.role_id
            where (b.role_id is null and b.role = any (:known) or :permission = any (r.permissions))
            """;

    private final JdbcClient database;

    HolderSearch(JdbcClient database) {
        this.database = database;
    }

    /// Accounts in the order of their ids.
    ///
    /// @param after the last one of the page before; null for the first page
    /// @param limit 1 and more
    public List<AccountId> holdersOf(Permission permission, Scope scope, @Nullable AccountId after, int limit) {
        return database.sql("select distinct b.account_id " + ROLES + """
                and (b.scope = :scope or :oversight and b.scope = :installation) and b.account_id > :after
                order by b.account_id limit :limit""").param("scope", scope.key())
                .param("oversight", permission.isOversight()).param("installation", Scope.INSTALLATION.key())
                .param("known", namesWith(permission)).param("permission", permission.toString())
                .param("after", after == null ? Scope.INSTALLATION.key() : after.value()).param("limit", limit)
                .query((row, _) -> new AccountId(row.getObject(1, UUID.class))).list();
    }

    /// Organizations in the order of their ids, by a role there.
    ///
    /// @param after the last one of the page before; null for the first page
    /// @param limit 1 and more
    public List<OrganizationId> organizationsOf(AccountId account, Permission permission,
            @Nullable OrganizationId after, int limit) {
        return database.sql("select distinct b.scope " + ROLES + """
                and b.account_id = :account and b.scope > :after order by b.scope limit :limit""")
                .param("account", account.value()).param("known", namesWith(permission))
                .param("permission", permission.toString())
                .param("after", after == null ? Scope.INSTALLATION.key() : after.value()).param("limit", limit)
                .query((row, _) -> new OrganizationId(row.getObject(1, UUID.class))).list();
    }

    private static String[] namesWith(Permission permission) {
        return Arrays.stream(Role.values()).filter(role -> role.includes(permission)).map(Role::name)
                .toArray(String[]::new);
    }
}
