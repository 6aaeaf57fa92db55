package io.mainstay.rowsecurity;

import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads what a request may not see but has to decide about: whose a thing is. What is read this way is shown to nobody but
/// those whose permission is for the whole installation.
@Service
public class AllRows {

    static final ScopedValue<Boolean> WANTED = ScopedValue.newInstance();

    private final TransactionTemplate transaction;

    AllRows(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.setReadOnly(true);
    }

    /// In a transaction of its own that can't write, on a connection of its own if there is one already.
    @SuppressWarnings("NullAway") // what the work returns
    public <T> T read(Supplier<T> work) {
        return ScopedValue.where(WANTED, true).call(() -> transaction.execute(_ -> work.get()));
    }

    /// Works on what is anybody's, for whoever holds a permission for the whole installation that was checked before. Opens no
    /// transaction; those that begin within see all rows.
    public <T> T change(Supplier<T> work) {
        return ScopedValue.where(WANTED, true).call(work::get);
    }
}
