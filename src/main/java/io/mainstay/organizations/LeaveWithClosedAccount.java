package io.mainstay.organizations;

import io.mainstay.auth.ClosingObserver;
import io.mainstay.caller.AccountId;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Who closes their account leaves every organization and loses every role. Comes first: the locks on the scopes of roles
/// come before those on orders.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class LeaveWithClosedAccount implements ClosingObserver {

    private final Memberships memberships;

    LeaveWithClosedAccount(Memberships memberships) {
        this.memberships = memberships;
    }

    /// @throws io.mainstay.problem.Refusal `last-administrator`, `last-owner` (409)
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void closing(AccountId account) {
        memberships.endAllOf(account);
    }
}
