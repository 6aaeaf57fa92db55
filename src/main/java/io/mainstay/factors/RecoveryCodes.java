package io.mainstay.factors;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// An account's recovery codes: made with its first factor, gone with its last one.
@Service
class RecoveryCodes {

    private final JdbcClient database;
    private final Holders holders;
    private final FactorChanges changes;

    RecoveryCodes(JdbcClient database, Holders holders, FactorChanges changes) {
        this.database = database;
        this.holders = holders;
        this.changes = changes;
    }

    /// Makes new ones; the old ones are good no more.
    ///
    /// @throws Refusal `no-factor`
    List<RecoveryCode> replace(AccountId account, Origin origin) {
        return changes.of(account, () -> {
            if (holders.kindsOf(account).isEmpty()) {
                throw new Refusal(FactorProblems.NO_FACTOR, "There is nothing to recover.");
            }
            changes.tell(account, FactorChange.RECOVERY_CODES_REPLACED, origin, Map.of());
            return write(account);
        });
    }

    /// The first ones, in the transaction that adds a factor and holds the lock.
    ///
    /// @return empty if the account has some
    List<RecoveryCode> makeIfNone(AccountId account) {
        return left(account) > 0 ? List.of() : write(account);
    }

    /// Uses a code up. Of simultaneous calls with one code, one does it.
    boolean use(AccountId account, RecoveryCode code, Origin origin) {
        return changes.of(account, () -> {
            var used = database.sql("""
                    delete from factors.recovery_code where account_id = :account and code_hash = :hash""")
                    .param("account", account.value()).param("hash", code.hash(account)).update() == 1;
            if (used) {
                changes.tell(account, FactorChange.RECOVERY_CODE_USED, origin,
                        Map.of("left", String.valueOf(left(account))));
            }
            return used;
        });
    }

    @Transactional(readOnly = true)
    int left(AccountId account) {
        return database.sql("select count(*) from factors.recovery_code where account_id = :account")
                .param("account", account.value()).query(Integer.class).single();
    }

    /// In the transaction that removes a factor and holds the lock.
    void removeWithTheLastFactor(AccountId account) {
        if (holders.kindsOf(account).isEmpty()) {
            database.sql("delete from factors.recovery_code where account_id = :account")
                    .param("account", account.value()).update();
        }
    }

    /// Each in its position, so that there are never more than ten.
    private List<RecoveryCode> write(AccountId account) {
        var codes = Stream.generate(RecoveryCode::next).limit(RecoveryCode.PER_ACCOUNT).toList();
        IntStream.range(0, codes.size()).forEach(index -> database.sql("""
                insert into factors.recovery_code (account_id, position, code_hash) values (:account, :position, :hash)
                on conflict (account_id, position) do update set code_hash = excluded.code_hash""")
                .param("account", account.value()).param("position", index + 1)
                .param("hash", codes.get(index).hash(account)).update());
        return codes;
    }
}
