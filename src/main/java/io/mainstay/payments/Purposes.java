package io.mainstay.payments;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Everything that can be paid for.
@Component
class Purposes {

    private final Map<String, PaymentPurpose> byName;

    Purposes(List<PaymentPurpose> purposes) {
        this.byName = purposes.stream()
                .collect(Collectors.toUnmodifiableMap(PaymentPurpose::name, Function.identity()));
    }

    PaymentPurpose of(PaidFor about) {
        var purpose = byName.get(about.purpose());
        if (purpose == null) {
            throw new IllegalArgumentException("nothing is called '" + about.purpose() + "' that can be paid for");
        }
        return purpose;
    }
}
