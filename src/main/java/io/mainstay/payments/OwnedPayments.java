package io.mainstay.payments;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.authorization.OwnedThings;
import io.mainstay.authorization.Permission;
import io.mainstay.ids.InvalidId;
import io.mainstay.rowsecurity.AllRows;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Tells decisions whose a payment is.
@Component
class OwnedPayments implements OwnedThings {

    private final PaymentRepository payments;
    private final AllRows rows;

    OwnedPayments(PaymentRepository payments, AllRows rows) {
        this.payments = payments;
        this.rows = rows;
    }

    @Override
    public String type() {
        return "payment";
    }

    @Override
    public Set<Permission> actions() {
        return EnumSet.of(Permission.PAYMENTS_READ);
    }

    @Override
    public Optional<OwnedBy> ownerOf(String id) {
        try {
            var payment = PaymentId.of(id);
            return rows.read(() -> payments.findById(payment.value()).map(Payment::payer));
        } catch (InvalidId _) {
            return Optional.empty();
        }
    }
}
