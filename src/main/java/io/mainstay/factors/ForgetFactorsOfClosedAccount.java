package io.mainstay.factors;

import io.mainstay.auth.ClosingObserver;
import io.mainstay.caller.AccountId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Nothing of what a person logged in with is kept once their account is closed. The row of `factors.holder` stays: it
/// holds the account's id alone.
@Component
class ForgetFactorsOfClosedAccount implements ClosingObserver {

    private final JdbcClient database;

    ForgetFactorsOfClosedAccount(JdbcClient database) {
        this.database = database;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void closing(AccountId account) {
        for (var table : List.of("totp", "recovery_code", "passkey")) {
            database.sql("delete from factors." + table + " where account_id = :account")
                    .param("account", account.value()).update();
        }
    }
}
