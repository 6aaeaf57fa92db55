package io.mainstay.factors;

import io.mainstay.auth.FactorKind;
import io.mainstay.caller.AccountId;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Who has factors, and the lock that their changes take.
@Repository
@Transactional
class Holders {

    private final JdbcClient database;

    Holders(JdbcClient database) {
        this.database = database;
    }

    /// The first statement of each change: others of the same account wait until this one is committed.
    @Transactional(propagation = Propagation.MANDATORY)
    void lock(AccountId account) {
        database.sql("insert into factors.holder (account_id) values (:account) on conflict do nothing")
                .param("account", account.value()).update();
        database.sql("select account_id from factors.holder where account_id = :account for update")
                .param("account", account.value()).query((_, _) -> true).single();
    }

    /// A recovery code counts only beside another factor, without which there is nothing to recover.
    Set<FactorKind> kindsOf(AccountId account) {
        return database.sql("""
                select exists (select from factors.totp where account_id = :account and active_at is not null) as totp,
                       exists (select from factors.passkey where account_id = :account) as passkey,
                       exists (select from factors.recovery_code where account_id = :account) as recovery""")
                .param("account", account.value()).query((row, _) -> {
                    var kinds = EnumSet.noneOf(FactorKind.class);
                    if (row.getBoolean("totp")) {
                        kinds.add(FactorKind.TOTP);
                    }
                    if (row.getBoolean("passkey")) {
                        kinds.add(FactorKind.PASSKEY);
                    }
                    if (!kinds.isEmpty() && row.getBoolean("recovery")) {
                        kinds.add(FactorKind.RECOVERY_CODE);
                    }
                    return kinds;
                }).single();
    }
}
