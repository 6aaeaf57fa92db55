package io.mainstay.apikeys;

import io.mainstay.caller.AccountId;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The statements on `apikeys.service_account`. Each joins its caller's transaction, or
/// is one by itself, since the policies show nothing outside of one.
@Repository
@Transactional
class ServiceAccountStore {

    private static final String COLUMNS = "id, name, created_at";

    private final JdbcClient database;

    ServiceAccountStore(JdbcClient database) {
        this.database = database;
    }

    int count(AccountId owner) {
        return database.sql("""
                select count(*) from apikeys.service_account where owner_id = :owner and removed_at is null""")
                .param("owner", owner.value()).query(Integer.class).single();
    }

    ServiceAccount add(AccountId owner, Label name) {
        return database.sql("""
                insert into apikeys.service_account (id, owner_id, name) values (:id, :owner, :name) returning %s
                """.formatted(COLUMNS)).param("id", AccountId.next().value()).param("owner", owner.value())
                .param("name", name.value()).query(ServiceAccountStore::account).single();
    }

    boolean isOwn(AccountId owner, AccountId id) {
        return find(owner, id).isPresent();
    }

    Optional<ServiceAccount> find(AccountId owner, AccountId id) {
        return database.sql("""
                select %s from apikeys.service_account where id = :id and owner_id = :owner and removed_at is null
                """.formatted(COLUMNS)).param("id", id.value()).param("owner", owner.value())
                .query(ServiceAccountStore::account).optional();
    }

    boolean isLive(AccountId id) {
        return database.sql("""
                select exists (select from apikeys.service_account where id = :id and removed_at is null)""")
                .param("id", id.value()).query(Boolean.class).single();
    }

    Page<ServiceAccount> of(AccountId owner, PageRequest page) {
        var rows = database.sql("""
                select %s from apikeys.service_account
                where owner_id = :owner and removed_at is null and (created_at, id) < (:createdAt, :id)
                order by created_at desc, id desc limit :fetch""".formatted(COLUMNS)).param("owner", owner.value())
                .param("createdAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(ServiceAccountStore::account).list();
        return Page.of(rows, page, row -> new Keyset(row.createdAt(), row.id().value()));
    }

    boolean remove(AccountId owner, AccountId id) {
        return database.sql("""
                update apikeys.service_account set removed_at = clock_timestamp()
                where id = :id and owner_id = :owner and removed_at is null""").param("id", id.value())
                .param("owner", owner.value()).update() == 1;
    }

    private static ServiceAccount account(ResultSet row, int number) throws SQLException {
        return new ServiceAccount(new AccountId(row.getObject("id", UUID.class)), row.getString("name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
