package io.mainstay.jobs;

import io.mainstay.auth.ClosingObserver;
import io.mainstay.caller.AccountId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What somebody had done for themselves goes with them.
@Component
class ForgetJobsOfClosedAccount implements ClosingObserver {

    private final JobStore store;

    ForgetJobsOfClosedAccount(JobStore store) {
        this.store = store;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void closing(AccountId account) {
        store.deleteOf(account);
    }
}
