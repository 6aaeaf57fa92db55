package io.mainstay.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTests {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Payment payment = new Payment(
            new NewPayment(new PaidFor("order", UUID.randomUUID()), new OwnedBy(AccountId.next(), null),
                    Money.of(1000, "EUR"),
                    Money.of(160, "EUR"),
                    null, "tok_4242", CaptureMethod.automatic, null),
            "sandbox", NOW);

    @Test
    void submitsAnAuthorizationAndACaptureOfTheWholeAmount() {
        var authorization = payment.submit(CaptureMethod.automatic, NOW, LATER);

        assertThat(payment.status()).isEqualTo(PaymentStatus.processing);
        assertThat(payment.isOpen(payment.authorization().id())).isTrue();
        assertThat(payment.operations()).extracting(Operation::kind).containsExactly(OperationKind.authorize,
                OperationKind.capture);
        assertThat(payment.operations()).allSatisfy(operation -> {
            assertThat(operation.status()).isEqualTo(OperationStatus.submitting);
            assertThat(operation.amount()).isEqualTo(1000);
            assertThat(operation.createdAt()).isEqualTo(NOW);
            assertThat(operation.failureCode()).isNull();
        });
        assertThat(payment.authorization()).isSameAs(authorization);
        assertThat(payment.captured()).isEqualTo(Money.zero("EUR"));
    }

    @Test
    void succeedsWithTheMoney() {
        payment.submit(CaptureMethod.automatic, NOW, LATER);

        payment.collect("ch_1", LATER, NOW);

        assertThat(payment.status()).isEqualTo(PaymentStatus.succeeded);
        assertThat(payment.captured()).isEqualTo(payment.amount()).isEqualTo(Money.of(1000, "EUR"));
        assertThat(payment.refunded()).isEqualTo(Money.zero("EUR"));
        assertThat(payment.isOpen(payment.authorization().id())).isFalse();
        assertThat(payment.operations()).extracting(Operation::status).containsOnly(OperationStatus.succeeded);
    }

    @Test
    void canBeTriedAgainAfterADecline() {
        payment.submit(CaptureMethod.automatic, NOW, LATER);
        payment.decline("card_declined", NOW);

        assertThat(payment.status()).isEqualTo(PaymentStatus.requiresPaymentMethod);
        assertThat(payment.failureCode()).isEqualTo("card_declined");
        assertThat(payment.operations()).extracting(Operation::failureCode).containsOnly("card_declined");
        assertThat(payment.isOpen(payment.authorization().id())).isFalse();

        var first = payment.authorization();
        var second = payment.submit(CaptureMethod.automatic, LATER, LATER);
        assertThat(payment.isOpen(first.id())).isFalse();
        assertThat(payment.failed(first.id())).isTrue();
        assertThat(payment.failed(second.id())).isFalse();
        assertThat(payment.operations()).extracting(Operation::attempt).containsExactly(1, 1, 2, 2);
        assertThat(payment.failureCode()).isNull();
        assertThat(payment.authorization()).isSameAs(second);
        payment.collect("ch_2", LATER, NOW);
        assertThat(payment.operations()).extracting(Operation::status).containsExactly(OperationStatus.failed,
                OperationStatus.failed, OperationStatus.succeeded, OperationStatus.succeeded);
    }

    @Test
    void keepsAnUnknownOutcomeUntilItIsKnown() {
        payment.submit(CaptureMethod.automatic, NOW, LATER);
        payment.leaveUnknown(LATER, NOW);
        payment.leaveUnknown(LATER.plusSeconds(1), LATER);

        assertThat(payment.status()).isEqualTo(PaymentStatus.processing);
        assertThat(payment.updatedAt()).isEqualTo(LATER);
        assertThat(payment.isOpen(payment.authorization().id())).isTrue();
        assertThat(payment.operations()).extracting(Operation::status).containsOnly(OperationStatus.unknown);

        payment.collect("ch_1", LATER, NOW);
        assertThat(payment.status()).isEqualTo(PaymentStatus.succeeded);
    }

    @Test
    void isHandedOverWhenNobodyCanTell() {
        payment.submit(CaptureMethod.automatic, NOW, LATER);

        payment.handOver(NOW);

        assertThat(payment.status()).isEqualTo(PaymentStatus.review);
        assertThat(payment.operations()).extracting(Operation::status).containsOnly(OperationStatus.needsReview);
        assertThat(payment.isOpen(payment.authorization().id())).isTrue();
    }

    @Test
    void refusesWhatItsStateDoesNotAllow() {
        payment.submit(CaptureMethod.automatic, NOW, LATER);
        assertThatIllegalStateException().isThrownBy(() -> payment.cancel(NOW)).withMessageContaining("processing")
                .withMessageContaining("canceled");
        payment.collect("ch_1", LATER, NOW);
        assertThatIllegalStateException().isThrownBy(() -> payment.collect("ch_1", LATER, NOW));
        assertThatIllegalStateException().isThrownBy(() -> payment.decline("late", NOW));
        assertThatIllegalStateException().isThrownBy(() -> payment.submit(CaptureMethod.automatic, NOW, LATER));
    }

    @ParameterizedTest
    @EnumSource(PaymentStatus.class)
    void leavesNoEndState(PaymentStatus status) {
        var ends = EnumSet.of(PaymentStatus.succeeded, PaymentStatus.canceled);
        assertThat(status.next().isEmpty()).isEqualTo(ends.contains(status));
        assertThat(status.next()).doesNotContain(status);
    }

    @ParameterizedTest
    @EnumSource(OperationStatus.class)
    void anOperationEndsWithAnOutcome(OperationStatus status) {
        var ends = EnumSet.of(OperationStatus.succeeded, OperationStatus.failed);
        assertThat(status.next().isEmpty()).isEqualTo(ends.contains(status));
        assertThat(status.isOpen()).isEqualTo(EnumSet
                .of(OperationStatus.submitting, OperationStatus.unknown, OperationStatus.needsReview).contains(status));
    }

    /// Random commands, legal and illegal: whatever happens, no more is captured than is owed, and an illegal command
    /// changes nothing.
    @Test
    void holdsItsRulesOnRandomPaths() {
        var random = RandomGenerator.of("L64X128MixRandom");
        for (var path = 0; path < 2_000; path++) {
            var walked = new Payment(
                    new NewPayment(new PaidFor("order", UUID.randomUUID()), new OwnedBy(AccountId.next(), null),
                            Money.of(1000, "EUR"),
                            Money.of(160, "EUR"), null, "tok_4242", CaptureMethod.automatic, null),
                    "sandbox", NOW);
            for (var step = 0; step < 12; step++) {
                var before = walked.status();
                try {
                    switch (random.nextInt(6)) {
                        case 0 -> walked.submit(CaptureMethod.automatic, NOW, LATER);
                        case 1 -> walked.collect("ch", LATER, NOW);
                        case 2 -> walked.decline("no", NOW);
                        case 3 -> walked.leaveUnknown(LATER, NOW);
                        case 4 -> walked.handOver(NOW);
                        default -> walked.cancel(NOW);
                    }
                    assertThat(before == walked.status() || before.next().contains(walked.status())).isTrue();
                } catch (IllegalStateException _) {
                    assertThat(walked.status()).isEqualTo(before);
                }
                assertThat(walked.captured().amount()).isIn(0L, 1000L);
                assertThat(walked.captured().isPositive()).isEqualTo(walked.status() == PaymentStatus.succeeded);
            }
        }
    }

    /// Refunds of any amounts, begun and ended in any order, fail or succeed: never more than there is, and all of the tax in
    /// the end, in currencies of every exponent.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void paysBackWhatItHasAndNoMoreHoweverItsRefundsEnd(long seed) {
        var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
        for (var round = 0; round < 50; round++) {
            var currency = List.of("JPY", "EUR", "KWD").get(random.nextInt(3));
            var amount = random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextLong(1, 100_000);
            var tax = random.nextLong(amount);
            var paid = new Payment(
                    new NewPayment(new PaidFor("order", UUID.randomUUID()), new OwnedBy(AccountId.next(), null),
                            Money.of(amount, currency), Money.of(tax, currency), null, "tok_4242",
                            CaptureMethod.automatic, null),
                    "sandbox", NOW);
            paid.submit(CaptureMethod.automatic, NOW, LATER);
            paid.collect("ch_1", LATER, NOW);
            var open = new ArrayList<Operation>();
            var taxBack = 0L;
            var succeeded = 0L;
            for (var step = 0; step < 40 || paid.refundable().isPositive() || !open.isEmpty(); step++) {
                var left = paid.refundable();
                if (left.isPositive() && (open.isEmpty() || random.nextBoolean())) {
                    var wanted = step >= 40 ? left.amount() : random.nextLong(left.amount()) + 1;
                    open.add(paid.refund(Money.of(wanted, currency), "x", NOW, LATER));
                } else if (!open.isEmpty()) {
                    var refund = open.remove(random.nextInt(open.size()));
                    if (random.nextInt(3) > 0 || step >= 40) {
                        taxBack += paid.taxOf(refund).amount();
                        paid.succeed(refund, "re_1", NOW);
                        succeeded += refund.amount();
                    } else {
                        paid.fail(refund, "declined", NOW);
                    }
                }
                var underWay = open.stream().mapToLong(Operation::amount).sum();
                assertThat(paid.refunded().amount()).isEqualTo(succeeded);
                assertThat(paid.refundable().amount()).isEqualTo(amount - succeeded - underWay).isNotNegative();
            }
            assertThat(succeeded).isEqualTo(amount);
            assertThat(taxBack).isEqualTo(tax);
            assertThat(paid.isUnderWay(OperationKind.refund)).isFalse();
        }
    }

    @Test
    void sendsAQueuedRefundOnce() {
        payment.submit(CaptureMethod.automatic, NOW, LATER);
        payment.collect("ch_1", LATER, NOW);
        var queued = payment.queueRefund(Money.of(400, "EUR"), "cancelled", LATER);
        assertThat(queued.status()).isEqualTo(OperationStatus.created);
        assertThat(payment.isUnderWay(OperationKind.refund)).isTrue();
        assertThat(payment.refundable()).isEqualTo(Money.of(600, "EUR"));
        assertThat(payment.takeFromQueue(queued.id().value(), LATER)).contains(queued);
        assertThat(payment.takeFromQueue(queued.id().value(), LATER)).isEmpty();
        assertThat(queued.status()).isEqualTo(OperationStatus.submitting);
        // what is open of a refund is no attempt to collect
        assertThat(payment.isOpen(queued.id())).isFalse();
    }

    /// Captures, voids and refunds of any amounts, begun and ended in any order, fail or succeed: never more is taken than is
    /// held, nor paid back than was taken, and the tax is all there in the end.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void takesWhatIsHeldAndNoMoreHoweverItsPartsEnd(long seed) {
        var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
        for (var round = 0; round < 50; round++) {
            var amount = random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextLong(1, 100_000);
            var tax = random.nextLong(amount);
            var held = new Payment(
                    new NewPayment(new PaidFor("order", UUID.randomUUID()), new OwnedBy(AccountId.next(), null),
                            Money.of(amount, "EUR"), Money.of(tax, "EUR"), null, "tok_4242", CaptureMethod.manual,
                            null),
                    "sandbox",
                    NOW);
            held.submit(CaptureMethod.manual, NOW, LATER);
            held.collect("ch_1", LATER, NOW);
            var open = new ArrayList<Operation>();
            var taken = 0L;
            var taxTaken = 0L;
            while (held.status() == PaymentStatus.requiresCapture) {
                var left = held.capturable().amount();
                if (left > 0 && !held.isEnding() && (open.isEmpty() || random.nextBoolean())) {
                    var last = open.isEmpty() && random.nextInt(4) == 0;
                    open.add(last && random.nextBoolean()
                            ? held.release(false, NOW, LATER)
                            : held.capture(Money.of(random.nextLong(left) + 1, "EUR"), last, NOW, LATER));
                } else {
                    var operation = open.remove(random.nextInt(open.size()));
                    if (random.nextInt(3) == 0) {
                        held.fail(operation, "declined", NOW);
                    } else {
                        if (operation.is(OperationKind.capture)) {
                            taxTaken += held.taxOf(operation).amount();
                            taken += operation.amount();
                        }
                        held.succeed(operation, "x", NOW);
                    }
                }
                var underWay = open.stream().filter(one -> one.is(OperationKind.capture))
                        .mapToLong(Operation::amount).sum();
                assertThat(held.captured().amount()).isEqualTo(taken).isBetween(0L, amount - underWay);
            }
            assertThat(held.status()).isEqualTo(taken > 0 ? PaymentStatus.succeeded : PaymentStatus.canceled);
            assertThat(held.capturable().isPositive()).isFalse();
            assertThat(taken == amount ? taxTaken : tax).isEqualTo(tax);
            if (taken > 0) {
                var refund = held.refund(held.refundable(), "x", NOW, LATER);
                assertThat(refund.amount()).isEqualTo(taken);
                assertThat(held.taxOf(refund).amount()).isEqualTo(taxTaken);
            }
        }
    }
}
