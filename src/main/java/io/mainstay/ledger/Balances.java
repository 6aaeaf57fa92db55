package io.mainstay.ledger;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Reads accounts with their balances.
@Service
public class Balances {

    /// Sorts after every transfer of the same time.
    static final UUID LAST = new UUID(-1, -1);

    private final JdbcClient jdbc;

    Balances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The balance as the caller's transaction sees it; empty if the account isn't open.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Balance> of(LedgerAccount account) {
        return of(account.id(), null);
    }

    /// The balance after all that was posted until a time, which is included. What a transaction has posted that began
    /// before that time but hasn't committed yet is missing until it has.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Balance> at(LedgerAccount account, Instant at) {
        return of(account.id(), at);
    }

    /// @param at null for now
    Optional<Balance> of(LedgerAccountId id, @Nullable Instant at) {
        return (at == null
                ? jdbc.sql("select * from ledger.account_balance where id = :id")
                : jdbc.sql("""
                        select a.owner, a.owner_type, a.code, a.currency, a.kind, b.*
                        from ledger.account a cross join lateral ledger.balance_at(a.id, :at, :last) b where a.id = :id
                        """).param("at", at.atOffset(ZoneOffset.UTC)).param("last", LAST))
                .param("id", id.value()).query(Balances::read).optional();
    }

    /// The accounts of one name that an owner has, by currency.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Balance> allOf(LedgerOwner owner, String code) {
        return jdbc.sql("select * from ledger.account_balance where owner = :owner and code = :code order by currency")
                .param("owner", owner.id()).param("code", code).query(Balances::read).list();
    }

    static Balance read(ResultSet row, int number) throws SQLException {
        return new Balance(account(row), sum(row, "debits"), sum(row, "credits"), sum(row, "held_debits"),
                sum(row, "held_credits"));
    }

    static LedgerAccount account(ResultSet row) throws SQLException {
        var owner = row.getObject("owner", UUID.class);
        return new LedgerAccount(row.getString("code"), LedgerAccount.Kind.of(row.getString("kind")),
                row.getString("currency"), owner == null
                        ? null
                        : new LedgerOwner(LedgerOwner.Type.of(row.getString("owner_type")), owner));
    }

    static BigInteger sum(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }
}
