package io.mainstay.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/// Goes around the Java code: what the database itself refuses, to the owner of the tables too.
@IntegrationTest
class OrderRulesIT {

    @Autowired
    Owner owner;

    @Test
    void knowsTheSameMachineAsTheCode() {
        var legal = owner.jdbc().sql("""
                select from_status || ' to ' || to_status from orders.legal_transition where from_status <> 'none'
                """).query(String.class).set();

        assertThat(legal).isEqualTo(Arrays.stream(OrderStatus.values())
                .flatMap(from -> from.next().stream().map(to -> from + " to " + to)).collect(Collectors.toSet()));
    }

    @Test
    void refusesIllegalTransitionsAndKeepsTheHistory() {
        var order = order("pendingPayment");

        assertRefused("transition_is_legal", () -> set(order, "status = 'completed'"));
        set(order, "status = 'confirmed', changed_by = 'payment'");
        assertRefused("transition_is_legal", () -> set(order, "status = 'pendingPayment'"));
        assertRefused("transition_is_legal", () -> order("confirmed"));
        assertThat(owner.jdbc()
                .sql("select to_status || ' by ' || changed_by from orders.history where order_id = :id order by id")
                .param("id", order).query(String.class).list())
                .containsExactly("pendingPayment by customer", "confirmed by payment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"total = 1", "tax = 0", "currency = 'USD'", "account_id = gen_random_uuid()",
            "placed_at = now()"})
    void refusesToChangeTheTermsOfAnOrder(String change) {
        var order = order("pendingPayment");

        assertRefused("terms of an order are fixed", () -> set(order, change));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"open = 1 | every_piece_is_accounted_for",
            "open = 3, fulfilled = -1 | order_line_fulfilled_check", "unit_price = 1 | are frozen",
            "quantity = 3, open = 3 | are frozen", "name = 'Coffee' | are frozen"})
    void refusesToChangeALine(String change, String why) {
        var order = order("pendingPayment");

        assertRefused(why, () -> owner.jdbc().sql("update orders.order_line set " + change + " where order_id = :id")
                .param("id", order).update());
    }

    @Test
    void refusesFurtherLinesOfAPlacedOrder() {
        var order = order("pendingPayment");

        assertRefused("takes no further lines", () -> owner.jdbc().sql("""
                insert into orders.order_line (order_id, position, product_id, sku, name, unit_price, tax, quantity, open)
                values (:id, 2, :id, 'SKU', 'Tea', 500, 160, 2, 2)
                """).param("id", order).update());
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete from orders.customer_order", "delete from orders.order_line",
            "update orders.history set to_status = 'confirmed'", "delete from orders.history",
            "truncate orders.history"})
    void keepsEveryRow(String statement) {
        assertRefused("keeps every row", () -> owner.jdbc().sql(statement).update());
    }

    private UUID order(String status) {
        var id = UUID.randomUUID();
        owner.jdbc().sql("""
                with placed as (
                    insert into orders.customer_order
                        (id, account_id, status, currency, total, tax, placed_at, expires_at, changed_by, version)
                    values (:id, :id, :status, 'EUR', 1000, 160, now() - interval '1 minute', now() + interval '1 day', 'customer', 0))
                insert into orders.order_line (order_id, position, product_id, sku, name, unit_price, tax, quantity, open)
                values (:id, 1, :id, 'SKU', 'Tea', 500, 160, 2, 2)
                """).param("id", id).param("status", status).update();
        return id;
    }

    private void set(UUID order, String change) {
        owner.jdbc().sql("update orders.customer_order set " + change + " where id = :id").param("id", order).update();
    }

    private static void assertRefused(String why, ThrowingCallable statement) {
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(statement).withMessageContaining(why);
    }
}
