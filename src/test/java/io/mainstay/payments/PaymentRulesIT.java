package io.mainstay.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/// Goes around the Java code: what the database itself refuses, to the owner of the tables too.
@IntegrationTest
class PaymentRulesIT {

    @Autowired
    Owner owner;

    @Test
    void knowsTheSameMachinesAsTheCode() {
        assertThat(legal("payment")).isEqualTo(Arrays.stream(PaymentStatus.values())
                .flatMap(from -> from.next().stream().map(to -> from + " to " + to)).collect(Collectors.toSet()));
        assertThat(legal("operation")).isEqualTo(Arrays.stream(OperationStatus.values())
                .flatMap(from -> from.next().stream().map(to -> from + " to " + to)).collect(Collectors.toSet()));
    }

    @Test
    void refusesIllegalTransitions() {
        var payment = payment("processing");
        var operation = operation(payment, "authorize", "submitting");

        assertRefused("transition_is_legal", () -> set(payment, "status = 'canceled'"));
        assertRefused("transition_is_legal", () -> setOperation(operation, "status = 'created'"));
        assertRefused("is fixed", () -> setOperation(operation, "amount = 1"));
        setOperation(operation, "status = 'succeeded', next_check_at = null");
        assertRefused("transition_is_legal",
                () -> setOperation(operation, "status = 'unknown', next_check_at = now()"));
        assertRefused("transition_is_legal", () -> payment("succeeded"));
    }

    @Test
    void keepsTheHistoryOfEveryTransition() {
        var payment = payment("processing");
        set(payment, "status = 'requiresPaymentMethod'");

        assertThat(owner.jdbc().sql(
                "select from_status || ' to ' || to_status from payments.history where subject_id = :id order by id")
                .param("id", payment).query(String.class).list())
                .containsExactly("none to processing", "processing to requiresPaymentMethod");
        for (var statement : List.of("update payments.history set to_status = 'succeeded'",
                "delete from payments.history", "delete from payments.payment", "delete from payments.operation",
                "truncate payments.operation cascade")) {
            assertRefused("keeps every row", () -> owner.jdbc().sql(statement).update());
        }
    }

    @Test
    void refusesASecondLivePaymentOfAnOrder() {
        var order = UUID.randomUUID();
        payment(order, "processing");

        assertRefused("payment_is_one_per_order", () -> payment(order, "requiresPaymentMethod"));
    }

    @Test
    void refusesASecondLiveAttempt() {
        var payment = payment("processing");
        var first = operation(payment, "authorize", "submitting");

        assertRefused("authorization_is_one_at_a_time", () -> operation(payment, "authorize", "submitting"));
        setOperation(first, "status = 'unknown'");
        assertRefused("authorization_is_one_at_a_time", () -> operation(payment, "authorize", "submitting"));
        setOperation(first, "status = 'failed'");
        operation(payment, "authorize", "submitting");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"authorized = 1001 | authorized_within_amount",
            "authorized = 500, captured = 501 | captured_within_authorized",
            "authorized = 1000, captured = 1000, refunded = 1001 | refunded_within_captured",
            "authorized = 1000, captured = 1000, refunded = 600, refund_pending = 401 | refunded_within_captured",
            "authorized = 1000, captured = 1000, dispute_lost = 500, refunded = 501 | refunded_within_captured",
            "captured = -1 | payment_captured_check", "status = 'succeeded' | succeeded_means_captured",
            "amount = 1 | are fixed", "order_id = gen_random_uuid() | are fixed",
            "currency = 'USD' | are fixed"})
    void refusesAmountsThatCannotBe(String change, String why) {
        var payment = payment("processing");

        assertRefused(why, () -> set(payment, change));
    }

    private java.util.Set<String> legal(String machine) {
        return owner.jdbc().sql("""
                select from_status || ' to ' || to_status from payments.legal_transition
                where machine = :machine and from_status <> 'none'
                """).param("machine", machine).query(String.class).set();
    }

    private UUID payment(String status) {
        return payment(UUID.randomUUID(), status);
    }

    private UUID payment(UUID order, String status) {
        var id = UUID.randomUUID();
        owner.jdbc().sql("""
                insert into payments.payment
                    (id, order_id, account_id, currency, amount, tax, authorized, captured, provider, status, created_at,
                     updated_at, version)
                values (:id, :order, :id, 'EUR', 1000, 160, :captured, :captured, 'sandbox', :status, now(), now(), 0)
                """).param("id", id).param("order", order).param("status", status)
                .param("captured", status.equals("succeeded") ? 1000 : 0).update();
        return id;
    }

    private UUID operation(UUID payment, String kind, String status) {
        var id = UUID.randomUUID();
        owner.jdbc().sql("""
                insert into payments.operation (id, payment_id, kind, amount, attempt, status, next_check_at, created_at)
                values (:id, :payment, :kind, 1000, 1, :status, now() + interval '1 day', now())
                """).param("id", id).param("payment", payment).param("kind", kind).param("status", status).update();
        return id;
    }

    private void set(UUID payment, String change) {
        owner.jdbc().sql("update payments.payment set " + change + " where id = :id").param("id", payment).update();
    }

    private void setOperation(UUID operation, String change) {
        owner.jdbc().sql("update payments.operation set " + change + " where id = :id").param("id", operation).update();
    }

    private static void assertRefused(String why, ThrowingCallable statement) {
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(statement).withMessageContaining(why);
    }
}
