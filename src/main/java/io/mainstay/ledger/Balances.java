package io.mainstay.ledger;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Reads accounts with their balances.
@Service
public class Balances {

    private final JdbcClient jdbc;

    Balances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The balance as the caller's transaction sees it; empty if the account isn't open.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Balance> of(LedgerAccount account) {
        return of(account.id());
    }

    Optional<Balance> of(LedgerAccountId id) {
        return jdbc.sql("select * from ledger.account_balance where id = :id").param("id", id.value()).query(Balances::read).optional();
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

    private static BigInteger sum(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }
}
